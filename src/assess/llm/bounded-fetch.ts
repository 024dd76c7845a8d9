export type Fetch = typeof fetch

/** A body that was longer than may be read. */
export class TooLong extends Error {}

const MOST_OBJECTION = 64 * 1024

/**
 * A fetch that reads the whole answer itself, up to `maxBytes`, so that neither megabytes nor a trickle get further than
 * here; that follows no redirect, since the complaint and the key are for the named endpoint alone; and that gives every
 * refusal one form, `{ error }`, since compatible servers have several.
 */
export const boundedFetch =
  (fetch: Fetch, maxBytes: number): Fetch =>
  async (input, init) => {
    const response = await fetch(input, { ...init, redirect: 'manual' })
    // With «manual» some runtimes hide the status.
    const status = response.status < 200 ? 502 : response.status
    if (status >= 200 && status < 300) {
      const text = await readText(response, maxBytes)
      return new Response(text, { status: 200, headers: { 'content-type': 'application/json' } })
    }
    const text = await readText(response, MOST_OBJECTION).catch((error: unknown) => {
      if (error instanceof TooLong) return ''
      throw error
    })
    return new Response(JSON.stringify(oneForm(text)), {
      status: status < 400 ? 400 : status,
      headers: { 'content-type': 'application/json', ...patience(response.headers) },
    })
  }

function patience(headers: Headers): Record<string, string> {
  const kept = ['retry-after', 'retry-after-ms'].flatMap((name) => {
    const value = headers.get(name)
    return value === null ? [] : [[name, value]]
  })
  return Object.fromEntries(kept) as Record<string, string>
}

function oneForm(text: string): { error: unknown } {
  let body: unknown
  try {
    body = JSON.parse(text)
  } catch {
    return { error: { message: text } }
  }
  if (typeof body !== 'object' || body === null) return { error: { message: text } }
  // Some send a list with one in it.
  const one = (Array.isArray(body) ? body[0] : body) as Record<string, unknown> | null | undefined
  const error = one?.error ?? one
  return { error: typeof error === 'object' && error !== null ? error : { message: String(error) } }
}

async function readText(response: Response, maxBytes: number): Promise<string> {
  const declared = Number(response.headers.get('content-length'))
  if (declared > maxBytes) {
    await response.body?.cancel()
    throw new TooLong()
  }
  if (!response.body) return ''
  const reader = response.body.getReader()
  const decoder = new TextDecoder()
  let size = 0
  let text = ''
  for (;;) {
    const { done, value } = await reader.read()
    if (done) return text + decoder.decode()
    size += value.byteLength
    if (size > maxBytes) {
      await reader.cancel()
      throw new TooLong()
    }
    text += decoder.decode(value, { stream: true })
  }
}
