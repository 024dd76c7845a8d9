import { suzhenError } from '../domain/errors.ts'
import { type CaseWriteUp, caseSchema, type Kind, type Script, scriptSchema } from '../domain/knowledge.ts'
import type { ItemStep, ItemVersion, KnowledgeItem } from '../domain/knowledge-item.ts'
import { type Audience, audienceRank } from '../domain/labels.ts'
import type { KnowledgeRules } from '../domain/policy/knowledge-rules.ts'
import type { Policy } from '../domain/policy/parse.ts'
import { fieldWithOddCharacter } from '../domain/text/odd-characters.ts'
import type { Clock } from '../ports/clock.ts'
import type { Ids } from '../ports/ids.ts'
import type { ItemChange, ItemQuery, ItemStore } from '../ports/item-store.ts'
import { checkBody } from './check-body.ts'
import type { LibraryFinding } from './library-check.ts'
import { type Move, requireAnother, STEPS, stepFrom } from './life.ts'

/** Who works at the desk. `audience` and `keyed`: null and false where no keys are needed. */
export interface Worker {
  actor: string
  audience: Audience | null
  keyed: boolean
}

/** Which revision of an item the worker saw; null: no ETag was sent. */
export type Seen = number | null

/** The knowledge managers' desk: items in every state, and the steps of their lives. */
export interface KnowledgeDesk {
  find(kind: Kind, id: string, worker: Worker): Promise<KnowledgeItem>
  list(query: Omit<ItemQuery, 'audience'>, worker: Worker): Promise<KnowledgeItem[]>
  history(kind: Kind, id: string, worker: Worker): Promise<{ versions: ItemVersion[]; steps: ItemStep[] }>
  create(kind: Kind, body: unknown, why: string | null, worker: Worker): Promise<KnowledgeItem>
  edit(kind: Kind, id: string, body: unknown, why: string | null, seen: Seen, worker: Worker): Promise<KnowledgeItem>
  move(
    kind: Kind,
    id: string,
    move: Move,
    said: { why: string | null; into?: string },
    seen: Seen,
    worker: Worker,
  ): Promise<KnowledgeItem>
  /** An earlier version's words as a new draft: undo. */
  restore(kind: Kind, id: string, version: number, seen: Seen, worker: Worker): Promise<KnowledgeItem>
}

export interface DeskParts {
  items: ItemStore
  policy: Policy
  rules: KnowledgeRules
  ids: Ids
  clock: Clock
  /** What a script may not say (E3, library-check.ts); asked when it is handed in and again when it is approved. */
  checkScript?(script: Script): readonly LibraryFinding[]
  /** Called after what search shows has changed, so that new words get their vector at once. */
  onShown(kind: Kind, body: CaseWriteUp | Script): Promise<void>
}

const notFound = () =>
  suzhenError('not_found', '没有这个条目,或不在您的可见范围内。There is no such item, or it is not for you to see.')

/**
 * The desk. Every change names the revision that was seen (`precondition_required`, `precondition_failed`), begins where
 * the life of an item allows it (`conflict`), and is for eyes that may see the item (`not_found`, so that nothing is told).
 */
