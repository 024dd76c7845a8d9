import { suzhenError } from '../domain/errors.ts'
import type { ItemAction, ItemStatus, KnowledgeItem } from '../domain/knowledge-item.ts'

/** Steps that move an item without writing a new version of it. */
export const MOVES = ['submit', 'return', 'approve', 'retire', 'merge'] as const
export type Move = (typeof MOVES)[number]

interface Step {
  from: readonly ItemStatus[]
  to: ItemStatus
  show: 'latest' | 'nothing' | 'as before'
  /** Whether it must be said why. */
  why: boolean
}

const ANY: readonly ItemStatus[] = ['draft', 'in_review', 'published', 'retired']

/** The life of an item: draft -> in review -> published -> retired. What is published stays shown while a newer draft is worked on. */
export const STEPS: Record<Exclude<ItemAction, 'create'>, Step> = {
  edit: { from: ANY, to: 'draft', show: 'as before', why: false },
  restore: { from: ANY, to: 'draft', show: 'as before', why: false },
  submit: { from: ['draft'], to: 'in_review', show: 'as before', why: false },
  return: { from: ['in_review'], to: 'draft', show: 'as before', why: true },
  approve: { from: ['in_review'], to: 'published', show: 'latest', why: false },
  retire: { from: ['draft', 'in_review', 'published'], to: 'retired', show: 'nothing', why: true },
  merge: { from: ['draft', 'in_review', 'published'], to: 'retired', show: 'nothing', why: false },
}

const STATUS_WORDS: Record<ItemStatus, string> = {
  draft: '草稿 draft',
  in_review: '待审 in review',
  published: '已发布 published',
  retired: '已下架 retired',
}

/** The step, when the item stands where it may be taken. Throws `conflict` where it does not. */
export function stepFrom(action: Exclude<ItemAction, 'create'>, item: Pick<KnowledgeItem, 'status'>): Step {
  const step = STEPS[action]
  if (!step.from.includes(item.status))
    throw suzhenError(
      'conflict',
      `条目现为「${STATUS_WORDS[item.status]}」,此步只能从以下状态开始:${step.from.map((s) => STATUS_WORDS[s]).join('、')}。The item is ${item.status}; this step begins from ${step.from.join(' or ')}.`,
    )
  return step
}

/** Two people: who wrote a version may not approve it. Without keys nobody can be told from another, and the rule sleeps. */
export function requireAnother(item: KnowledgeItem, actor: string, keysAreOn: boolean, twoPeople: boolean): void {
  if (twoPeople && keysAreOn && item.author === actor)
    throw suzhenError(
      'forbidden',
      '作者不能批准自己写的版本,请由另一人审核。Who wrote a version may not approve it; ask a colleague.',
    )
}
