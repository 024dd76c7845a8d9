import type { Name } from '../../names.ts'
import { both, type Child, el, type Markup, own, spoken } from './markup.ts'

export interface Column {
  name: Name
  /** Cells of the column carry `data-sort`, so that the reader may sort by it. */
  sortable?: boolean
  number?: boolean
  /** Not shown, but read out. */
  hidden?: boolean
}

export interface Table {
  caption: Name
  columns: readonly Column[]
  /** `tr` elements. */
  rows: Child
  foot?: Child
  /** Further classes. `flow` is laid out anew on a narrow screen and not put in a box that scrolls. */
  kind?: string
}

/** A table with a caption for screen readers and headers with scope, in a box that scrolls by itself where it must. */
export function table({ caption, columns, rows, foot, kind = '' }: Table): Markup {
  const inner = el(
    'table',
    { class: kind, role: 'table' },
    el('caption', { class: 'unseen' }, both(caption)),
    el('thead', { role: 'rowgroup' }, el('tr', { role: 'row' }, columns.map(head))),
    el('tbody', { role: 'rowgroup' }, rows),
    foot ? el('tfoot', { 'aria-hidden': 'true' }, foot) : null,
  )
  if (kind.includes('flow')) return inner
  return el('div', { class: 'scrolls', tabindex: 0, role: 'region', ...spoken('aria-label', caption) }, inner)
}

function head({ name, sortable, number, hidden }: Column): Markup {
  const words = hidden ? el('span', { class: 'unseen' }, both(name)) : both(name)
  return el(
    'th',
    { scope: 'col', role: 'columnheader', class: number ? 'number' : null, 'aria-sort': sortable ? 'none' : null },
    sortable ? el('button', { type: 'button', class: 'sorter' }, words) : words,
  )
}

export const row = (...cells: Child[]): Markup => el('tr', { role: 'row' }, cells)
export const rowHead = (...children: Child[]): Markup => el('th', { scope: 'row', role: 'rowheader' }, children)
export const cell = (kind: string | null, ...children: Child[]): Markup =>
  el('td', { class: kind, role: 'cell' }, children)
export const numberCell = (sort: number, ...children: Child[]): Markup =>
  el('td', { class: 'number', role: 'cell', 'data-sort': sort }, children)

/** A button that shows some of the cases in the table at the end. `ask` is what the page's script filters by. */
export const asks = (ask: Ask, ...children: Child[]): Markup =>
  el('button', { type: 'button', class: 'ask', 'data-ask': JSON.stringify(ask) }, children)

export interface Ask {
  facet?: [facet: string, value: string]
  pair?: [field: string, labelled: string, answered: string]
  wrong?: string
  change?: 'better' | 'worse'
  ids?: readonly string[]
}

export const caseButton = (id: string): Markup => asks({ ids: [id] }, own(id))

/** A part of the report under its own heading. */
export const section = (id: string, name: Name, note: Name | null, ...children: Child[]): Markup =>
  el(
    'section',
    { id, 'aria-labelledby': `${id}-title` },
    el('h2', { id: `${id}-title` }, both(name)),
    note ? el('p', { class: 'note' }, both(note)) : null,
    children,
  )