export function createKnowledgeDesk({
  items,
  policy,
  rules,
  ids,
  clock,
  onShown,
  checkScript,
}: DeskParts): KnowledgeDesk {
  const maySee = ({ audience }: Worker, body: CaseWriteUp | Script): boolean =>
    audience === null || audienceRank(body.audience) <= audienceRank(audience)

  async function visible(kind: Kind, id: string, worker: Worker): Promise<KnowledgeItem> {
    const item = await items.find(kind, id)
    if (!item || !maySee(worker, item.body)) throw notFound()
    return item
  }

  /** An item as it was sent, or `invalid_request` with everything that is wrong with it. */
  function read(kind: Kind, sent: unknown, worker: Worker): CaseWriteUp | Script {
    const parsed = (kind === 'case' ? caseSchema : scriptSchema).safeParse(sent)
    const issues = parsed.success
      ? checkBody(kind, parsed.data, policy)
      : parsed.error.issues.map((i) => ({ path: i.path.join('.') || '(body)', message: i.message }))
    if (parsed.success && !maySee(worker, parsed.data))
      issues.push({ path: 'audience', message: '高于您的可见范围 / above what you may see' })
    const odd = parsed.success ? fieldWithOddCharacter(parsed.data) : null
    if (odd !== null)
      issues.push({
        path: odd,
        message: '含有不能保存的字符(空字符或残缺的表情),请删去 / it holds a NUL or half a surrogate pair; take it out',
      })
    if (issues.length > 0)
      throw suzhenError(
        'invalid_request',
        `请按 issues 修改后重试。Mend what issues lists and send it again. ${issues[0]!.path}: ${issues[0]!.message}`,
        { issues },
      )
    return parsed.data!
  }

  async function change(
    kind: Kind,
    id: string,
    worker: Worker,
    seen: Seen,
    decide: (held: KnowledgeItem) => Omit<ItemChange, 'actor' | 'at'>,
  ): Promise<KnowledgeItem> {
    const next = await items.change(kind, id, { step: ids.next('evt'), audit: ids.next('evt') }, (held) => {
      if (!held || !maySee(worker, held.body)) throw notFound()
      if (seen === null) throw suzhenError('precondition_required', '')
      if (seen !== held.revision) throw suzhenError('precondition_failed', '')
      return { ...decide(held), actor: worker.actor, at: clock.now() }
    })
    if (next.publishedVersion === next.version && next.status === 'published') await onShown(kind, next.body)
    return next
  }

  return {
    find: visible,

    list: (query, worker) => items.list({ ...query, audience: worker.audience ?? 'management' }),

    async history(kind, id, worker) {
      await visible(kind, id, worker)
      const { versions, steps } = await items.history(kind, id)
      // A version may have been for other eyes than the item is now.
      return { versions: versions.filter((v) => maySee(worker, v.body)), steps }
    },

    async create(kind, sent, why, worker) {
      const body = read(kind, sent, worker)
      return items.change(kind, body.id, { step: ids.next('evt'), audit: ids.next('evt') }, (held) => {
        if (held)
          throw suzhenError(
            'conflict',
            `编号 ${body.id} 已被使用,请换一个或修改原条目。The id is taken; use another or edit that item.`,
          )
        return { actor: worker.actor, at: clock.now(), action: 'create', why, status: 'draft', body, show: 'as before' }
      })
    },

    async edit(kind, id, sent, why, seen, worker) {
      const body = read(kind, sent, worker)
      if (body.id !== id)
        throw suzhenError(
          'invalid_request',
          '正文的 id 与地址不符,编号不能修改。The id in the body is not that of the address; an id never changes.',
          {
            issues: [{ path: 'id', message: '与地址不符 / not that of the address' }],
          },
        )
      return change(kind, id, worker, seen, (held) => {
        const step = stepFrom('edit', held)
        return { action: 'edit', why, status: step.to, body, show: step.show }
      })
    },

    async move(kind, id, move, { why, into }, seen, worker) {
      if (STEPS[move].why && !why)
        throw suzhenError('invalid_request', '请写明原因 why。Say why.', {
          issues: [{ path: 'why', message: '必填 / required' }],
        })
      if (move === 'merge') await mergeTarget(kind, id, into, worker)
      return change(kind, id, worker, seen, (held) => {
        const step = stepFrom(move, held)
        if (kind === 'script' && (move === 'submit' || move === 'approve')) requireSayable(held.body as Script)
        if (move === 'approve') requireAnother(held, worker.actor, worker.keyed, rules.twoPeople)
        return {
          action: move,
          why,
          status: step.to,
          body: null,
          show: step.show,
          ...(move === 'merge' ? { mergedInto: into! } : {}),
        }
      })
    },

    async restore(kind, id, version, seen, worker) {
      await visible(kind, id, worker)
      const { versions } = await items.history(kind, id)
      const found = versions.find((v) => v.version === version && maySee(worker, v.body))
      if (!found) throw suzhenError('not_found', `没有第 ${version} 版。There is no version ${version}.`)
      return change(kind, id, worker, seen, (held) => {
        const step = stepFrom('restore', held)
        const why = `恢复第 ${version} 版 version ${version} restored`
        return { action: 'restore', why, status: step.to, body: found.body, show: step.show }
      })
    },
  }

  /** A script that promises beyond its audience's powers, or the like, is not let through: `invalid_request` with each finding. */
  function requireSayable(script: Script): void {
    const issues = (checkScript?.(script) ?? []).map((f) => ({ path: f.field, message: `${f.zh} / ${f.en}` }))
    if (issues.length > 0)
      throw suzhenError(
        'invalid_request',
        `话术有不能说的话,请先修改。The script says what may not be said; mend it first. ${issues[0]!.message}`,
        { issues },
      )
  }

  /** What a duplicate is merged into must be another item that is shown. */
  async function mergeTarget(kind: Kind, id: string, into: string | undefined, worker: Worker): Promise<void> {
    const target = into && into !== id ? await items.find(kind, into) : null
    if (!target || target.publishedVersion === null || !maySee(worker, target.body))
      throw suzhenError(
        'invalid_request',
        'into 应为另一条已发布条目的编号。into must be the id of another published item.',
        {
          issues: [{ path: 'into', message: '不是另一条已发布的条目 / not another published item' }],
        },
      )
  }
}
