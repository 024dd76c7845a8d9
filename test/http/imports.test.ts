import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createImportStore } from '../../src/db/stores/import-store.ts'
import { createItemStore } from '../../src/db/stores/item-store.ts'
import { createKnowledgeStore } from '../../src/db/stores/knowledge-store.ts'
import { eventStream } from '../../src/http/event-stream.ts'
import { MAX_UPLOAD } from '../../src/http/middleware/upload-body.ts'
import { dryRunSchema, importStateSchema } from '../../src/http/routes/import-answers.ts'
import { createImportService, type ImportHead } from '../../src/knowledge/import/import-service.ts'
import { createNearFinder } from '../../src/knowledge/import/near.ts'
import { readPacked } from '../../src/knowledge/import/read-upload.ts'
import type { ImportResult } from '../../src/knowledge/import/types.ts'
import { readUploadWords } from '../../src/node/policy-files.ts'
import type { ImportStore } from '../../src/ports/import-store.ts'
import { createIds } from '../../src/wiring/ids.ts'
import { aCase, aScript } from '../harness/records.ts'
import { memoryDatabase, type TestDatabase } from '../harness/stores.ts'
import { allKeys, apiKey, fakeApp, fakeKeys, post, realPolicy } from './fakes.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await memoryDatabase()
})
afterAll(() => database.close())

const KEYS = {
  ...allKeys(),
  'hash:key:writer-key': apiKey('knowledge', { id: 'key_writer', audience: 'management' }),
  'hash:key:narrow-key': apiKey('knowledge', { id: 'key_narrow', audience: 'frontline' }),
}

async function service(over: Partial<ImportStore<ImportHead, ImportResult>> = {}) {
  const [policy, words] = await Promise.all([realPolicy(), readUploadWords()])
  const store = { ...createImportStore<ImportHead, ImportResult>(database.db), ...over }
  const clock = { now: () => Date.now() }
  const imports = createImportService({
    imports: store,
    readUpload: (file) => readPacked(file, words, policy),
    near: createNearFinder({
      store: createKnowledgeStore(database.db),
      imports: store,
      embedder: () => ({ embedder: null, reason: 'none' }),
      clock,
      calendar: policy.calendar,
    }),
    policy,
    ids: createIds(),
    clock,
    logger: { info() {}, warn() {}, error() {} },
    alone: true,
  })
  const { app, logs } = await fakeApp({ auth: { required: true }, keys: fakeKeys(KEYS), imports })
  const ask = async (path: string, init: RequestInit = {}, key = 'writer') => {
    const headers = { ...(init.headers as Record<string, string>), 'x-api-key': `${key}-key` }
    return app.request(`/v1/knowledge/imports${path}`, { ...init, headers })
  }
  const json = async (path: string, init: RequestInit = {}, key = 'writer') => {
    const response = await ask(path, init, key)
    return {
      status: response.status,
      headers: response.headers,
      json: (await response.json()) as Record<string, never>,
    }
  }
  /** Begins an import and waits for its end by its own stream. */
  const importAll = async (init: RequestInit, query = '') => {
    const begun = await json(query, init)
    expect(begun.status).toBe(202)
    const { id } = importStateSchema.parse(begun.json)
    expect(begun.headers.get('location')).toBe(`/v1/knowledge/imports/${id}`)
    await (await ask(`/${id}`, { headers: { accept: 'text/event-stream' } })).text()
    return importStateSchema.parse((await json(`/${id}`)).json)
  }
  return { ask, json, importAll, logs, imports }
}

const lines = (...items: object[]) => items.map((i) => JSON.stringify(i)).join('\n')
const form = (...files: [string, string][]): RequestInit => {
  const body = new FormData()
  for (const [name, text] of files) body.append('file', new File([text], name))
  return { method: 'POST', body }
}
const raw = (body: string, type: string): RequestInit => ({
  method: 'POST',
  headers: { 'content-type': type },
  body: new TextEncoder().encode(body),
})
const find = (id: string, kind: 'case' | 'script' = 'case') => createItemStore(database.db).find(kind, id)

