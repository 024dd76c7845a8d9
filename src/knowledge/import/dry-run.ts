import type { Policy } from '../../domain/policy/parse.ts'
import type { ImportStore } from '../../ports/import-store.ts'
import type { Worker } from '../desk.ts'
import { createJudge, namesOf, type Outcome, STILL_RETIRED, settle } from './judge.ts'
import type { NearFinder } from './near.ts'
import type { PackedUpload } from './read-upload.ts'
import type { ItemFinding, ReadItem, ReadUpload } from './types.ts'
import { type ScriptCheck, unsayable } from './unsayable.ts'

/** What an import would do; nothing is kept. */
export interface DryRun {
  items: ReadItem[]
  files: ReadUpload['files']
  summary: {
    total: number
    /** Those that an import would take, and what they would become. */
    ready: number
    created: number
    updated: number
    unchanged: number
    withErrors: number
    withWarnings: number
    nearDuplicates: number
    /** How many were compared with what is published, and whether by meaning too. */
    compared: number
    byMeaning: boolean
  }
}

export interface DryRunParts {
  imports: Pick<ImportStore<unknown, unknown>, 'held'>
  near: NearFinder
  policy: Policy
  checkScript?: ScriptCheck
}

/** What an import would make of this upload, and which of its items are nearly there already. */
export async function dryRun(
  upload: PackedUpload,
  worker: Worker,
  { imports, near, policy, checkScript }: DryRunParts,
): Promise<DryRun> {
  const judged = await createJudge(policy, worker)(upload.items)
  const held = await imports.held(namesOf(judged))
  const became = judged.map((j) => settle(j, held, worker))
  const candidates = judged.flatMap(({ read: { kind }, body }, at) =>
    body && became[at]!.write ? [{ at, kind, body }] : [],
  )
  const likes = await near(candidates, worker.audience ?? 'management')
  const items = judged.map(({ read, body }, i) => ({
    ...read,
    item: body ?? read.item,
    findings: [
      ...became[i]!.findings,
      ...said(became[i]!),
      ...unsayable(became[i]!.write, checkScript),
      ...(likes.findings.get(i) ?? []),
    ],
  }))
  const having = (severity: ItemFinding['severity']) =>
    items.filter((item) => item.findings.some((f) => f.severity === severity)).length
  const becoming = (...outcomes: Outcome['outcome'][]) => became.filter((b) => outcomes.includes(b.outcome)).length
  return {
    items,
    files: upload.files,
    summary: {
      total: items.length,
      ready: becoming('created', 'updated', 'unchanged'),
      created: becoming('created'),
      updated: becoming('updated'),
      unchanged: becoming('unchanged'),
      withErrors: having('error'),
      withWarnings: having('warning'),
      nearDuplicates: likes.findings.size,
      compared: likes.compared,
      byMeaning: likes.byMeaning,
    },
  }
}

const note = (rule: string, zh: string, en: string): ItemFinding => ({
  severity: 'note',
  field: null,
  rule,
  problem: { zh, en },
  advice: { zh: '无需处理', en: 'nothing to do' },
})

/** What is said of an item that is there already. */
function said({ outcome, version, findings }: Outcome): ItemFinding[] {
  if (outcome === 'updated')
    return [note('update', `将成为第 ${version} 版草稿`, `it becomes version ${version}, a draft`)]
  if (outcome === 'unchanged' && !findings.includes(STILL_RETIRED))
    return [note('unchanged', '内容没有变化,不会导入', 'nothing has changed; it is not imported')]
  return []
}
