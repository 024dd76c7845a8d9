import { conclude, readThresholds } from '../eval/conclude.ts'
import { oneOf } from '../eval/read-options.ts'
import { readStored, storedPath } from '../eval/stored/baseline.ts'

/** Scores a stored run again. Exit code 2 when the gate failed. */
export async function reportCommand(
  stored: string,
  flags: { out: string; baseline?: string; gate?: boolean; thresholds?: string; lang: string },
): Promise<number> {
  const lang = oneOf('--lang', flags.lang, ['zh', 'en'] as const)
  const thresholds = flags.gate ? await readThresholds(flags.thresholds) : null
  const { run } = await readStored(storedPath(stored))
  return conclude({
    run,
    reading: null,
    out: flags.out,
    thresholds,
    baseline: flags.baseline === undefined ? null : { path: storedPath(flags.baseline), asked: true },
    bless: null,
    lang,
  })
}
