import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { aScript } from '../../test/harness/records.ts'
import type { CaseWriteUp, Script } from '../domain/knowledge.ts'
import type { KnowledgeStore } from '../ports/knowledge-store.ts'
import { packagePath } from './paths.ts'
import { seedKnowledge } from './seed.ts'

/** A base in memory that counts what it is asked to write. */
function memoryKnowledge(cases: CaseWriteUp[] = [], scripts: Script[] = []) {
  const puts: number[] = []
  const store: KnowledgeStore = {
    search: async () => ({ cases: [], scripts: [] }),
    cases: async () => new Map(),
    async put(items) {
      puts.push(items.cases.length + items.scripts.length)
      cases.push(...items.cases)
      scripts.push(...items.scripts)
    },
    putVectors: async () => {},
    count: async () => ({ cases: cases.length, scripts: scripts.length }),
  }
  return { store, puts, cases, scripts }
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
