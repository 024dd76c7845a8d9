import type { Kind } from '../../../domain/knowledge.ts'
import type { Bit } from './dom.ts'
import type { Tools } from './tools.ts'

/** A table of items that is read page by page. */
export interface Paged<T> {
  /** The table's body. */
  rows: HTMLElement
  /** The address of a page, for the question as it stands now; `query` has what page it is. */
  address(query: URLSearchParams): string
  /** What stands in a row beside the item's name. */
  cells(item: T): HTMLElement[]
  /** Said where there is nothing. */
  none(): HTMLElement[]
}

/** Shows the first page, and more by the button; answers what begins anew. Of questions asked in a row only the last is answered. */
export function startPaged<T extends { kind: Kind; id: string; title: string }>(
  { doc, dom, api, notice }: Tools,
  { rows, address, cells, none }: Paged<T>,
): () => void {
  const { node, byId, say, named } = dom
  const root = doc.body.dataset.root ?? ''
  const [said, failure, more] = [byId('said'), byId('failure'), byId('more')]
  let [shown, turn] = [0, 0]
  let next: string | null = null

  const row = (i: T): HTMLElement => {
    const name: Bit = [
      node('a', { href: `${root}knowledge/${i.kind}/${i.id}` }, node('bdi', {}, i.title)),
      node('span', { class: 'muted sub' }, named('kind', i.kind), ' · ', i.id),
    ]
    return node('tr', { 'data-id': i.id }, node('th', { scope: 'row' }, name), cells(i))
  }
  const load = async (from: string | null): Promise<void> => {
    const mine = ++turn
    const query = new URLSearchParams({ limit: '50' })
    if (from !== null) query.set('cursor', from)
    notice.clear(failure)
    try {
      const { body } = await api.ask<{ items: T[]; next: string | null }>(address(query))
      if (mine !== turn) return
      if (from === null) rows.replaceChildren()
      rows.append(...body.items.map(row))
      shown = (from === null ? 0 : shown) + body.items.length
      next = body.next
      more.hidden = next === null
      byId('items').hidden = shown === 0
      said.replaceChildren(...(shown === 0 ? none() : say(next ? 'list.count.more' : 'list.count', { n: shown })))
    } catch (error) {
      if (mine === turn) notice.show(failure, error, () => void load(from))
    }
  }
  more.addEventListener('click', () => void load(next))
  void load(null)
  return () => void load(null)
}
