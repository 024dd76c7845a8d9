import { describe, expect, it } from 'vitest'
import { isSuzhenError } from '../../domain/errors.ts'
import { MAX_BODY, readJsonBody } from './json-body.ts'

const request = (body: BodyInit | null, headers: Record<string, string> = { 'content-type': 'application/json' }) =>
  new Request('http://localhost/', { method: 'POST', body, headers, duplex: 'half' } as RequestInit)

const stream = (chunks: Iterable<Uint8Array>, onCancel = () => {}) => {
  const iterator = chunks[Symbol.iterator]()
  return new ReadableStream<Uint8Array>({
    pull(controller) {
      const { value, done } = iterator.next()
      if (done) controller.close()
      else controller.enqueue(value)
    },
    cancel: onCancel,
  })
}

const codeOf = async (r: Request) => {
  try {
    return await readJsonBody(r)
  } catch (error) {
    if (isSuzhenError(error)) return error.code
    throw error
  }
}
const json = (size: number) => `"${'a'.repeat(size - 2)}"`
const bytes = (text: string) => new TextEncoder().encode(text)

describe('readJsonBody', () => {
  it('gives the value and the text as it came', async () => {
    expect(await readJsonBody(request('{"a": 1, "a": 2}'))).toEqual({ raw: '{"a": 1, "a": 2}', value: { a: 2 } })
  })

  it.each([
    'application/json',
    'Application/JSON; charset=UTF-8',
    'application/json;charset="utf-8"',
    'application/json ;',
  ])('takes %s', async (type) => {
    expect(await codeOf(request('1', { 'content-type': type }))).toMatchObject({ value: 1 })
  })

  it.each([
    'text/plain',
    'application/json; charset=gbk',
    'application/jsonx',
    'application/problem+json',
    'text/json, application/json',
    '',
  ])('refuses the content type %j', async (type) => {
    expect(await codeOf(request('{}', { 'content-type': type }))).toBe('unsupported_media_type')
  })

  it('refuses a body with no content type, and a compressed one', async () => {
    expect(await codeOf(request(bytes('{}'), {}))).toBe('unsupported_media_type')
    expect(await codeOf(request('{}', { 'content-type': 'application/json', 'content-encoding': 'gzip' }))).toBe(
      'unsupported_media_type',
    )
    expect(
      await codeOf(request('1', { 'content-type': 'application/json', 'content-encoding': 'identity' })),
    ).toMatchObject({ value: 1 })
  })

  it('calls no body, no bytes and blanks a missing body, whatever the type', async () => {
    expect(await codeOf(request(null))).toBe('missing_body')
    expect(await codeOf(request(null, { 'content-type': 'text/plain' }))).toBe('missing_body')
    expect(await codeOf(request(''))).toBe('missing_body')
    expect(await codeOf(request(stream([]), {}))).toBe('missing_body')
    expect(await codeOf(request(' \n'))).toBe('missing_body')
  })

  it('takes a body of just the cap and refuses one byte more', async () => {
    expect(await codeOf(request(json(MAX_BODY)))).toMatchObject({ raw: json(MAX_BODY) })
    expect(await codeOf(request(json(MAX_BODY + 1)))).toBe('payload_too_large')
  })

  it('believes a length that says too much, and counts when it says too little', async () => {
    const typed = { 'content-type': 'application/json' }
    expect(await codeOf(request('1', { ...typed, 'content-length': String(MAX_BODY + 1) }))).toBe('payload_too_large')
    expect(await codeOf(request(json(MAX_BODY + 1), { ...typed, 'content-length': '5' }))).toBe('payload_too_large')
  })

  it('stops reading an endless stream at the cap', async () => {
    let sent = 0
    let cancelled = false
    function* endless() {
      for (;;) {
        sent += 4096
        yield new Uint8Array(4096).fill(0x20)
      }
    }
    expect(await codeOf(request(stream(endless(), () => (cancelled = true))))).toBe('payload_too_large')
    expect(cancelled).toBe(true)
    expect(sent).toBeLessThanOrEqual(MAX_BODY + 3 * 4096)
  })

  it('joins chunks that cut characters in two', async () => {
    const whole = bytes('{"text":"你好😀"}')
    expect(await codeOf(request(stream([...whole].map((b) => Uint8Array.of(b)))))).toMatchObject({
      value: { text: '你好😀' },
    })
  })

  it('refuses broken UTF-8 and says where JSON is broken, with none of it', async () => {
    expect(await codeOf(request(Uint8Array.of(0x22, 0xc4, 0xe3, 0x22)))).toBe('invalid_encoding')
    expect(await codeOf(request(Uint8Array.of(0x22, 0xed, 0xa0, 0x80, 0x22)))).toBe('invalid_encoding')
    const error = await readJsonBody(request('{\n  "text": SECRET\n}')).catch((e: unknown) => e as Error)
    expect(error).toMatchObject({
      code: 'malformed_json',
      message: expect.stringContaining('line 2, column 11 (offset 12)'),
    })
    expect((error as Error).message).not.toContain('SECRET')
  })

  it('is not troubled by depth', async () => {
    expect(await codeOf(request('['.repeat(60_000)))).toBe('malformed_json')
    expect(await codeOf(request('['.repeat(30_000) + ']'.repeat(30_000)))).toHaveProperty('value')
  })

  it('calls a connection that broke a missing body', async () => {
    const broken = new ReadableStream<Uint8Array>({ pull: (controller) => controller.error(new Error('ECONNRESET')) })
    expect(await codeOf(request(broken))).toBe('missing_body')
  })
})
