import { createWriteStream } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { gunzipSync } from 'node:zlib'
import { suzhenError } from '../../../domain/errors.ts'
import { type Run, runMetaSchema, runRowSchema } from '../../../quality/run.ts'

/** Writes a run as JSONL: its meta, then one row a line. */
export async function writeRun(path: string, { meta, rows }: Run): Promise<void> {
  const lines = function* () {
    yield `${JSON.stringify(meta)}\n`
    for (const row of rows) yield `${JSON.stringify(row)}\n`
  }
  await pipeline(Readable.from(lines()), createWriteStream(path, { mode: 0o600 }))
}

/** The lines of a JSONL file, gzipped or not, parsed. Throws with what to do when there is no such file. */
export async function readLines(path: string): Promise<unknown[]> {
  const bytes = await readFile(path).catch(() => {
    throw suzhenError(
      'invalid_request',
      `读不到 ${path};它应是评测生成的 run.jsonl 或基线 / ${path} cannot be read; it should be a run.jsonl of an evaluation, or a baseline`,
    )
  })
  try {
    const text = (
      bytes[0] === 0x1f && bytes[1] === 0x8b ? gunzipSync(bytes, { maxOutputLength: 2 ** 30 }) : bytes
    ).toString('utf8')
    return text
      .split('\n')
      .filter((line) => line.trim() !== '')
      .map((line): unknown => JSON.parse(line))
  } catch {
    throw notARun(path)
  }
}

/** A run from the lines of its file. */
export function runOfLines([first, ...rest]: readonly unknown[], path: string): Run {
  const meta = runMetaSchema.safeParse(first)
  if (!meta.success) throw notARun(path)
  const rows = rest.map((line) => {
    const row = runRowSchema.safeParse(line)
    if (!row.success) throw notARun(path)
    return row.data
  })
  if (rows.length !== meta.data.cases)
    throw suzhenError(
      'invalid_request',
      `${basename(path)} 只有 ${rows.length}/${meta.data.cases} 条答案,运行未完成;先用 --resume 跑完 / it holds ${rows.length} of ${meta.data.cases} answers: the run was not finished; finish it with --resume`,
    )
  return { meta: meta.data, rows }
}

export const notARun = (path: string) =>
  suzhenError(
    'invalid_request',
    `${basename(path)} 不是评测记录或已损坏;请给出 run.jsonl 或基线 / it is no run, or it is damaged; give a run.jsonl or a baseline`,
  )
