import type { Kind } from '../../../domain/knowledge.ts'
import type { ReviewReason } from '../../../ports/review-store.ts'
import type { Bit } from './dom.ts'
import type { Tools } from './tools.ts'

interface DueItem {
  kind: Kind
  id: string
  title: string
  reasons: ReviewReason[]
  approvedAt: string | null
  lastUsedAt: string | null
  rating: { stars: number | null; count: number }
  validTo: string | null
  waitingSince: string | null
  laws: string[]
}

/** The monthly review list, page by page: each item with why it is there, all of it or by one reason. */
export function startDue({ doc, dom, api, notice }: Tools): void {
  const { node, byId, say, named } = dom
  const root = doc.body.dataset.root ?? ''
  const [rows, said, failure, more, reason] = [
    byId('due-rows'),
    byId('said'),
    byId('failure'),
    byId('more'),
    byId<HTMLSelectElement>('reason'),
  ]
  let [shown, turn] = [0, 0]
  let next: string | null = null

  /** What a reason rests on, where the other columns do not say it. */
  const ground = (item: DueItem, why: ReviewReason): Bit => {
    if (why === 'lawChanged') return say('due.laws', { laws: item.laws.join('、') })
    if (why === 'ending' || why === 'over') return say('due.ends', { day: item.validTo ?? '' })
    if (why === 'waiting' && item.waitingSince) return [say('due.since'), ' ', dom.moment(item.waitingSince)]
    return null
  }
  const cell = (label: 'due.reasons' | 'due.used' | 'due.rating' | 'due.approved', inside: Bit): HTMLElement =>
    node('td', {}, node('span', { class: 'cell-name', 'aria-hidden': 'true' }, say(label)), node('div', {}, inside))
  const row = (i: DueItem): HTMLElement =>
    node(
      'tr',
      { 'data-id': i.id },
      node(
        'th',
        { scope: 'row' },
        node('a', { href: `${root}knowledge/${i.kind}/${i.id}` }, node('bdi', {}, i.title)),
        node('span', { class: 'muted sub' }, named('kind', i.kind), ' · ', i.id),
      ),
      cell('due.reasons', [
        node(
          'p',
          { class: 'chips' },
          i.reasons.map((why) => node('span', { class: 'chip warn' }, named('reason', why))),
        ),
        i.reasons.map((why) => {
          const said = ground(i, why)
          return said && node('p', { class: 'muted' }, said)
        }),
      ]),
      cell('due.used', i.lastUsedAt ? dom.moment(i.lastUsedAt) : say('due.never')),
      cell(
        'due.rating',
        i.rating.stars === null ? '—' : say('due.stars', { stars: i.rating.stars.toFixed(1), n: i.rating.count }),
      ),
      cell('due.approved', i.approvedAt ? dom.moment(i.approvedAt) : '—'),
    )
  const load = async (from: string | null): Promise<void> => {
    const mine = ++turn
    const query = new URLSearchParams({ limit: '50' })
    if (reason.value !== '') query.set('reason', reason.value)
    if (from !== null) query.set('cursor', from)
    notice.clear(failure)
    try {
      const { body } = await api.ask<{ items: DueItem[]; next: string | null }>(`v1/knowledge/review-list?${query}`)
      // Only the last question asked is answered.
      if (mine !== turn) return
      if (from === null) rows.replaceChildren()
      rows.append(...body.items.map(row))
      shown = (from === null ? 0 : shown) + body.items.length
      next = body.next
      more.hidden = next === null
      byId('items').hidden = shown === 0
      said.replaceChildren(
        ...(shown === 0 ? say('due.none') : say(next ? 'list.count.more' : 'list.count', { n: shown })),
      )
    } catch (error) {
      if (mine === turn) notice.show(failure, error, () => void load(from))
    }
  }
  reason.addEventListener('change', () => void load(null))
  more.addEventListener('click', () => void load(next))
  void load(null)
}
