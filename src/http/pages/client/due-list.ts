import type { Kind } from '../../../domain/knowledge.ts'
import type { ReviewReason } from '../../../ports/review-store.ts'
import type { PageParts } from '../script.ts'
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
export function startDue(tools: Tools, { startPaged }: Pick<PageParts, 'startPaged'>): void {
  const { dom } = tools
  const { node, byId, say, named } = dom
  const reason = byId<HTMLSelectElement>('reason')

  /** What a reason rests on, where the other columns do not say it. */
  const ground = (item: DueItem, why: ReviewReason): Bit => {
    if (why === 'lawChanged') return say('due.laws', { laws: item.laws.join('、') })
    if (why === 'ending' || why === 'over') return say('due.ends', { day: item.validTo ?? '' })
    if (why === 'waiting' && item.waitingSince) return [say('due.since'), ' ', dom.moment(item.waitingSince)]
    return null
  }
  const cell = (label: 'due.reasons' | 'due.used' | 'due.rating' | 'due.approved', inside: Bit): HTMLElement =>
    node('td', {}, node('span', { class: 'cell-name', 'aria-hidden': 'true' }, say(label)), node('div', {}, inside))
  const again = startPaged<DueItem>(tools, {
    rows: byId('due-rows'),
    address(query) {
      if (reason.value !== '') query.set('reason', reason.value)
      return `v1/knowledge/review-list?${query}`
    },
    cells: (i) => [
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
    ],
    none: () => say('due.none'),
  })
  reason.addEventListener('change', again)
}
