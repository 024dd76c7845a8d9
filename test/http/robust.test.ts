import fc from 'fast-check'
import { expect, it } from 'vitest'
import { MAX_TEXT, triageRequestSchema } from '../../src/domain/complaint.ts'
import { problemSchema } from '../../src/http/problem.ts'
import { REQUEST_EXAMPLE_FULL } from '../../src/http/routes/triage-example.ts'
import { decision, fakeApp, post } from './fakes.ts'

async function answering() {
  const fakes = await fakeApp()
  fakes.triage.on.triage = async () => ({ decision, replayed: false })
  fakes.triage.on.find = async () => null
  fakes.knowledge.on.search = async () => ({ mode: 'words', cases: [], scripts: [], reason: null })
  return fakes
}
type Fakes = Awaited<ReturnType<typeof answering>>

/** Below 500 always; 200 exactly when the service was asked; a problem otherwise. */
async function sound({ app, triage }: Fakes, init: RequestInit): Promise<Response> {
  triage.calls.length = 0
  const response = await app.request('/v1/triage', init)
  expect(response.status).toBeLessThan(500)
  expect(triage.calls).toHaveLength(response.status === 200 ? 1 : 0)
  if (response.status !== 200) problemSchema.strict().parse(await response.clone().json())
  return response
}

it('any JSON is answered with a decision or a problem', async () => {
  const fakes = await answering()
  await fc.assert(
    fc.asyncProperty(fc.jsonValue({ noUnicodeString: false, maxDepth: 4 }), async (value) => {
      const raw = JSON.stringify(value)
      const response = await sound(fakes, post(raw))
      expect(response.status === 200).toBe(triageRequestSchema.safeParse(JSON.parse(raw)).success)
    }),
    { numRuns: 400 },
  )
})

it('any bytes are answered with a decision or a problem', async () => {
  const fakes = await answering()
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), async (bytes) => {
      await sound(fakes, post(bytes))
    }),
    { numRuns: 300 },
  )
})

type Path = readonly (string | number)[]
const paths = (value: unknown, at: Path = []): Path[] =>
  value !== null && typeof value === 'object'
    ? [at, ...Object.entries(value).flatMap(([k, v]) => paths(v, [...at, k]))]
    : [at]
const put = (value: unknown, [head, ...rest]: Path, leaf: unknown): unknown =>
  head === undefined
    ? leaf
    : { ...(value as Record<string, unknown>), [head]: put((value as Record<string, unknown>)[head], rest, leaf) }

it('any one thing changed in a good request is answered, and its value never said back', async () => {
  const fakes = await answering()
  const secret = fc.constantFrom(
    'ZZSECRETZZ',
    ['ZZSECRETZZ'],
    { ZZ: 'ZZSECRETZZ' },
    'ZZSECRETZZ\u0000',
    'ZZSECRETZZ\ud800',
    -777_777_777,
  )
  const change = fc.oneof(secret, fc.jsonValue(), fc.constant('长'.repeat(MAX_TEXT + 1)), fc.constant(undefined))
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...paths(REQUEST_EXAMPLE_FULL)), change, async (path, leaf) => {
      const response = await sound(fakes, post(JSON.stringify(put(REQUEST_EXAMPLE_FULL, path, leaf)) ?? ''))
      if (response.status === 200) return
      const said = await response.text()
      expect(said).not.toContain('SECRET')
      expect(said).not.toContain('777')
      expect(said).not.toContain('长长')
    }),
    { numRuns: 600 },
  )
})

it('any piece cut out of a good request’s JSON is answered', async () => {
  const fakes = await answering()
  const raw = JSON.stringify(REQUEST_EXAMPLE_FULL)
  await fc.assert(
    fc.asyncProperty(fc.nat(raw.length), fc.nat(12), fc.string({ maxLength: 4 }), async (at, cut, insert) => {
      await sound(fakes, post(raw.slice(0, at) + insert + raw.slice(at + cut)))
    }),
    { numRuns: 400 },
  )
})

it('any path, question, header and method is answered below 500', async () => {
  const { app } = await answering()
  const header = fc.string({ maxLength: 40 }).map((s) => s.replace(/[^\x20-\x7e]/g, '').trim())
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(
        '/v1/triage',
        '/v1/triage/',
        '/v1/knowledge/search?q=',
        '/v1/knowledge/search?',
        '/v1/policy',
        '/docs/',
        '/',
      ),
      fc.oneof(
        fc.string({ unit: 'binary', maxLength: 20 }).map((s) => encodeURIComponent(s)),
        fc.webPath(),
        fc.constant('%E0%A4'),
      ),
      fc.constantFrom('GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'OPTIONS', 'PROPFIND'),
      header,
      async (base, rest, method, value) => {
        const headers = {
          'x-request-id': value,
          'idempotency-key': value,
          authorization: value,
          'if-none-match': value,
          'content-type': value,
        }
        const response = await app.request(base + rest, { method, headers })
        expect(response.status).toBeLessThan(500)
        expect(response.headers.get('x-request-id')).toMatch(/^[\w.-]{1,64}$/)
      },
    ),
    { numRuns: 600 },
  )
})
