import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { type Config, readConfig } from '../../config.ts'
import { guardStorage } from '../../db/storage-error.ts'
import { createImportStore } from '../../db/stores/import-store.ts'
import { createItemStore } from '../../db/stores/item-store.ts'
import { shownScripts } from '../../db/stores/shown-items.ts'
import { isSuzhenError, suzhenError } from '../../domain/errors.ts'
import { KINDS, type Kind } from '../../domain/knowledge.ts'
import { ITEM_STATUSES, type ItemStatus } from '../../domain/knowledge-item.ts'
import { MAX_FILE } from '../../files/table.ts'
import type { Worker } from '../../knowledge/desk.ts'
import { exportCsv, exportJsonl } from '../../knowledge/export-items.ts'
import type { DryRun } from '../../knowledge/import/dry-run.ts'
import type { UploadFile } from '../../knowledge/import/gather.ts'
import type { ImportState } from '../../knowledge/import/import-service.ts'
import { createLibraryCheck } from '../../knowledge/library-check.ts'
import { createReplyChecker } from '../../knowledge/replies/check-reply.ts'
import { createIds } from '../../wiring/ids.ts'
import { importOver } from '../import-over-http.ts'
import { createLogger } from '../logger.ts'
import { openDatabase, openParts, type Parts, requireCurrent } from '../parts.ts'
import { readKnowledgeRules, readPolicy, readReplyRules } from '../policy-files.ts'
import { createProgress } from '../progress.ts'
import { renderDryRun, renderImport } from '../render-import.ts'
import { renderLibraryCheck } from '../render-library-check.ts'
import { readReplyReader } from '../reply-heads.ts'
import { writeWhole } from './eval-export-feedback.ts'

const ME: Worker = { actor: 'cli', audience: null, keyed: false }

export interface ImportFlags {
  dryRun?: boolean
  submit?: boolean
  why?: string
  json?: boolean
}

/**
 * Imports files of cases and scripts, or with --dry-run says what an import would do. A service that holds the data
 * folder is asked instead of opening it a second time. Answers 1 when something was refused or could not be read.
 */
export async function importCommand(env: NodeJS.ProcessEnv, paths: readonly string[], flags: ImportFlags) {
  const config = readConfig(env)
  const files = await readAll(paths)
  const parts = await openHere(config)
  let bar: ReturnType<typeof createProgress> | undefined
  const tell = (done: number, total: number) => {
    bar ??= createProgress('导入 importing', total)
    bar.update(done)
  }
  let answer: DryRun | ImportState
  try {
    answer = parts
      ? await here(parts, files, flags, tell)
      : await importOver(config, files, flags, env.SUZHEN_API_KEY, tell)
  } finally {
    bar?.stop()
    await parts?.close()
  }
  const dry = 'summary' in answer
  if (flags.json) process.stdout.write(`${JSON.stringify(answer, null, 2)}\n`)
  else process.stdout.write(dry ? renderDryRun(answer as DryRun) : renderImport(answer as ImportState))
  const unread = answer.files.some((f) => f.findings.some((x) => x.severity === 'error'))
  const refused = dry ? (answer as DryRun).summary.withErrors > 0 : (answer as ImportState).counts.refused > 0
  const whole = dry || (answer as ImportState).status === 'done'
  return unread || refused || !whole ? 1 : 0
}

async function readAll(paths: readonly string[]): Promise<UploadFile[]> {
  const files: UploadFile[] = []
  let total = 0
  for (const path of paths) {
    const bytes = await readFile(path).catch(() => {
      throw suzhenError('invalid_request', `读不了文件 ${basename(path)} / the file ${basename(path)} cannot be read`)
    })
    total += bytes.length
    if (total > MAX_FILE)
      throw suzhenError('payload_too_large', '文件共超过 64 MB,请分批 / more than 64 MB together; import them in parts')
    files.push({ name: basename(path), bytes })
  }
  return files
}

