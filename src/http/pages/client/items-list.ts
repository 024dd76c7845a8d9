import type { CaseWriteUp, Kind, Script } from '../../../domain/knowledge.ts'
import type { ItemStatus } from '../../../domain/knowledge-item.ts'
import type { Tools } from './tools.ts'

/** An item as the service shows it. */
export interface ShownItem {
  kind: Kind
  id: string
  title: string
  status: ItemStatus
  revision: number
  version: number
  publishedVersion: number | null
  author: string
  mergedInto: string | null
  updatedAt: string
  updatedBy: string
  item: CaseWriteUp | Script
}

/** The list of items page by page, and the review queue, which is the same list of one status. */
export function startItems({ doc, dom, api, notice }: Tools, review: boolean): void {
  const { node, byId, say, named } = dom
  const root = doc.body.dataset.root ?? ''
  const [rows, said, failure, more] = [byId('item-rows'), byId('said'), byId('failure'), byId('more')]
  let [shown, turn] = [0, 0]
  let next: string | null = null
  const value = (id: string): string => (doc.getElementById(id) as HTMLInputElement | null)?.value.trim() ?? ''

  const cell = (
    label: 'list.status' | 'list.codes' | 'list.version' | 'list.audience' | 'list.updated',
    ...inside: Parameters<typeof node>[2][]
  ): HTMLElement =>
    node('td', {}, node('span', { class: 'cell-name', 'aria-hidden': 'true' }, say(label)), node('span', {}, inside))
  const row = (i: ShownItem): HTMLElement =>
    node(
      'tr',
      { 'data-id': i.id },
      node(
        'th',
        { scope: 'row' },
        node('a', { href: `${root}knowledge/${i.kind}/${i.id}` }, node('bdi', {}, i.title)),
        node('span', { class: 'muted sub' }, named('kind', i.kind), ' · ', i.id),
      ),
      cell('list.status', node('span', { class: `badge status-${i.status}` }, named('status', i.status))),
      cell(
        'list.codes',
        i.item.codes.map((code) => [node('code', {}, code), ' ']),
      ),
      cell(
        'list.version',
        i.version,
        i.publishedVersion !== null &&
          i.publishedVersion !== i.version &&
          node('span', { class: 'muted sub' }, say('list.shown', { n: i.publishedVersion })),
      ),
      cell('list.audience', named('role', i.item.audience)),
      cell('list.updated', dom.moment(i.updatedAt), node('span', { class: 'muted sub' }, i.updatedBy)),
    )
  const load = async (from: string | null): Promise<void> => {
    const mine = ++turn
    const query = new URLSearchParams({ limit: '50' })
    const asked = {
      kind: value('filter-kind'),
      status: review ? 'in_review' : value('filter-status'),
      code: value('filter-code').toUpperCase(),
      title: value('filter-title'),
      cursor: from ?? '',
    }
    for (const [name, v] of Object.entries(asked)) if (v !== '') query.set(name, v)
    notice.clear(failure)
    try {
      const { body } = await api.ask<{ items: ShownItem[]; next: string | null }>(`v1/knowledge/items?${query}`)
      // Only the last question asked is answered.
      if (mine !== turn) return
      if (from === null) rows.replaceChildren()
      rows.append(...body.items.map(row))
      shown = (from === null ? 0 : shown) + body.items.length
      next = body.next
      more.hidden = next === null
      byId('items').hidden = shown === 0
      said.replaceChildren(
        ...(shown === 0
          ? say(review ? 'review.none' : 'list.none')
          : say(next ? 'list.count.more' : 'list.count', { n: shown })),
      )
    } catch (error) {
      if (mine === turn) notice.show(failure, error, () => void load(from))
    }
  }
  byId('filters').addEventListener('submit', (event) => {
    event.preventDefault()
    void load(null)
  })
  byId('filters').addEventListener('change', () => void load(null))
  byId('filter-clear').addEventListener('click', () => {
    byId<HTMLFormElement>('filters').reset()
    void load(null)
  })
  more.addEventListener('click', () => void load(next))
  void load(null)
}
