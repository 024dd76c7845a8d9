import { describe, expect, it } from 'vitest'
import { createItemStore } from '../../src/db/stores/item-store.ts'
import { MAX_UPLOAD } from '../../src/http/middleware/upload-body.ts'
import { dryRunSchema } from '../../src/http/routes/import-answers.ts'
import { aCase, aScript } from '../harness/records.ts'
import { post } from './fakes.ts'
import { form, importApps, lines, raw } from './import-apps.ts'

const { ground, service, find } = importApps()

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
    expect((await createItemStore(ground.database.db).history('case', 'case-f1')).versions[0]).toMatchObject({
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
