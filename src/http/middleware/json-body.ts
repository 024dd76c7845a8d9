import { jsonErrorAt } from '../json-position.ts'
import { problem } from '../problem.ts'

/** Longest body, in bytes. */
export const MAX_BODY = 64 * 1024

const JSON_TYPE = /^application\/json\s*(?:;\s*charset\s*=\s*(?:utf-8|"utf-8")\s*)?;?\s*$/i

export interface JsonBody {
  /** The text as it came, for the idempotency hash. */
  raw: string
  value: unknown
}

/**
 * Reads a request's JSON. Throws `unsupported_media_type`, `payload_too_large`, `missing_body`, `invalid_encoding`,
 * `malformed_json`; none of them says anything of the content but where it is wrong.
 */
export async function readJsonBody(request: Request, max = MAX_BODY): Promise<JsonBody> {
  const { headers, body } = request
  const encoding = headers.get('content-encoding')
  if (encoding !== null && encoding.trim().toLowerCase() !== 'identity') throw problem('unsupported_media_type')
  if (body === null || headers.get('content-length') === '0') throw problem('missing_body')
  const type = headers.get('content-type')
  if (type !== null && !JSON_TYPE.test(type.trim())) throw problem('unsupported_media_type')
  if (Number(headers.get('content-length')) > max) throw tooLarge(max)

  const bytes = await readCapped(body, max)
  if (bytes.length === 0) throw problem('missing_body')
  if (type === null) throw problem('unsupported_media_type')
  const raw = decode(bytes)
  if (raw.trim() === '') throw problem('missing_body')
  return { raw, value: parse(raw) }
}

/** The table's own sentence is of the usual bodies; larger ones say their own limit, in MB. */
export function tooLarge(max: number) {
  if (max === MAX_BODY) return problem('payload_too_large')
  const mb = Math.floor(max / 1024 / 1024)
  return problem(
    'payload_too_large',
    `正文最多 ${mb} MB，请拆分后重试。A body is at most ${mb} MB; split it and try again.`,
  )
}

/** The header's length is not believed: bytes are counted as they come. */
export async function readCapped(body: ReadableStream<Uint8Array>, max: number): Promise<Uint8Array> {
  const reader = body.getReader()
  const chunks: Uint8Array[] = []
  let total = 0
  for (;;) {
    const { done, value } = await reader.read().catch(() => {
      throw problem(
        'missing_body',
        '连接在正文传完之前断开，请重新发送。The connection broke before the body was whole; send it again.',
      )
    })
    if (done) break
    total += value.byteLength
    if (total > max) {
      reader.cancel().catch(() => {})
      throw tooLarge(max)
    }
    chunks.push(value)
  }
  if (chunks.length === 1) return chunks[0]!
  const bytes = new Uint8Array(total)
  let at = 0
  for (const chunk of chunks) {
    bytes.set(chunk, at)
    at += chunk.byteLength
  }
  return bytes
}

function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw problem('invalid_encoding')
  }
}

function parse(raw: string): unknown {
  try {
    return JSON.parse(raw)
  } catch {
    const at = jsonErrorAt(raw) ?? raw.length
    const before = raw.slice(0, at).split('\n')
    const [line, column] = [before.length, before.at(-1)!.length + 1]
    throw problem(
      'malformed_json',
      `正文不是合法的 JSON：第 ${line} 行第 ${column} 列（偏移 ${at}）有误，请修正。The body is not valid JSON: look at line ${line}, column ${column} (offset ${at}).`,
    )
  }
}
