import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type BuiltWorker, buildWorker } from './harness/build.ts'

const MOST_GZIP = 1_000_000

let folder: string
let built: BuiltWorker
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'suzhen-bundle-'))
  built = await buildWorker(folder)
}, 120_000)
afterAll(() => rm(folder, { recursive: true, force: true }))

describe('the bundle for Cloudflare Workers', () => {
  it('holds no database, no model runtime, no pictures and nothing of node/', () => {
    const stray = built.inputs.filter((path) =>
      /pglite|onnx|transformers|sharp|pacote|swagger-ui|pino|hono\/node-server|src\/node\//.test(path),
    )
    expect(stray).toEqual([])
    // That the list is the real one.
    expect(built.inputs).toContain('src/worker/main.ts')
    expect(built.inputs.some((path) => path.includes('node_modules/postgres/'))).toBe(true)
  })

  it('is under a megabyte, its texts included', async () => {
    const names = (await readdir(built.dir)).filter((name) => name !== 'README.md' && !name.endsWith('.map'))
    const files = await Promise.all(names.map((name) => readFile(join(built.dir, name))))
    expect(names).toContain('main.js')
    expect(files.reduce((sum, file) => sum + gzipSync(file).length, 0)).toBeLessThan(MOST_GZIP)
  })
})

describe('what is compiled in', () => {
  const root = new URL('../../', import.meta.url)
  const imported = async () => {
    const source = await readFile(new URL('src/worker/compiled.ts', root), 'utf8')
    return [...source.matchAll(/from '\.\.\/\.\.\/((?:policy|prompts)\/[^']+)'/g)].map(([, path]) => path!)
  }

  it('is every policy file', async () => {
    const files = (await readdir(new URL('policy', root))).filter((name) => name.endsWith('.yaml'))
    expect((await imported()).filter((path) => path.startsWith('policy/')).sort()).toEqual(
      files.map((name) => `policy/${name}`).sort(),
    )
  })

  it('is every version of every prompt, by its own name', async () => {
    const files = (await readdir(new URL('prompts', root), { recursive: true })).filter((p) => /\/v\d+\.md$/.test(p))
    expect((await imported()).filter((path) => path.startsWith('prompts/')).sort()).toEqual(
      files.map((name) => `prompts/${name}`).sort(),
    )
    const source = await readFile(new URL('src/worker/compiled.ts', root), 'utf8')
    for (const [, name, path] of source.matchAll(/import (\w+) from '\.\.\/\.\.\/(prompts\/[^']+)'/g))
      expect(source).toContain(`{ path: '${path}', text: ${name} }`)
  })
})