describe('POST /v1/knowledge/imports', () => {
  it('reads files on trial and keeps nothing', async () => {
    const { json } = await service()
    const { lessons: _, ...without } = aCase({ id: 'case-h0', title: '没有教训的' })
    const { status, json: answer } = await json(
      '?dryRun=true',
      form(['一.jsonl', lines(aCase({ id: 'case-h1' }), without)], ['二.exe', 'MZ']),
    )
    expect(status).toBe(200)
    const dry = dryRunSchema.parse(answer)
    expect(dry.summary).toMatchObject({ total: 2, ready: 1, created: 1, withErrors: 1, byMeaning: false })
    expect(dry.items.map((i) => [i.file, i.row])).toEqual([
      ['一.jsonl', 1],
      ['一.jsonl', 2],
    ])
    expect(dry.items[1]!.findings).toMatchObject([{ severity: 'error', field: 'lessons', rule: 'missing' }])
    expect(dry.files.find((f) => f.file === '二.exe')!.findings[0]!.severity).toBe('error')
    expect(await find('case-h1')).toBeNull()
  })

  it('imports a form of files, one file as it is, and mended items', async () => {
    const { importAll } = await service()
    const both = form(
      ['案例.jsonl', lines(aCase({ id: 'case-f1' }))],
      ['话术.jsonl', lines(aScript({ id: 'script-f1' }))],
    )
    ;(both.body as FormData).append('why', '十一月批量')
    expect(await importAll(both)).toMatchObject({ status: 'done', counts: { created: 2 } })
    expect((await createItemStore(database.db).history('case', 'case-f1')).versions[0]).toMatchObject({
      author: 'key_writer',
      why: '十一月批量',
    })
    const one = raw(lines(aCase({ id: 'case-f2' })), 'application/octet-stream')
    const state = await importAll(one, `?submit=true&name=${encodeURIComponent('../案例 2.jsonl')}`)
    expect(state).toMatchObject({ submit: true, results: [{ file: '案例 2.jsonl', row: 1, outcome: 'created' }] })
    expect(await find('case-f2')).toMatchObject({ status: 'in_review' })
    const mended = { items: [{ kind: 'case', item: aCase({ id: 'case-f1', lessons: '改过' }) }], why: '补' }
    expect((await importAll(post(mended))).results).toMatchObject([{ id: 'case-f1', outcome: 'updated', version: 2 }])
    expect((await importAll(post(mended))).counts).toMatchObject({ unchanged: 1, updated: 0 })
  })

  it('says in words what it cannot take', async () => {
    const { json } = await service()
    const refused = async (path: string, init: RequestInit) => {
      const { status, json: answer } = await json(path, init)
      return [status, answer.code, (answer.issues as unknown as { path: string }[] | undefined)?.[0]?.path]
    }
    const boundary = 'multipart/form-data; boundary=xx'
    const part = '--xx\r\nContent-Disposition: form-data; name="file"; filename="a.md"\r\n\r\nx\r\n'
    for (const [path, init, answer] of [
      ['', raw('x', 'text/plain'), [415, 'unsupported_media_type', undefined]],
      [
        '',
        { ...form(['a', 'x']), headers: { 'content-encoding': 'gzip' } },
        [415, 'unsupported_media_type', undefined],
      ],
      ['', { method: 'POST', headers: { 'content-type': boundary } }, [400, 'missing_body', undefined]],
      ['', raw('x', 'application/octet-stream'), [422, 'invalid_request', 'name']],
      ['', form(), [422, 'invalid_request', 'file']],
      ['', raw('no form at all', boundary), [422, 'invalid_request', '(body)']],
      ['', raw(part, boundary), [422, 'invalid_request', '(body)']],
      ['', raw(part, 'multipart/form-data'), [422, 'invalid_request', '(body)']],
      ['', raw(`${part.replace('"file"', '"other"')}--xx--\r\n`, boundary), [422, 'invalid_request', 'file']],
      ['', raw(`${part.repeat(201)}--xx--\r\n`, boundary), [413, 'payload_too_large', undefined]],
      ['', form(['a.exe', 'MZ']), [422, 'invalid_request', 'file']],
      ['', post({ items: [] }), [422, 'invalid_request', 'items']],
      ['', post({ items: [{ kind: 'law', item: {} }] }), [422, 'invalid_request', 'items.0.kind']],
      ['', post('{'), [400, 'malformed_json', undefined]],
      ['?dryRun=yes', form(['a', 'x']), [422, 'invalid_request', 'dryRun']],
    ] as const)
      expect(await refused(path, init as RequestInit)).toEqual(answer)
  })

  it('counts the bytes as they come, whatever the header says', async () => {
    const { json } = await service()
    let given = 0
    const piece = new Uint8Array(1024 * 1024)
    const endless = () =>
      new ReadableStream<Uint8Array>({
        pull(controller) {
          given += piece.length
          controller.enqueue(piece)
        },
      })
    for (const type of ['multipart/form-data; boundary=xx', 'application/octet-stream']) {
      given = 0
      const init = { method: 'POST', headers: { 'content-type': type }, body: endless(), duplex: 'half' } as RequestInit
      const { status, json: answer } = await json('?name=a.zip', init)
      expect([status, answer.code]).toEqual([413, 'payload_too_large'])
      expect(answer.detail).toContain('64 MB')
      expect(given).toBeLessThan(MAX_UPLOAD + 8 * piece.length)
    }
    const said = {
      method: 'POST',
      headers: { 'content-type': 'application/octet-stream', 'content-length': '99999999' },
    }
    expect((await json('?name=a.zip', { ...said, body: 'x' })).status).toBe(413)
  })

  it('keeps the words of items and files out of the log', async () => {
    const { importAll, logs } = await service()
    await importAll(form(['张三的案子.jsonl', lines(aCase({ id: 'case-logged', summary: '李四的秘密' }))]))
    expect(JSON.stringify(logs)).not.toMatch(/张三|李四/)
    expect(logs.find((l) => l.fields.status === 202)!.fields).toMatchObject({ items: 1, import: expect.any(String) })
  })

  it('refuses a reason that cannot be kept, in a form and in JSON', async () => {
    const { json } = await service()
    const body = new FormData()
    body.append('file', new File([lines(aCase({ id: 'case-why' }))], 'why.jsonl'))
    body.append('why', '因\0')
    const sent = { items: [{ kind: 'case', item: aCase({ id: 'case-why' }) }], why: '因\ud83d' }
    for (const init of [{ method: 'POST', body }, post(sent)])
      expect((await json('', init)).json).toMatchObject({ code: 'invalid_request', issues: [{ path: 'why' }] })
  })
})

