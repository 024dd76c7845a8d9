import { type FileHandle, open, readFile, rm, truncate } from 'node:fs/promises'
import { suzhenError } from '../../../domain/errors.ts'
import { type RunMeta, type RunRow, runMetaSchema, runRowSchema } from '../../../quality/run.ts'

/** Rows are written and forced to the disk together, when so many wait or the first has waited so long. */
const BATCH = 32
const BATCH_MS = 250

export interface Journal {
  /** Keeps a row; it is on the disk soon after, and with certainty after `close`. */
  add(row: RunRow): void
  /** Rejects with what went wrong while writing, if anything did. */
  close(): Promise<void>
}

/** Begins a journal anew: the run's meta, then one answered row a line. */
export async function beginJournal(path: string, meta: RunMeta): Promise<Journal> {
  await rm(path, { force: true })
  const file = await open(path, 'ax', 0o600)
  await file.appendFile(`${JSON.stringify(meta)}\n`)
  await file.sync()
  return writer(file)
}

/** Goes on with a journal that `readJournal` has read. */
export const continueJournal = async (path: string): Promise<Journal> => writer(await open(path, 'a', 0o600))

function writer(file: FileHandle): Journal {
  let waiting: string[] = []
  let timer: NodeJS.Timeout | undefined
  let last = Promise.resolve()
  let failure: unknown = null
  const flush = () => {
    clearTimeout(timer)
    timer = undefined
    if (waiting.length === 0) return
    const lines = waiting.join('')
    waiting = []
    last = last.then(async () => {
      if (failure) return
      try {
        await file.appendFile(lines)
        await file.datasync()
      } catch (error) {
        failure = error
      }
    })
  }
  return {
    add(row) {
      if (failure) throw cannotWrite(failure)
      waiting.push(`${JSON.stringify(row)}\n`)
      if (waiting.length >= BATCH) flush()
      else timer ??= setTimeout(flush, BATCH_MS)
    },
    async close() {
      flush()
      await last
      await file.close()
      if (failure) throw cannotWrite(failure)
    },
  }
}

const cannotWrite = (error: unknown) =>
  suzhenError(
    'storage_unavailable',
    `运行记录写不下去(${(error as NodeJS.ErrnoException).code ?? '?'}),腾出空间后用 --resume 继续 / the journal cannot be written; make room and go on with --resume`,
  )

/**
 * Reads what an interrupted run left. A last line that was torn off in writing is cut from the file; null when there is
 * no journal or not even its first line is whole. Throws when another line is damaged: nothing is guessed.
 */
export async function readJournal(path: string): Promise<{ meta: RunMeta; rows: RunRow[] } | null> {
  const bytes = await readFile(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null
    throw error
  })
  if (!bytes) return null
  const end = bytes.lastIndexOf(0x0a) + 1
  if (end < bytes.length) await truncate(path, end)
  if (end === 0) return null
  const [first, ...lines] = bytes
    .subarray(0, end - 1)
    .toString('utf8')
    .split('\n')
  const meta = runMetaSchema.safeParse(parse(first!))
  if (!meta.success) throw damaged(1)
  const seen = new Set<string>()
  const rows = lines.map((line, i) => {
    const row = runRowSchema.safeParse(parse(line))
    if (!row.success || seen.has(row.data.id)) throw damaged(i + 2)
    seen.add(row.data.id)
    return row.data
  })
  return { meta: meta.data, rows }
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return null
  }
}

const damaged = (line: number) =>
  suzhenError(
    'invalid_request',
    `运行记录第 ${line} 行已损坏,无法续跑;不加 --resume 重新运行 / line ${line} of the journal is damaged, so it cannot be resumed; run again without --resume`,
  )
