import { readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { expect, it } from 'vitest'
import { createTokens } from './embedder-tokens.mjs'
import { MODEL_FOLDER } from './model-files.ts'
import { findModel } from './model-store.ts'
import { packagePath } from './paths.ts'
import { createTokenize, localModelsOnly } from './tokenize.mjs'

const ODD = ['', ' ', '😡\ud83d', '[SEP] [MASK] 你好', 'My parcel is late.', 'a'.repeat(300), '退 '.repeat(6_000)]
const AROUND_512 = [509, 510, 511, 600, 8_000, 9_000].map((n) => '退'.repeat(n))

it('gives the inputs that transformers gives, for every text of dev, odd ones, and ones about to be cut', async () => {
  const { dir } = await findModel({ cacheDir: packagePath('.cache/models') })
  localModelsOnly(dir)
  const theirs = await createTokenize(MODEL_FOLDER)
  const ours = await createTokens(join(dir, MODEL_FOLDER))
  const lines = (await readFile(packagePath('eval/sets/dev.jsonl'), 'utf8')).trim().split('\n')
  const texts = [...lines.map((line): string => JSON.parse(line).text), ...ODD, ...AROUND_512]
  for (const text of texts) {
    const input = theirs(text)
    for (const [name, { type, data, dims }] of Object.entries(ours(text)))
      expect({ type, data, dims }, name).toEqual({
        type: input[name].type,
        data: input[name].data,
        dims: input[name].dims,
      })
  }
  expect(ours('退'.repeat(600)).input_ids.data.at(-1)).toBe(ours('').input_ids.data.at(-1))
})

/** What a thread imports, however far down: each module of its own graph is read once. */
async function importsOf(file: string, seen = new Set<string>()): Promise<Set<string>> {
  const code = await readFile(file, 'utf8')
  for (const [, name] of code.matchAll(/(?:from|import)\s*\(?\s*'([^']+)'/g)) {
    if (seen.has(name!)) continue
    seen.add(name!)
    if (name!.startsWith('.')) await importsOf(join(dirname(file), name!), seen)
  }
  return seen
}

it('a thread of the embedder imports nothing of transformers: of what that holds it needs two small parts', async () => {
  const names = await importsOf(packagePath('src/node/embedder-worker.mjs'))
  expect([...names]).toContain('./embedder-tokens.mjs')
  expect([...names].filter((name) => !/^(\.|node:)/.test(name))).toEqual([])
})
