import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import type { Embedder } from '../ports/embedder.ts'
import { packagePath } from './paths.ts'
import { readPolicy } from './policy-files.ts'
import { train } from './train.ts'

it('training asks for the state alone, and says so where the model has none', async () => {
  const asked = new Set<unknown>()
  const unwanted = () => Promise.reject(new Error('not asked for'))
  const embedder: Embedder = {
    model: 'plain',
    dimensions: 512,
    embed: unwanted,
    embedMany: unwanted,
    async encode(_, __, only) {
      asked.add(only)
      return { vector: null, state: null }
    },
  }
  const dir = await mkdtemp(join(tmpdir(), 'suzhen-train-'))
  const set = join(dir, 'few.jsonl')
  const lines = (await readFile(packagePath('eval/sets/dev.jsonl'), 'utf8')).split('\n')
  await writeFile(set, lines.slice(0, 3).join('\n'))
  const trained = train(await readPolicy(['default']), embedder, { set, calibrateOn: set, folder: dir })
  await expect(trained).rejects.toThrow(/no tuned layers/)
  await rm(dir, { recursive: true })
  expect([...asked]).toEqual(['state'])
})
