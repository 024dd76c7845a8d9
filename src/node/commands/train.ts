import { readConfig } from '../../config.ts'
import { suzhenError } from '../../domain/errors.ts'
import { openEmbedder } from '../parts.ts'
import { readPolicy } from '../policy-files.ts'
import { train } from '../train.ts'

/** Trains the local engine's heads from a labelled set and writes them with their card. */
export async function trainCommand(
  env: NodeJS.ProcessEnv,
  options: { set: string; calibrateOn: string; out: string },
): Promise<number> {
  const config = readConfig(env)
  const policy = await readPolicy(['default'])
  const state = await openEmbedder(config)
  try {
    if (!state.embedder)
      throw suzhenError('storage_unavailable', `Training needs the embedding model / 训练需要向量模型: ${state.reason}`)
    const started = performance.now()
    const { version, examples } = await train(policy, state.embedder, {
      set: options.set,
      calibrateOn: options.calibrateOn,
      ...(options.out ? { folder: options.out } : {}),
    })
    process.stdout.write(
      `heads ${version}: ${examples} cases, ${((performance.now() - started) / 1000).toFixed(1)} s\n`,
    )
    return 0
  } finally {
    await state.close()
  }
}
