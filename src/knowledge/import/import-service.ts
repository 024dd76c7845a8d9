import { suzhenError } from '../../domain/errors.ts'
import { titleOf } from '../../domain/knowledge-item.ts'
import type { Policy } from '../../domain/policy/parse.ts'
import type { Clock } from '../../ports/clock.ts'
import type { Ids } from '../../ports/ids.ts'
import type { ImportProgress, ImportStore } from '../../ports/import-store.ts'
import type { Logger } from '../../ports/logger.ts'
import type { Worker } from '../desk.ts'
import { type DryRun, dryRun } from './dry-run.ts'
import { readFiles, readSent, type SentItem, type Upload, type UploadFile } from './gather.ts'
import { byChunks, type ItemPack } from './item-pack.ts'
import { createJudge, type Judged, nameIn, namesOf, settle } from './judge.ts'
import type { NearFinder } from './near.ts'
import type { PackedUpload } from './read-upload.ts'
import type { ImportResult, ItemFinding, ReadUpload } from './types.ts'
import { type ScriptCheck, unsayable } from './unsayable.ts'

/** Items of one chunk: one transaction. */
const CHUNK = 100
/** Imports of one process at a time: each holds its items in memory, packed. */
const MAX_RUNNING = 4
/** A sign of life comes with every chunk, which takes a second at most: who gave none for so long is dead. */
const SILENCE_MS = 120_000
/** How often an import of another process is looked after, ms. */
const POLL_MS = 1000

/** What is known from the beginning: files as a whole, and whether items go to review at once. */
export interface ImportHead {
  files: ReadUpload['files']
  submit: boolean
}

export interface ImportState extends ImportProgress, ImportHead {
  counts: Record<ImportResult['outcome'], number>
  /** Of every item that is settled; empty while it runs. */
  results: ImportResult[]
}

export interface ImportOptions {
  /** What is ready goes to review at once. */
  submit: boolean
  why: string | null
}

export interface ImportService {
  read(files: readonly UploadFile[]): Promise<Upload>
  /** Items that were mended on a page. */
  readItems(items: readonly SentItem[]): Promise<Upload>
  dryRun(upload: Upload, worker: Worker): Promise<DryRun>
  /** Begins; the items are written in the background. Throws `invalid_request` where there is nothing to import, `conflict` where too many run. */
  start(upload: Upload, options: ImportOptions, worker: Worker): Promise<ImportState>
  /** Throws `not_found` for what others imported, unless the worker may see everything. */
  find(id: string, worker: Worker): Promise<ImportState>
  /** Stops after the chunk under way; what is written stays, and is named. Throws `conflict` where it has ended. */
  cancel(id: string, worker: Worker): Promise<ImportState>
  /** Its progress now and after every chunk; the last has ended. */
  follow(id: string, worker: Worker): Promise<AsyncGenerator<ImportProgress, void>>
  /** At a start: what a dead process left running is marked as interrupted. Answers how many. */
  recover(): Promise<number>
  /** Resolves when nothing that was begun here runs any more. */
  idle(): Promise<void>
  /** At an end: stops after the chunks under way and marks what is not done as interrupted. */
  stop(): Promise<void>
}

export interface ImportParts {
  imports: ImportStore<ImportHead, ImportResult>
  readUpload(file: UploadFile): PackedUpload | Promise<PackedUpload>
  near: NearFinder
  checkScript?: ScriptCheck
  policy: Policy
  ids: Ids
  clock: Clock
  logger: Logger
  /** Whether no other process can be importing into this database. */
  alone: boolean
}

interface Job {
  ended: Promise<void>
  /** Resolves when the next chunk is settled. */
  next: Promise<void>
  tell(): void
}

const noCounts = (): ImportState['counts'] => ({ created: 0, updated: 0, unchanged: 0, refused: 0 })

const notFound = () =>
  suzhenError('not_found', '没有这次导入,或不是您的。There is no such import, or it is not yours to see.')

