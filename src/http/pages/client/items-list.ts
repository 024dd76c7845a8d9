import type { CaseWriteUp, Kind, Script } from '../../../domain/knowledge.ts'
import type { ItemStatus } from '../../../domain/knowledge-item.ts'
import type { PageParts } from '../script.ts'
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
export function startItems(tools: Tools, review: boolean, { startPaged }: Pick<PageParts, 'startPaged'>): void {
  const { doc, dom } = tools
  const { node, byId, say, named } = dom
  const value = (id: string): string => (doc.getElementById(id) as HTMLInputElement | null)?.value.trim() ?? ''

  const cell = (
    label: 'list.status' | 'list.codes' | 'list.version' | 'list.audience' | 'list.updated',
    ...inside: Parameters<typeof node>[2][]
  ): HTMLElement =>
    node('td', {}, node('span', { class: 'cell-name', 'aria-hidden': 'true' }, say(label)), node('span', {}, inside))
  const again = startPaged<ShownItem>(tools, {
    rows: byId('item-rows'),
    address(query) {
      const asked = {
        kind: value('filter-kind'),
        status: review ? 'in_review' : value('filter-status'),
        code: value('filter-code').toUpperCase(),
        title: value('filter-title'),
      }
      for (const [name, v] of Object.entries(asked)) if (v !== '') query.set(name, v)
      return `v1/knowledge/items?${query}`
    },
    cells: (i) => [
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
    ],
    none: () => say(review ? 'review.none' : 'list.none'),
  })
  byId('filters').addEventListener('submit', (event) => {
    event.preventDefault()
    again()
  })
  byId('filters').addEventListener('change', again)
  byId('filter-clear').addEventListener('click', () => {
    byId<HTMLFormElement>('filters').reset()
    again()
  })
}
