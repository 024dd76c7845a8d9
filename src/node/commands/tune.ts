import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readConfig } from '../../config.ts'
import { tune } from '../encoder/tune.ts'
import { readLabelled } from '../labelled-files.ts'
import { findModel } from '../model-store.ts'
import { readPolicy } from '../policy-files.ts'

/** Tunes the encoder on labelled cases; `train` must follow, for the heads are mixed anew. */
export async function tuneCommand(
  env: NodeJS.ProcessEnv,
  options: { set: string; dev: string; work: string; python: string },
): Promise<number> {
  const config = readConfig(env)
  const policy = await readPolicy(['default'])
  const [train, dev] = await Promise.all([readLabelled(options.set), readLabelled(options.dev)])
  const { dir } = await findModel({
    cacheDir: config.modelCache,
    ...(config.modelDir ? { modelDir: config.modelDir } : {}),
  })
  const started = performance.now()
  const { bytes } = await tune({
    codes: policy.codes.map((c) => c.code),
    train,
    dev,
    modelDir: dir,
    work: options.work || (await mkdtemp(join(tmpdir(), 'suzhen-tune-'))),
    python: options.python,
  })
  const minutes = ((performance.now() - started) / 60_000).toFixed(1)
  process.stdout.write(
    `fixtures/encoder: ${(bytes / 1e6).toFixed(1)} MB, ${train.length} cases, ${minutes} min。接着运行 now run: npm run train\n`,
  )
  return 0
}
