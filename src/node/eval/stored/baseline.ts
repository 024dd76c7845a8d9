import { mkdir, rename, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { gzipSync } from 'node:zlib'
import { z } from 'zod'
import { suzhenError } from '../../../domain/errors.ts'
import type { Report } from '../../../quality/report-data.ts'
import { type Answer, type Run, type RunRow, runMetaSchema, runRowSchema } from '../../../quality/run.ts'
import { packagePath } from '../../paths.ts'
import { setPath } from '../read/read-set.ts'
import { textHash } from '../run/case-hash.ts'
import { notARun, readLines, runOfLines } from './run-file.ts'

/**
 * A baseline is a run that somebody vouches for: gzipped JSONL, first this, then a row a case. It keeps no text and no
 * quotes, only a hash of each text, so that it may lie where the texts may not.
 */
export const blessingSchema = z.strictObject({
  kind: z.literal('suzhen-eval-baseline'),
  version: z.literal(1),
  who: z.string(),
  why: z.string(),
  when: z.iso.datetime(),
  meta: runMetaSchema,
  /** What scoreRun said of it on that day. */
  report: z.unknown(),
})
export type Blessing = z.output<typeof blessingSchema>

/** What stands in a baseline in place of a text. */
const HASHED = /^sha256:[0-9a-f]{16}$/
const hashed = (text: string): string => (HASHED.test(text) ? text : `sha256:${textHash(text)}`)

/** A path, or the name of a baseline of the package. */
export const storedPath = (name: string): string =>
  /[/\\.]/.test(name) ? name : packagePath(`eval/baselines/${name}.jsonl.gz`)

/** Where the baseline of a set lies unless another place is named: with the package for our own sets, beside the file for others. */
export function baselinePath(set: string, asked: string | undefined): string {
  if (asked !== undefined) return storedPath(asked)
  const { path, own } = setPath(set)
  return own ? storedPath(set) : `${path}.baseline.jsonl.gz`
}

export async function writeBaseline(
  path: string,
  run: Run,
  report: Report,
  by: { who: string; why: string; when: string },
) {
  const head: Blessing = { kind: 'suzhen-eval-baseline', version: 1, ...by, meta: run.meta, report }
  const lines = [head, ...run.rows.map(withoutText)].map((line) => JSON.stringify(line))
  try {
    await mkdir(dirname(path), { recursive: true })
    await writeFile(`${path}.part`, gzipSync(`${lines.join('\n')}\n`, { level: 9 }))
    await rename(`${path}.part`, path)
  } catch (error) {
    throw suzhenError(
      'storage_unavailable',
      `基线写不到 ${path}(${(error as NodeJS.ErrnoException).code ?? '?'}),请用 --baseline 换一个位置 / the baseline cannot be written to ${path}; name another place with --baseline`,
    )
  }
}

/** A run or a baseline by its path; `blessing` is null for a run. */
export async function readStored(path: string): Promise<{ run: Run; blessing: Blessing | null }> {
  const lines = await readLines(path)
  const blessing = blessingSchema.safeParse(lines[0])
  if (!blessing.success) return { run: runOfLines(lines, path), blessing: null }
  const rows = lines.slice(1).map((line) => {
    const row = runRowSchema.safeParse(line)
    if (!row.success) throw notARun(path)
    return row.data
  })
  return { run: { meta: blessing.data.meta, rows }, blessing: blessing.data }
}

/** Makes two runs comparable of which either may be a baseline: a text that is only a hash is filled in from the other where it is the same. */
export function withSharedTexts(a: Run, b: Run): [Run, Run] {
  const fill = (run: Run, from: Run): Run => {
    const texts = new Map(from.rows.map((r) => [r.id, r.text]))
    const textOf = (row: RunRow) => {
      const other = texts.get(row.id)
      return other !== undefined && HASHED.test(row.text) && hashed(other) === row.text ? other : row.text
    }
    return { meta: run.meta, rows: run.rows.map((row) => ({ ...row, text: textOf(row) })) }
  }
  return [fill(a, b), fill(b, a)]
}

const withoutText = (row: RunRow): RunRow => ({
  ...row,
  text: hashed(row.text),
  answer: row.answer && withoutQuotes(row.answer),
})

function withoutQuotes({ explanation: _, ...answer }: Answer): Answer {
  const none = { evidence: [] }
  return {
    ...answer,
    severity: { ...answer.severity, ...none },
    types: answer.types.map((t) => ({ ...t, ...none, duties: [] })),
    emotion: { ...answer.emotion, ...none },
    threats: answer.threats.map((t) => ({ ...t, ...none })),
    repeat: { ...answer.repeat, ...none },
    group: { ...answer.group, ...none },
  }
}
