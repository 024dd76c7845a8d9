import { readConfig } from '../../config.ts'
import { createKnowledgeStore } from '../../db/stores/knowledge-store.ts'
import { createVectorStore } from '../../db/stores/vector-store.ts'
import type { Embedder } from '../../ports/embedder.ts'
import type { VectorStore } from '../../ports/vector-store.ts'
import { openDatabase, openSearchEmbedder } from '../parts.ts'
import { embedKnowledge, seedKnowledge } from '../seed.ts'

/** Brings the schema up to date, then seeds an empty knowledge base. Safe to run again, and from several machines at once. */
export async function migrate(env: NodeJS.ProcessEnv, options: { seed: boolean }): Promise<number> {
  const config = readConfig(env)
  const database = await openDatabase(config)
  try {
    await database.migrate()
    process.stdout.write('数据库结构已是最新 · the schema is up to date\n')
    if (!options.seed) return 0
    const store = createKnowledgeStore(database.db)
    const seeded = await seedKnowledge(store)
    if (seeded)
      process.stdout.write(
        `已装入 ${seeded.cases} 个案例、${seeded.scripts} 条话术 · seeded ${seeded.cases} cases, ${seeded.scripts} scripts\n`,
      )
    const state = await openSearchEmbedder(config)
    try {
      if (state.embedder) await giveVectors(createVectorStore(database.db), state.embedder, !config.databaseUrl)
      else process.stderr.write(`没有向量模型,暂按词检索 · no embedding model: ${state.reason}\n`)
    } finally {
      await state.close()
    }
    return 0
  } finally {
    await database.close()
  }
}

/** An empty base is filled at once; to change over to another model is left to the service, so that those that run keep theirs. */
async function giveVectors(vectors: VectorStore, embedder: Embedder, alone: boolean): Promise<void> {
  const inForce = await vectors.inForce()
  if (inForce === null || inForce === embedder.model) await embedKnowledge(vectors, embedder, { alone })
  else
    process.stdout.write(
      `检索仍用 ${inForce} 的向量;服务启动后在后台改为 ${embedder.model} · search goes on with ${inForce}; the service changes over to ${embedder.model} in the background\n`,
    )
}