/** Null where a running service holds the data folder. */
async function openHere(config: Config): Promise<Parts | null> {
  try {
    return await openParts(config, createLogger('error'))
  } catch (error) {
    if (isSuzhenError(error) && error.code === 'storage_unavailable' && !config.databaseUrl) return null
    throw error
  }
}

async function here(
  { imports }: Parts,
  files: readonly UploadFile[],
  flags: ImportFlags,
  tell: (done: number, total: number) => void,
): Promise<DryRun | ImportState> {
  const upload = await imports.read(files)
  if (flags.dryRun) return imports.dryRun(upload, ME)
  const { id } = await imports.start(upload, { submit: flags.submit ?? false, why: flags.why ?? null }, ME)
  // The chunk under way is finished; a second signal ends at once.
  process.once('SIGINT', () => void imports.cancel(id, ME).catch(() => {}))
  for await (const { done, total } of await imports.follow(id, ME)) tell(done, total)
  return imports.find(id, ME)
}

export interface ExportFlags {
  out?: string
  kind?: string
  status?: string
}

/** Writes items in their latest version, JSON lines or (by the name of --out) CSV, such as an import reads back. */
export async function exportCommand(env: NodeJS.ProcessEnv, flags: ExportFlags): Promise<number> {
  const csv = /\.csv$/i.test(flags.out ?? '')
  const kind = oneOf('--kind', flags.kind, KINDS)
  const status = oneOf('--status', flags.status, ITEM_STATUSES)
  if (csv && kind === null)
    throw suzhenError('invalid_request', '导出 CSV 须指明 --kind case 或 script / CSV needs --kind case or script')
  const database = await openDatabase(readConfig(env))
  try {
    await requireCurrent(database)
    const items = (await Promise.all((kind ? [kind] : KINDS).map((k) => all(createItemStore(database.db), k, status))))
      .flat()
      .filter((item) => status !== null || item.status !== 'retired')
    // Noted before it leaves: an export that is not in the audit trail must not happen.
    await createImportStore(database.db).noteExport({
      id: createIds().next('evt'),
      actor: 'cli',
      subject: `${items.length} ${kind ?? 'items'}`,
    })
    const text = csv ? exportCsv(kind!, items) : exportJsonl(items)
    if (flags.out) await writeWhole(flags.out, text)
    else process.stdout.write(text)
    process.stderr.write(`导出 ${items.length} 条 · exported ${items.length} items\n`)
    return 0
  } finally {
    await database.close()
  }
}

/** Checks every published script against the powers and the reply rules in force (E3, S3). Answers 1 when there are findings. */
export async function checkCommand(env: NodeJS.ProcessEnv, flags: { json?: boolean }): Promise<number> {
  const config = readConfig(env)
  const [policy, rules, replyRules, reader] = await Promise.all([
    readPolicy(config.policies),
    readKnowledgeRules(),
    readReplyRules(),
    readReplyReader(),
  ])
  const check = createLibraryCheck({
    policy,
    rules,
    checkReply: createReplyChecker({ rules: replyRules, policy, reader }),
  })
  const database = await openDatabase(config)
  try {
    await requireCurrent(database)
    const scripts = await guardStorage(() => shownScripts(database.db))
    const findings = check(scripts)
    process.stdout.write(
      flags.json
        ? `${JSON.stringify({ scripts: scripts.length, findings }, null, 2)}\n`
        : renderLibraryCheck(scripts, findings),
    )
    return findings.length > 0 ? 1 : 0
  } finally {
    await database.close()
  }
}

const all = async (items: ReturnType<typeof createItemStore>, kind: Kind, status: ItemStatus | null) =>
  (
    await items.list({
      kind,
      status,
      code: null,
      domain: null,
      title: null,
      audience: 'management',
      after: null,
      limit: 1_000_000,
    })
  ).sort((a, b) => (a.id < b.id ? -1 : 1))

function oneOf<T extends string>(option: string, value: string | undefined, allowed: readonly T[]): T | null {
  if (value === undefined) return null
  if ((allowed as readonly string[]).includes(value)) return value as T
  throw suzhenError('invalid_request', `${option} must be one of ${allowed.join(', ')} / ${option} 须为其中之一`)
}
