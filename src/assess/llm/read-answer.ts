import type { z } from 'zod'

export type Read<T> =
  | { value: T; failure: null }
  | { value: null; failure: 'not-json' | 'off-schema'; faults: { path: string; message: string }[] }

const MOST_FAULTS = 12

/** What a model wrote, as the schema has it; faults name places and expectations, never what was written. */
export function readAnswer<T>(text: string, schema: z.ZodType<T>): Read<T> {
  const json = readJson(text)
  if (json === undefined) return { value: null, failure: 'not-json', faults: [] }
  const parsed = schema.safeParse(json)
  if (parsed.success) return { value: parsed.data, failure: null }
  const faults = parsed.error.issues
    .slice(0, MOST_FAULTS)
    .map((i) => ({ path: i.path.join('.').slice(0, 80) || '(root)', message: i.message.slice(0, 160) }))
  return { value: null, failure: 'off-schema', faults }
}

/** The answer's object: the text itself, or the first complete `{…}` in it, behind thoughts and fences; undefined: none. */
export function readJson(text: string): unknown {
  const spoken = afterThoughts(text.trim()).trim()
  const whole = parsed(spoken)
  if (isObject(whole)) return whole
  // Each try begins behind the last one's end, so that the whole stays linear in the text.
  for (let from = spoken.indexOf('{'); from >= 0; ) {
    const end = endOfObject(spoken, from)
    if (end < 0) return undefined
    const object = parsed(spoken.slice(from, end))
    if (isObject(object)) return object
    from = spoken.indexOf('{', end)
  }
  return undefined
}

// Thoughts may hold drafts of the answer, or an object that the complaint itself holds; neither counts. By the last end,
// since a complaint may name an earlier one. Their beginning may be missing: some chat templates swallow it.
function afterThoughts(text: string): string {
  if (text.startsWith('{')) return text
  const end = text.lastIndexOf('</think>')
  if (end >= 0) return text.slice(end + '</think>'.length)
  return text.startsWith('<think>') ? '' : text
}

/** The index behind the brace that closes the one at `from`; -1: none does. */
function endOfObject(text: string, from: number): number {
  let depth = 0
  let quoted = false
  for (let i = from; i < text.length; i++) {
    const c = text[i]
    if (quoted) {
      if (c === '\\') i++
      else if (c === '"') quoted = false
    } else if (c === '"') quoted = true
    else if (c === '{') depth++
    else if (c === '}' && --depth === 0) return i + 1
  }
  return -1
}

const isObject = (value: unknown): boolean => typeof value === 'object' && value !== null && !Array.isArray(value)

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