/** The import of write-ups and scripts: all or named. Every item is created, updated, found unchanged, or refused with its reasons. */
export function createImportService(parts: ImportParts): ImportService {
  const { imports, policy, ids, clock, logger } = parts
  const jobs = new Map<string, Job>()
  let stopping = false

  /** An import as it stands, for its actor and for those who may see everything. */
  async function visible(id: string, worker: Worker): Promise<ImportProgress> {
    let found = await imports.progress(id)
    if (found?.status === 'running' && !jobs.has(id)) {
      await imports.interruptSilent(silentSince())
      found = await imports.progress(id)
    }
    const all = worker.audience === null || worker.audience === 'management'
    if (!found || !(all || found.actor === worker.actor)) throw notFound()
    return found
  }
  // Asked only of what is not ours: alone, that can be nobody's.
  const silentSince = () => (parts.alone ? null : clock.now() - SILENCE_MS)

  async function whole(progress: ImportProgress): Promise<ImportState> {
    const { head, results } = await imports.said(progress.id)
    const counts = noCounts()
    for (const { outcome } of results) counts[outcome]++
    return { ...progress, ...head, counts, results: progress.status === 'running' ? [] : results }
  }

  async function run(id: string, items: ItemPack, options: ImportOptions, worker: Worker, job: Job): Promise<void> {
    const judge = createJudge(policy, worker)
    try {
      for (const read of byChunks(items, CHUNK)) {
        if (stopping) {
          await imports.end(id, 'interrupted', clock.now())
          return
        }
        // The embedded database never lets go of the thread by itself: complaints at the door have their turn here.
        await new Promise((resolve) => setTimeout(resolve))
        const chunk = await judge(read)
        const by = { actor: worker.actor, at: clock.now(), why: options.why }
        const goesOn = await imports.chunk(id, by, namesOf(chunk), (held) => {
          const settled = chunk.map((judged) => {
            const became = settle(judged, held, worker)
            return { judged, name: nameIn(judged), became, bad: unsayable(became.write, parts.checkScript) }
          })
          return {
            writes: settled.flatMap(({ name, became: { write }, bad }) =>
              name && write
                ? [{ ...name, body: write, submit: options.submit && bad.length === 0, ids: newIds() }]
                : [],
            ),
            results: settled.map(({ judged, became: { outcome, version, findings }, bad }) =>
              resultOf(judged, outcome, version, [...findings, ...bad]),
            ),
          }
        })
        job.tell()
        if (!goesOn) return
      }
    } catch (error) {
      logger.error({ import: id, code: (error as { code?: string }).code ?? null }, 'an import broke off')
      await imports.end(id, 'interrupted', clock.now()).catch(() => {})
    }
  }
  const newIds = () => ({ write: ids.next('evt'), submit: ids.next('evt'), audit: ids.next('evt') })

  return {
    read: (files) => readFiles(files, parts.readUpload),

    readItems: (sent) => readSent(sent, parts.readUpload),

    dryRun: (upload, worker) => dryRun(upload, worker, parts),

    async start(upload, options, worker) {
      const total = upload.items.count
      if (total === 0)
        throw suzhenError('invalid_request', '上传里没有可导入的条目。The upload holds nothing to import.', {
          issues: upload.files.flatMap(({ findings }) =>
            findings.map(({ problem }) => ({ path: 'file', message: `${problem.zh} / ${problem.en}` })),
          ),
        })
      if (stopping) throw suzhenError('shutting_down', '')
      if (jobs.size >= MAX_RUNNING)
        throw suzhenError(
          'conflict',
          `已有 ${MAX_RUNNING} 个导入在进行,请等其中一个完成。${MAX_RUNNING} imports are under way; wait for one of them to end.`,
        )
      const id = ids.next('imp')
      const job = createJob()
      jobs.set(id, job)
      try {
        const head: ImportHead = { files: upload.files, submit: options.submit }
        const [{ actor }, at] = [worker, clock.now()]
        await imports.start({ id, actor, at, fileHash: upload.hash, total, head, audit: ids.next('evt') })
        job.ended = run(id, upload.items, options, worker, job).finally(() => {
          jobs.delete(id)
          job.tell()
        })
        const progress = { id, actor, startedAt: at, seenAt: at, status: 'running' as const, total, done: 0 }
        return { ...progress, ...head, counts: noCounts(), results: [] }
      } catch (error) {
        jobs.delete(id)
        throw error
      }
    },

    find: async (id, worker) => whole(await visible(id, worker)),

    async cancel(id, worker) {
      const { status } = await visible(id, worker)
      if (status !== 'running') throw suzhenError('conflict', '这次导入已经结束。This import has ended.')
      await imports.end(id, 'cancelled', clock.now())
      return whole(await visible(id, worker))
    },

    async follow(id, worker) {
      const first = await visible(id, worker)
      return (async function* () {
        for (let now = first; ; now = await visible(id, worker)) {
          const next = jobs.get(id)?.next
          yield now
          if (now.status !== 'running') return
          await (next ?? new Promise((resolve) => setTimeout(resolve, POLL_MS)))
        }
      })()
    },

    recover: () => imports.interruptSilent(silentSince()),

    async idle() {
      await Promise.all([...jobs.values()].map((job) => job.ended))
    },

    async stop() {
      stopping = true
      await this.idle()
    },
  }
}

function createJob(): Job {
  let resolve = () => {}
  const job: Job = { ended: Promise.resolve(), next: Promise.resolve(), tell: () => {} }
  const renew = () => {
    job.next = new Promise((r) => {
      resolve = r
    })
  }
  job.tell = () => {
    const done = resolve
    renew()
    done()
  }
  renew()
  return job
}

function resultOf(
  { read, body }: Judged,
  outcome: ImportResult['outcome'],
  version: number | null,
  findings: ItemFinding[],
): ImportResult {
  const { file, row, kind, item } = read
  const said = body ?? item
  return {
    file,
    row,
    kind,
    id: typeof said.id === 'string' ? said.id : null,
    title: ('title' in said || 'scene' in said ? titleOf(said as never) : null) ?? null,
    outcome,
    version,
    // Notes tell how it was read; they were shown by the dry run and would fill the table.
    findings: findings.filter((f) => f.severity !== 'note'),
  }
}
