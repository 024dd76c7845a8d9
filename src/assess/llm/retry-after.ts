/** How long an endpoint asks to be left alone, in ms, from `retry-after-ms` or `retry-after` (seconds or a date); null: it does not say. */
export function retryAfterMs(headers: Pick<Headers, 'get'>, now: number = Date.now()): number | null {
  const exact = numberOf(headers.get('retry-after-ms'))
  if (exact !== null) return exact
  const said = headers.get('retry-after')
  if (said === null) return null
  const seconds = numberOf(said)
  if (seconds !== null) return seconds * 1000
  // A date has its month's name; left to itself the parser takes «-5» for one too.
  const at = /[a-z]{3}/i.test(said) ? Date.parse(said) : Number.NaN
  return Number.isNaN(at) ? null : Math.max(0, at - now)
}

function numberOf(text: string | null): number | null {
  if (text === null || !/^\s*\d+(?:\.\d+)?\s*$/.test(text)) return null
  return Number(text)
}
