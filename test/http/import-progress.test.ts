import { describe, expect, it } from 'vitest'
import { createImportStore } from '../../src/db/stores/import-store.ts'
import { importStateSchema } from '../../src/http/routes/import-answers.ts'
import type { ImportHead } from '../../src/knowledge/import/import-service.ts'
import type { ImportResult } from '../../src/knowledge/import/types.ts'
import { aCase } from '../harness/records.ts'
import { form, importApps, lines } from './import-apps.ts'

const { ground, service, find } = importApps()

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
  const real = createImportStore<ImportHead, ImportResult>(ground.database.db)
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
