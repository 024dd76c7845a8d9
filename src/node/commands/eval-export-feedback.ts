import { existsSync } from 'node:fs'
import { rename, writeFile } from 'node:fs/promises'
import { z } from 'zod'
import { readConfig } from '../../config.ts'
import { createFeedbackStore } from '../../db/stores/feedback-store.ts'
import { suzhenError } from '../../domain/errors.ts'
import type { LabelledCase } from '../../domain/labelled-case.ts'
import { dayStart } from '../../domain/working-time.ts'
import type { FeedbackStore } from '../../ports/feedback-store.ts'
import { caseOfFeedback, type ExportFinding } from '../../triage/export-feedback.ts'
import { createIds } from '../../wiring/ids.ts'
import { openDatabase, requireCurrent } from '../parts.ts'
import { readPolicy } from '../policy-files.ts'

const PAGE = 200

/** Writes the settled feedback as labelled cases, one a line. Nothing is written when there is none. */
export async function exportFeedbackCommand(
  env: NodeJS.ProcessEnv,
  flags: { out: string; since?: string },
): Promise<number> {
  if (existsSync(flags.out))
    throw suzhenError(
      'invalid_request',
      '--out 的文件已存在,请换个名字或先移走 / the file of --out is there already; name another or move it away',
    )
  const config = readConfig(env)
  const policy = await readPolicy(config.policies)
  const since = flags.since === undefined ? 0 : instantOf(flags.since, policy.calendar.timezone)
  const database = await openDatabase(config)
  const cases: LabelledCase[] = []
  const findings: ExportFinding[] = []
  try {
    await requireCurrent(database)
    const store = createFeedbackStore(database.db)
    for await (const item of settledItems(store, since)) {
      const made = caseOfFeedback(item, policy)
      if ('case' in made) cases.push(made.case)
      else findings.push(made.finding)
    }
    if (cases.length) {
      const ids = createIds()
      // Noted before it leaves: an export that is not in the audit trail must not happen.
      const subject = (id: string) => `tri_${id.replace(/^fb-/, '')}`
      for (let at = 0; at < cases.length; at += PAGE)
        await store.note(
          cases
            .slice(at, at + PAGE)
            .map((c) => ({ id: ids.next('evt'), actor: 'cli', action: 'export' as const, subject: subject(c.id) })),
        )
      await writeWhole(flags.out, cases.map((c) => `${JSON.stringify(c)}\n`).join(''))
    }
  } finally {
    await database.close()
  }
  const say = (line: string) => process.stderr.write(`${line}\n`)
  for (const f of findings) say(`${f.triageId}: ${f.zh} / ${f.en}`)
  const total = cases.length + findings.length
  say(
    `导出 ${cases.length}/${total} 条,${findings.length} 条问题 · exported ${cases.length} of ${total}; ${findings.length} findings`,
  )
  if (cases.length === 0) say('没有可导出的,未写文件 · nothing to export, no file was written')
  return 0
}

async function* settledItems(store: FeedbackStore, settledSince: number) {
  for (let after: string | null = null; ; ) {
    const page: Awaited<ReturnType<FeedbackStore['list']>> = await store.list({
      status: null,
      settledSince,
      after,
      limit: PAGE,
    })
    yield* page
    if (page.length < PAGE) return
    after = page.at(-1)!.triage.id
  }
}

/** The beginning of a day in the policy's zone, or the instant of a date and time. */
export function instantOf(text: string, timezone: string): number {
  try {
    if (/^\d{4}-\d\d-\d\d$/.test(text)) return dayStart(text, timezone)
    return z.iso.datetime({ offset: true }).transform(Date.parse).parse(text)
  } catch {
    throw suzhenError(
      'invalid_request',
      '--since 形如 2026-11-01 或 2026-11-01T08:00:00+08:00 / --since is a date such as 2026-11-01, or a time with offset',
    )
  }
}

/** Whole or not at all, and for its owner alone: masked or not, these are customers' words. */
export async function writeWhole(path: string, text: string): Promise<void> {
  const half = `${path}.${process.pid}.half`
  try {
    await writeFile(half, text, { mode: 0o600 })
    await rename(half, path)
  } catch {
    throw suzhenError('invalid_request', '--out 写不进去,请检查目录 / --out cannot be written; check its folder')
  }
}
