import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { aCase, aScript, axisVector } from '../../test/harness/records.ts'
import { type CaseWriteUp, caseSearchText, type Script } from '../domain/knowledge.ts'
import type { KnowledgeStore, VectorOf } from '../ports/knowledge-store.ts'
import { packagePath } from './paths.ts'
import { embedKnowledge, seedKnowledge } from './seed.ts'

/** A base in memory that counts what it is asked to write. */
function memoryKnowledge(cases: CaseWriteUp[] = [], scripts: Script[] = []) {
  const vectors = new Map<string, VectorOf>()
  const puts: number[] = []
  const store: KnowledgeStore = {
    search: async () => ({ cases: [], scripts: [] }),
    async put(items) {
      puts.push(items.cases.length + items.scripts.length)
      cases.push(...items.cases)
      scripts.push(...items.scripts)
    },
    async putVectors(kind, model, list) {
      for (const v of list) vectors.set(`${kind} ${model} ${v.id}`, v)
    },
    async withoutVector(kind, model) {
      const items = kind === 'case' ? cases : scripts
      return items
        .filter((i) => !vectors.has(`${kind} ${model} ${i.id}`))
        .map((i) => ({ id: i.id, text: 'summary' in i ? caseSearchText(i) : i.scene }))
    },
    count: async () => ({ cases: cases.length, scripts: scripts.length }),
  }
  return { store, vectors, puts, cases, scripts }
}
const linesOf = (file: string) =>
  readFileSync(packagePath(file), 'utf8')
    .split('\n')
    .filter((l) => l.trim() !== '')

describe('seedKnowledge', () => {
  it('fills an empty base with every case and script that ships, each id once (G1, G2)', async () => {
    const base = memoryKnowledge()
    expect(await seedKnowledge(base.store)).toEqual({
      cases: linesOf('fixtures/cases.jsonl').length,
      scripts: linesOf('fixtures/scripts.jsonl').length,
    })
    for (const items of [base.cases, base.scripts]) expect(new Set(items.map((i) => i.id)).size).toBe(items.length)
    // The first code of a case is its own: the search takes it for that.
    for (const c of base.cases) expect(c.codes[0], c.id).toBe(c.code)
  })

  it('leaves a base alone that holds anything, and does nothing a second time', async () => {
    const held = memoryKnowledge([], [aScript({ id: 'own-script' })])
    expect(await seedKnowledge(held.store)).toBeNull()
    const base = memoryKnowledge()
    await seedKnowledge(base.store)
    expect(await seedKnowledge(base.store)).toBeNull()
    expect([held.puts.length, base.puts.length]).toEqual([0, 1])
  })
})

describe('embedKnowledge', () => {
  const embedder = (model: string, asked: string[][]) => ({
    model,
    dimensions: 512,
    embed: async () => axisVector(0),
    encode: async () => ({ vector: axisVector(0), state: null }),
    async embedMany(texts: readonly string[]) {
      asked.push([...texts])
      return texts.map((_, i) => axisVector(i))
    },
  })

  it('gives each item that lacks one a vector of its own, and asks for no other', async () => {
    const base = memoryKnowledge([aCase({ id: 'case-a' }), aCase({ id: 'case-b' })], [aScript({ id: 'script-a' })])
    const asked: string[][] = []
    expect(await embedKnowledge(base.store, embedder('m1', asked))).toBe(3)
    expect(asked.map((a) => a.length)).toEqual([2, 1])
    expect(base.vectors.get('case m1 case-b')!.vector[1]).toBe(1)
    await base.store.put({ cases: [aCase({ id: 'case-c' })], scripts: [] })
    expect(await embedKnowledge(base.store, embedder('m1', asked))).toBe(1)
    expect(await embedKnowledge(base.store, embedder('m1', asked))).toBe(0)
    // Another model begins anew: vectors of two models never meet.
    expect(await embedKnowledge(base.store, embedder('m2', asked))).toBe(4)
  })
})
