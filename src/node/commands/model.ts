import { readConfig } from '../../config.ts'
import { openEmbedder } from '../parts.ts'

/** Finds or fetches the embedding model and tries it once. */
export async function fetchModel(env: NodeJS.ProcessEnv): Promise<number> {
  const state = await openEmbedder(readConfig(env))
  try {
    if (!state.embedder) {
      process.stderr.write(`${state.reason}\n`)
      return 1
    }
    await state.embedder.embed('试一试')
    process.stdout.write(`模型可用 · ready: ${state.embedder.model}\n`)
    return 0
  } finally {
    await state.close()
  }
}
