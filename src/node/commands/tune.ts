import { createHash } from 'node:crypto'
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readConfig } from '../../config.ts'
import type { LabelledCase } from '../../domain/labelled-case.ts'
import { averageWith } from '../encoder/average.ts'
import { tune } from '../encoder/tune.ts'
import { wholeNumber } from '../eval/read-options.ts'
import { readLabelled } from '../labelled-files.ts'
import { findModel } from '../model-store.ts'
import { readPolicy } from '../policy-files.ts'

/** Tunes the encoder on labelled cases; `train` must follow, for the heads are mixed anew. */
export async function tuneCommand(
  env: NodeJS.ProcessEnv,
  options: {
    set: string
    dev: string
    onward?: boolean
    newest?: string
    average?: string
    work: string
    python: string
  },
): Promise<number> {
  const config = readConfig(env)
  if (options.average) {
    const { dir } = await findModel({
      cacheDir: config.modelCache,
      ...(config.modelDir ? { modelDir: config.modelDir } : {}),
    })
    await averageWith(options.average, dir)
    process.stdout.write('fixtures/encoder: 已取平均 averaged。接着运行 now run: npm run train\n')
    return 0
  }
  const policy = await readPolicy(['default'])
  const newest = options.newest === undefined ? null : wholeNumber('--newest', options.newest, 1, 1_000_000)
  const [cases, dev] = await Promise.all([readLabelled(options.set), readLabelled(options.dev)])
  const train = newest === null ? cases : withAsManyOlder(cases, newest)
  const { dir } = await findModel({
    cacheDir: config.modelCache,
    ...(config.modelDir ? { modelDir: config.modelDir } : {}),
  })
  const started = performance.now()
  // A folder of its own inside the one that is named, for it is cleared away at the end.
  if (options.work) await mkdir(options.work, { recursive: true })
  const work = await mkdtemp(join(options.work || tmpdir(), 'suzhen-tune-'))
  const { bytes } = await tune({
    codes: policy.codes.map((c) => c.code),
    train,
    dev,
    onward: options.onward ?? false,
    modelDir: dir,
    work,
    python: options.python,
  }).finally(() => rm(work, { recursive: true, force: true }))
  const minutes = ((performance.now() - started) / 60_000).toFixed(1)
  process.stdout.write(
    `fixtures/encoder: ${(bytes / 1e6).toFixed(1)} MB, ${train.length} cases, ${minutes} min。接着运行 now run: npm run train\n`,
  )
  return 0
}

/** The newest of a set, which stand at its end, and as many of the older ones, so that what was learnt is not unlearnt. */
function withAsManyOlder(cases: readonly LabelledCase[], newest: number): LabelledCase[] {
  const from = Math.max(0, cases.length - newest)
  const drawn = cases
    .slice(0, from)
    .map((c) => ({ c, by: createHash('sha256').update(c.id).digest('hex') }))
    .sort((a, b) => (a.by < b.by ? -1 : 1))
    .slice(0, newest)
  return [...drawn.map((d) => d.c), ...cases.slice(from)]
}
