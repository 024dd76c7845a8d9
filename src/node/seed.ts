import { randomUUID } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { suzhenError } from '../domain/errors.ts'
import { type CaseWriteUp, caseSchema, type Script, scriptSchema, searchTextOf } from '../domain/knowledge.ts'
import { type ReEmbedded, reEmbed } from '../knowledge/re-embed.ts'
import type { Embedder } from '../ports/embedder.ts'
import type { KnowledgeStore } from '../ports/knowledge-store.ts'
import type { VectorStore } from '../ports/vector-store.ts'
import { packagePath } from './paths.ts'
import { createProgress } from './progress.ts'

/** Fills an empty knowledge base with the cases and scripts that ship in fixtures/. A base that holds anything is left alone. */
export async function seedKnowledge(store: KnowledgeStore): Promise<{ cases: number; scripts: number } | null> {
  const before = await store.count()
  if (before.cases + before.scripts > 0) return null
  const { cases, scripts } = await readSeeds()
  await store.put({ cases, scripts })
  return { cases: cases.length, scripts: scripts.length }
}

/** The cases and scripts that ship. Throws naming the first line that is none. */
export const readSeeds = async (): Promise<{ cases: CaseWriteUp[]; scripts: Script[] }> => ({
  cases: await readItems('fixtures/cases.jsonl', (x) => caseSchema.parse(x)),
  scripts: await readItems('fixtures/scripts.jsonl', (x) => scriptSchema.parse(x)),
})

/** What they are found by, one text an item. */
export async function readSeedTexts(): Promise<string[]> {
  const { cases, scripts } = await readSeeds()
  return [...cases.map((c) => searchTextOf('case', c)), ...scripts.map((s) => searchTextOf('script', s))]
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

/**
 * Gives what is shown its vectors by this model, with a progress bar, and puts the model in force (docs/adr/0021). What is
 * there is not made again. `alone`: no other process can be at this database.
 */
export async function embedKnowledge(
  store: VectorStore,
  embedder: Embedder,
  { alone, signal }: { alone: boolean; signal?: AbortSignal },
): Promise<ReEmbedded> {
  const bar = vectorBar()
  const mine = { builder: randomUUID(), ...(alone ? { silentMs: 0 } : {}) }
  try {
    return await reEmbed({ store, embedder, ...mine, signal, onProgress: bar.tell })
  } finally {
    bar.stop()
  }
}

/** A bar that appears when there is something to do. */
export function vectorBar() {
  let bar: ReturnType<typeof createProgress> | undefined
  return {
    tell(done: number, total: number) {
      if (done < total) bar ??= createProgress('条目向量 vectors of items', total)
      bar?.update(done)
    },
    stop: () => bar?.stop(),
  }
}
