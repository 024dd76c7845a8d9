import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { DryRun } from '../../src/knowledge/import/dry-run.ts'
import type { ImportState } from '../../src/knowledge/import/import-service.ts'
import { startedBefore } from '../harness/data-folder.ts'
import { type Running, runCli, startServer } from '../harness/process.ts'
import { aCase } from '../harness/records.ts'

const TOTAL = 1500
const LINES = Array.from({ length: TOTAL }, (_, i) =>
  JSON.stringify(aCase({ id: `case-long-${String(i).padStart(4, '0')}`, title: `第${i}件` })),
)

async function until<T>(ask: () => Promise<T>, good: (x: T) => boolean): Promise<T> {
  for (;;) {
    const x = await ask()
    if (good(x)) return x
    await new Promise((r) => setTimeout(r, 20))
  }
}

describe('an import by the service, started as its user starts it', () => {
  let folder: string
  let server: Running
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'suzhen-import-'))
    await writeFile(join(folder, 'long.jsonl'), LINES.join('\n'))
    await startedBefore(join(folder, 'data'))
    server = await startServer({ DATA_DIR: join(folder, 'data') })
  }, 240_000)
  afterAll(async () => {
    await server?.end('SIGKILL')
    await rm(folder, { recursive: true, force: true })
  })
  const again = async () => {
    server = await startServer({ DATA_DIR: join(folder, 'data') })
  }
  const state = async (id: string) =>
    (await (await fetch(`${server.url}/v1/knowledge/imports/${id}`)).json()) as ImportState
  const begin = async () => {
    const body = new FormData()
    body.append('file', new File([LINES.join('\n')], 'long.jsonl'))
    const response = await fetch(`${server.url}/v1/knowledge/imports`, { method: 'POST', body })
    expect(response.status).toBe(202)
    return ((await response.json()) as ImportState).id
  }
  const there = async (n: number) =>
    (await fetch(`${server.url}/v1/knowledge/items/case/case-long-${String(n).padStart(4, '0')}`)).status

  it('is interrupted by kill -9 with nothing half, and the same file again does the rest', async () => {
    const id = await begin()
    const seen = await until(
      () => state(id),
      (s) => s.done >= 200,
    )
    expect(seen.status).toBe('running')
    await server.end('SIGKILL')
    await again()
    expect(server.stdout()).toContain('imports were interrupted')
    const after = await state(id)
    expect(after.status).toBe('interrupted')
    expect(after.done).toBeGreaterThanOrEqual(seen.done)
    expect(after.done).toBeLessThan(TOTAL)
    expect(after.done % 100).toBe(0)
    expect(after.counts).toEqual({ created: after.done, updated: 0, unchanged: 0, refused: 0 })
    expect(await there(after.done - 1)).toBe(200)
    expect(await there(after.done)).toBe(404)

    const second = await begin()
    const done = await until(
      () => state(second),
      (s) => s.status !== 'running',
    )
    expect(done).toMatchObject({
      status: 'done',
      counts: { created: TOTAL - after.done, unchanged: after.done, refused: 0 },
    })
  }, 240_000)

  it('is asked by the command line while it holds the folder', async () => {
    const { port } = new URL(server.url)
    const env = { DATA_DIR: join(folder, 'data'), PORT: port }
    const ready = join(folder, 'one.jsonl')
    await writeFile(ready, JSON.stringify(aCase({ id: 'case-by-service', title: '经由服务' })))
    const { code, stdout } = await runCli(['knowledge', 'import', ready, '--json'], env)
    expect([code, (JSON.parse(stdout) as ImportState).counts.created]).toEqual([0, 1])
    expect((await fetch(`${server.url}/v1/knowledge/items/case/case-by-service`)).status).toBe(200)
  }, 240_000)

  it('stops tidily, and the command line does the same without it', async () => {
    expect(await server.end('SIGTERM')).toBe(0)
    const env = { DATA_DIR: join(folder, 'data') }
    const { outcome: _, ...without } = aCase({ id: 'case-cli-bad', title: '没有结局' })
    const file = join(folder, 'cli.jsonl')
    await writeFile(
      file,
      [aCase({ id: 'case-cli', title: '命令行' }), without].map((x) => JSON.stringify(x)).join('\n'),
    )
    const dry = await runCli(['knowledge', 'import', file, '--dry-run', '--json'], env)
    expect(dry.code).toBe(1)
    expect((JSON.parse(dry.stdout) as DryRun).summary).toMatchObject({ ready: 1, withErrors: 1, byMeaning: true })
    const real = await runCli(['knowledge', 'import', file, '--submit'], env)
    expect(real.code).toBe(1)
    expect(real.stdout).toMatch(/outcome: .*「.*」/)
    expect(real.stdout).toMatch(/imp_\w+ 完成 done · 2\/2: 新建 created 1,.*拒绝 refused 1/)
    const out = join(folder, 'out.csv')
    expect(await runCli(['knowledge', 'export', '--out', out], env)).toMatchObject({ code: 1, stdout: '' })
    const exported = await runCli(['knowledge', 'export', '--out', out, '--kind', 'case', '--status', 'in_review'], env)
    expect([exported.code, exported.stderr]).toEqual([0, expect.stringContaining('1 items')])
    expect(await readFile(out, 'utf8')).toContain('"case-cli"')
    const back = await runCli(['knowledge', 'import', out, '--json'], env)
    expect([back.code, (JSON.parse(back.stdout) as ImportState).counts.unchanged]).toEqual([0, 1])
  }, 240_000)
})
