import { existsSync } from 'node:fs'
import { mkdir, rename } from 'node:fs/promises'
import { join } from 'node:path'
import pc from 'picocolors'
import { readConfig } from '../../config.ts'
import { suzhenError } from '../../domain/errors.ts'
import { conclude, readThresholds } from '../eval/conclude.ts'
import { lockOut } from '../eval/lock-out.ts'
import { readSet } from '../eval/read/read-set.ts'
import { type MapFlags, oneOf, readMapOptions, wholeNumber } from '../eval/read-options.ts'
import { ENGINES, openEngine } from '../eval/run/open-engine.ts'
import { pickCases } from '../eval/run/pick-cases.ts'
import { metaOf } from '../eval/run/run-meta.ts'
import { createRunProgress } from '../eval/run/run-progress.ts'
import { runSet } from '../eval/run/run-set.ts'
import { readingLines } from '../eval/say-reading.ts'
import { baselinePath } from '../eval/stored/baseline.ts'
import { readPolicy } from '../policy-files.ts'

export interface EvalFlags extends MapFlags {
  set: string
  engine: string
  policy?: string
  where?: string[]
  sample?: string
  seed: string
  limit?: string
  concurrency: string
  resume?: boolean
  out: string
  lang: string
  strict?: boolean
  baseline?: string
  gate?: boolean
  thresholds?: string
  bless?: boolean
  who?: string
  why?: string
}

const say = (line: string) => process.stderr.write(`${line}\n`)

/** Asks every case of a set and reports. Exit code 0, or 2 when the gate failed; what cannot run throws. */
export async function evalCommand(
  env: NodeJS.ProcessEnv,
  flags: EvalFlags,
  extra: readonly string[] = [],
): Promise<number> {
  if (extra.length > 0)
    throw suzhenError(
      'invalid_request',
      `suzhen eval 没有「${extra[0]}」,可用 compare、report、lint、export-feedback;标注集用 --set 指定 / suzhen eval knows no «${extra[0]}», only compare, report, lint and export-feedback; a set is named with --set`,
    )
  // Everything that can be wrong with the question is said before the first case is asked.
  const engineName = oneOf('--engine', flags.engine, ENGINES)
  const lang = oneOf('--lang', flags.lang, ['zh', 'en'] as const)
  const concurrency = wholeNumber('--concurrency', flags.concurrency, 1, 64)
  const sample = flags.sample === undefined ? undefined : wholeNumber('--sample', flags.sample, 1, 1_000_000)
  const limit = flags.limit === undefined ? undefined : wholeNumber('--limit', flags.limit, 1, 1_000_000)
  const bless = blessing(flags)
  const thresholds = flags.gate ? await readThresholds(flags.thresholds) : null
  const config = readConfig(env)
  const policy = await readPolicy(flags.policy?.split(',').map((p) => p.trim()) ?? config.policies)
  const set = await readSet(flags.set, await readMapOptions(flags), policy)
  for (const line of readingLines(set)) say(line)
  if (flags.strict && set.findings.length > 0)
    throw suzhenError(
      'invalid_request',
      `--strict:有 ${set.findings.length} 条问题,未运行 / --strict: ${set.findings.length} findings, nothing was asked`,
    )
  const cases = pickCases(set.cases, {
    where: flags.where ?? [],
    seed: flags.seed,
    ...(sample === undefined ? {} : { sample }),
    ...(limit === undefined ? {} : { limit }),
  })

  await mkdir(flags.out, { recursive: true })
  const lock = lockOut(flags.out)
  const journal = join(flags.out, 'run.journal')
  if (!flags.resume && existsSync(journal)) {
    await rename(journal, `${journal}.old`)
    say(
      pc.yellow(
        '上次的运行没有跑完,已移到 run.journal.old 并重新开始;要接着跑请用 --resume · the last run was not finished; it was moved to run.journal.old and this one begins anew; --resume would have gone on',
      ),
    )
  }
  const stop = new AbortController()
  const onSignal = () => (stop.signal.aborted ? process.exit(1) : stop.abort())
  process.on('SIGINT', onSignal)
  process.on('SIGTERM', onSignal)
  try {
    const engine = await openEngine(config, policy, engineName)
    if (engineName === 'local' && config.llm)
      say(
        '引擎 local,不问大模型;要问请用 --engine auto 或 llm · engine local, no language model is asked; --engine auto or llm would',
      )
    if (engine.degraded) say(pc.yellow(`降级运行 degraded: ${engine.degraded}`))
    const started = performance.now()
    const run = await runSet({
      cases,
      meta: await metaOf(set.name, cases, engine),
      engine,
      journal,
      result: join(flags.out, 'run.jsonl'),
      concurrency,
      resume: flags.resume ?? false,
      progress: createRunProgress(),
      signal: stop.signal,
    }).finally(() => engine.close())
    const seconds = (performance.now() - started) / 1000
    say(`${run.rows.length} 条,${seconds.toFixed(1)} 秒 · ${run.rows.length} cases in ${seconds.toFixed(1)} s`)
    return await conclude({
      run,
      reading: { total: set.total, read: set.cases.length, findings: set.findings },
      out: flags.out,
      thresholds,
      baseline: { path: baselinePath(flags.set, flags.baseline), asked: flags.baseline !== undefined },
      bless,
      lang,
    })
  } finally {
    process.off('SIGINT', onSignal)
    process.off('SIGTERM', onSignal)
    lock.release()
  }
}

function blessing({ bless, who, why }: EvalFlags): { who: string; why: string } | null {
  if (!bless) return null
  if (who?.trim() && why?.trim()) return { who: who.trim(), why: why.trim() }
  throw suzhenError(
    'invalid_request',
    '--bless 须写明谁认可、为何认可:--who 姓名 --why 原因 / --bless needs --who NAME and --why TEXT',
  )
}
