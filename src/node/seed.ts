import { readFile } from 'node:fs/promises'
import { suzhenError } from '../domain/errors.ts'
import { caseSchema, scriptSchema } from '../domain/knowledge.ts'
import type { Embedder } from '../ports/embedder.ts'
import type { KnowledgeStore } from '../ports/knowledge-store.ts'
import { packagePath } from './paths.ts'
import { createProgress } from './progress.ts'

/** Fills an empty knowledge base with the cases and scripts that ship in fixtures/. A base that holds anything is left alone. */
export async function seedKnowledge(store: KnowledgeStore): Promise<{ cases: number; scripts: number } | null> {
  const before = await store.count()
  if (before.cases + before.scripts > 0) return null
  const cases = await readItems('fixtures/cases.jsonl', (x) => caseSchema.parse(x))
  const scripts = await readItems('fixtures/scripts.jsonl', (x) => scriptSchema.parse(x))
  await store.put({ cases, scripts })
  return { cases: cases.length, scripts: scripts.length }
}

async function readItems<T>(file: string, parse: (x: unknown) => T): Promise<T[]> {
  const lines = (await readFile(packagePath(file), 'utf8')).split('\n')
  return lines.flatMap((line, i) => {
    if (line.trim() === '') return []
    try {
      return [parse(JSON.parse(line))]
    } catch {
      throw suzhenError('internal', `${file}:${i + 1} is not a valid item / 条目无效`)
    }
  })
}

/** Gives every case and script that lacks one a vector by this model. */
export async function embedKnowledge(store: KnowledgeStore, embedder: Embedder): Promise<number> {
  let total = 0
  for (const kind of ['case', 'script'] as const) {
    const items = await store.withoutVector(kind, embedder.model)
    if (items.length === 0) continue
    const bar = createProgress(
      kind === 'case' ? '案例向量 embedding cases' : '话术向量 embedding scripts',
      items.length,
    )
    const vectors = await embedder.embedMany(
      items.map((i) => i.text),
      (done) => bar.update(done),
    )
    bar.stop()
    await store.putVectors(
      kind,
      embedder.model,
      items.map((item, i) => ({ id: item.id, vector: vectors[i]! })),
    )
    total += items.length
  }
  return total
}
