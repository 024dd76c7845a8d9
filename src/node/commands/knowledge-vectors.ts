import { type Config, readConfig } from '../../config.ts'
import { createVectorStore } from '../../db/stores/vector-store.ts'
import { suzhenError } from '../../domain/errors.ts'
import { SILENT_MS } from '../../knowledge/re-embed.ts'
import type { ModelVectors, VectorStore } from '../../ports/vector-store.ts'
import { openDatabase, openEmbedder, openSearchEmbedder, requireCurrent } from '../parts.ts'
import { embedKnowledge, readSeedTexts } from '../seed.ts'
import { writeSeedVectors } from '../seed-vectors.ts'

async function withVectors<T>(config: Config, work: (store: VectorStore, alone: boolean) => Promise<T>): Promise<T> {
  const database = await openDatabase(config)
  try {
    await requireCurrent(database)
    return await work(createVectorStore(database.db), database.kind === 'embedded')
  } finally {
    await database.close()
  }
}

/** Prints which models have vectors, how many are missing, and which one search uses. */
export async function vectorsCommand(env: NodeJS.ProcessEnv, flags: { json?: boolean }): Promise<number> {
  const models = await withVectors(readConfig(env), (store, alone) => store.models(alone ? 0 : SILENT_MS))
  process.stdout.write(flags.json ? `${JSON.stringify(models, null, 2)}\n` : render(models))
  return 0
}

/**
 * Makes the vectors that the present model lacks, then puts it in force; with --prune removes those of other models.
 * Answers 1 when it was stopped or another process is at it: run again, it goes on.
 */
export async function reembedCommand(env: NodeJS.ProcessEnv, flags: { prune?: boolean }): Promise<number> {
  const config = readConfig(env)
  return withVectors(config, async (store, alone) => {
    const state = await openSearchEmbedder(config)
    const stop = new AbortController()
    // The batch under way is finished; a second signal ends at once.
    process.once('SIGINT', () => stop.abort())
    try {
      if (!state.embedder) throw suzhenError('invalid_request', `没有向量模型 · no embedding model: ${state.reason}`)
      const { end, made, unreadable } = await embedKnowledge(store, state.embedder, { alone, signal: stop.signal })
      const { model } = state.embedder
      process.stdout.write(`新作向量 ${made} 个 · ${made} vectors made by ${model}\n`)
      if (unreadable > 0)
        process.stdout.write(
          `${unreadable} 条模型读不了,仍按词检索 · ${unreadable} cannot be read by it; words find them\n`,
        )
      if (end !== 'done') {
        process.stderr.write(
          end === 'stopped'
            ? '已停下,再次运行即接着做 · stopped; run it again to go on\n'
            : '另一进程正在做,稍后再看 knowledge vectors · another process is at it; see knowledge vectors\n',
        )
        return 1
      }
      process.stdout.write(`检索使用 ${model} · search goes by ${model}\n`)
      if (flags.prune)
        for (const gone of await store.prune(alone ? 0 : SILENT_MS))
          process.stdout.write(`已删除 ${gone.model} 的向量 ${gone.vectors} 个 · removed ${gone.vectors} vectors\n`)
      return 0
    } finally {
      await state.close()
    }
  })
}

/** Makes the vectors that ship with the seeds (fixtures/seed-vectors.jsonl) anew, by our own model, whatever the settings say of an endpoint. */
export async function shipVectorsCommand(env: NodeJS.ProcessEnv): Promise<number> {
  const state = await openEmbedder(readConfig(env))
  try {
    const { embedder } = state
    if (!embedder) throw suzhenError('invalid_request', `没有向量模型 · no embedding model: ${state.reason}`)
    // Not embedMany, which would answer with those that ship now.
    const made = await Promise.all(
      (await readSeedTexts()).map(async (text) => ({ text, vector: await embedder.embed(text) })),
    )
    await writeSeedVectors(embedder, made)
    process.stdout.write(`fixtures/seed-vectors.jsonl: ${made.length} × ${embedder.dimensions}, ${embedder.model}\n`)
    return 0
  } finally {
    await state.close()
  }
}

function render(models: readonly ModelVectors[]): string {
  if (models.length === 0) return '还没有向量 · no vectors yet\n'
  return models
    .map((m) => {
      const state = m.inForce
        ? '检索所用 in force'
        : m.building
          ? '正在生成 being made'
          : m.readyAt
            ? '备用 kept'
            : '未完成 unfinished'
      return `${m.model}  ${m.total - m.missing}/${m.total}  ${state}\n`
    })
    .join('')
}