describe('GET /v1/knowledge/imports/{id}', () => {
  it('streams progress and an end', async () => {
    const { ask, json } = await service()
    const many = lines(...Array.from({ length: 350 }, (_, i) => aCase({ id: `case-s${i}` })))
    const { id } = (await json('', form(['a.jsonl', many]))).json
    const response = await ask(`/${id}`, { headers: { accept: 'text/event-stream' } })
    expect(response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8')
    const events = [...(await response.text()).matchAll(/event: (\w+)\ndata: (.*)\n\n/g)].map(([, event, data]) => ({
      event,
      data: JSON.parse(data!) as { done: number; total: number; status: string },
    }))
    expect(events.length).toBeGreaterThan(2)
    expect(events[0]).toMatchObject({ event: 'progress', data: { id, status: 'running', total: 350 } })
    expect(events.at(-1)).toMatchObject({
      event: 'done',
      data: { status: 'done', done: 350, counts: { created: 350 } },
    })
    const dones = events.map((e) => e.data.done)
    expect(dones).toEqual([...dones].sort((a, b) => a - b))
  })

  it('goes on when the one who watched goes away', async () => {
    const { ask, json } = await service()
    const many = lines(...Array.from({ length: 300 }, (_, i) => aCase({ id: `case-away${i}` })))
    const { id } = (await json('', form(['a.jsonl', many]))).json
    const watching = await ask(`/${id}`, { headers: { accept: 'text/event-stream' } })
    const reader = watching.body!.getReader()
    await reader.read()
    await reader.cancel()
    await expect.poll(async () => (await json(`/${id}`)).json.status, { timeout: 20_000 }).toBe('done')
    expect((await json(`/${id}`)).json).toMatchObject({ done: 300, counts: { created: 300 } })
  })

  it('is for who began it and for those who see everything', async () => {
    const { json, importAll } = await service()
    const { id } = await importAll(form(['a.jsonl', lines(aCase({ id: 'case-mine' }))]))
    for (const path of [`/${id}`, '/imp_0000000000', '/nonsense'])
      expect((await json(path, {}, 'narrow')).json).toMatchObject({ status: 404, code: 'not_found' })
    expect((await json(`/${id}/cancel`, { method: 'POST' }, 'narrow')).status).toBe(404)
    const stream = await json(`/${id}`, { headers: { accept: 'text/event-stream' } }, 'narrow')
    expect(stream.json).toMatchObject({ code: 'not_found' })
    expect((await json(`/${id}/cancel`, { method: 'POST' })).json).toMatchObject({ code: 'conflict', status: 409 })
  })
})

it('cancels: what is done stays and is named', async () => {
  const real = createImportStore<ImportHead, ImportResult>(database.db)
  const gates: (() => void)[] = []
  const chunk: typeof real.chunk = (...a) =>
    new Promise<void>((open) => void gates.push(open)).then(() => real.chunk(...a))
  const { json, ask, imports } = await service({ chunk })
  const many = lines(...Array.from({ length: 250 }, (_, i) => aCase({ id: `case-x${i}` })))
  const { id } = (await json('', form(['a.jsonl', many]))).json
  await expect.poll(() => gates.length).toBe(1)
  gates[0]!()
  await expect.poll(() => gates.length).toBe(2)
  const cancelled = importStateSchema.parse((await json(`/${id}/cancel`, { method: 'POST' })).json)
  expect(cancelled).toMatchObject({ status: 'cancelled', done: 100, total: 250, counts: { created: 100 } })
  expect(cancelled.results).toHaveLength(100)
  gates[1]!()
  await imports.stop()
  expect((await json(`/${id}`)).json).toMatchObject({ status: 'cancelled', done: 100 })
  expect(await find('case-x99')).not.toBeNull()
  expect(await find('case-x100')).toBeNull()
  const stream = await (await ask(`/${id}`, { headers: { accept: 'text/event-stream' } })).text()
  expect(stream).toMatch(/event: done\ndata: .*"status":"cancelled"/)
})

describe('a stream of events', () => {
  const text = (stream: ReadableStream<Uint8Array>) => new Response(stream).text()
  it('beats while nothing comes', async () => {
    let go = () => {}
    async function* events() {
      await new Promise<void>((resolve) => {
        go = resolve
      })
      yield { event: 'late', data: 1 }
    }
    const reader = eventStream(events(), 5).getReader()
    const decoder = new TextDecoder()
    expect(decoder.decode((await reader.read()).value)).toBe(': \n\n')
    expect(decoder.decode((await reader.read()).value)).toBe(': \n\n')
    go()
    await expect.poll(async () => decoder.decode((await reader.read()).value)).toBe('event: late\ndata: 1\n\n')
  })

  it('ends with the code of a failure and none of its words', async () => {
    async function* events() {
      yield { event: 'progress', data: 1 }
      throw new Error('甲方机密')
    }
    expect(await text(eventStream(events()))).toBe(
      'event: progress\ndata: 1\n\nevent: error\ndata: {"code":"internal"}\n\n',
    )
  })
})
