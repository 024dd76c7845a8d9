import { existsSync } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import { isSuzhenError, suzhenError } from '../../../domain/errors.ts'
import type { EvalCase, Run, RunMeta, RunRow } from '../../../quality/run.ts'
import { readLines, runOfLines, writeRun } from '../stored/run-file.ts'
import { answerOf } from './answer-of.ts'
import { beginJournal, continueJournal, readJournal } from './journal.ts'
import type { Engine } from './open-engine.ts'
import { refuseOther } from './refuse-other.ts'
import type { RunProgress } from './run-progress.ts'

export interface RunSetOptions {
  cases: readonly EvalCase[]
  meta: RunMeta
  engine: Pick<Engine, 'ask'>
  /** The journal while it runs; moved to `result` when all is answered. */
  journal: string
  /** The run in the set's order. */
  result: string
  concurrency: number
  resume: boolean
  progress: RunProgress
  /** Stops handing out cases; those under way are finished and kept. */
  signal?: AbortSignal
}

/**
 * Asks every case and keeps each answer in a journal as it comes. With `resume`, what an earlier run of the very same
 * cases, policy and heads has answered is not asked again. Throws `shutting_down` when stopped half-way.
 */
export async function runSet(options: RunSetOptions): Promise<Run> {
  const { cases, engine, journal: path, result, concurrency, progress, signal } = options
  const earlier = options.resume ? ((await readJournal(path)) ?? (await finished(result))) : null
  if (earlier) refuseOther(earlier.meta, options.meta)
  if (earlier && 'finished' in earlier) return { meta: earlier.meta, rows: earlier.rows }
  // The run began when its first case was asked.
  const meta = earlier?.meta ?? options.meta
  const answered = new Map(earlier?.rows.map((r) => [r.id, r]))
  const byId = new Map(cases.map((c) => [c.id, c]))
  const stray = earlier?.rows.find((r) => byId.get(r.id)?.text !== r.text)
  if (stray)
    throw suzhenError(
      'invalid_request',
      `运行记录中的用例 ${stray.id} 不在这个标注集里,无法续跑 / case ${stray.id} of the journal is not in this set, so it cannot be resumed`,
    )
  const open = cases.filter((c) => !answered.has(c.id))
  const journal = earlier ? await continueJournal(path) : await beginJournal(path, meta)
  progress.start(cases.length, answered.size)
  let next = 0
  const worker = async () => {
    while (next < open.length && !signal?.aborted) {
      const row = await askOne(open[next++]!, engine)
      journal.add(row)
      answered.set(row.id, row)
      progress.done(answered.size)
    }
  }
  try {
    await Promise.all(Array.from({ length: concurrency }, worker))
  } finally {
    progress.stop()
    await journal.close()
  }
  if (signal?.aborted)
    throw suzhenError(
      'shutting_down',
      `已停止,已答 ${answered.size}/${cases.length} 条;加 --resume 接着跑 / stopped with ${answered.size} of ${cases.length} answered; go on with --resume`,
    )
  const run = { meta, rows: cases.map((c) => answered.get(c.id)!) }
  await writeRun(`${result}.part`, run)
  await rename(`${result}.part`, result)
  await rm(path, { force: true })
  return run
}

/** A run that was answered to its end before, null when there is none. */
async function finished(path: string): Promise<(Run & { finished: true }) | null> {
  if (!existsSync(path)) return null
  return { ...runOfLines(await readLines(path), path), finished: true }
}

async function askOne(one: EvalCase, engine: Pick<Engine, 'ask'>): Promise<RunRow> {
  const { id, text, labels, facets } = one
  const started = performance.now()
  const latency = () => Math.round((performance.now() - started) * 10) / 10
  try {
    const decision = await engine.ask(one)
    const latencyMs = latency()
    return { id, text, labels, facets, answer: answerOf(decision), error: null, latencyMs }
  } catch (error) {
    // A code, never the message of an error nobody knows: that may hold the text.
    const code = isSuzhenError(error) ? error.code : 'internal'
    return { id, text, labels, facets, answer: null, error: code, latencyMs: latency() }
  }
}
