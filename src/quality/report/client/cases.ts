import type { PageCase } from '../page-data.ts'
import type { CaseRows } from './case-rows.ts'
import type { Dom } from './dom.ts'
import type { Query } from './pick-cases.ts'

export interface Cases {
  /** Shows what a query finds, from its first page. */
  show(query: Query): void
  /** Opens the first case that is shown. */
  openFirst(): void
}

/** The table of cases: one page of rows at a time, so that thousands of cases cost no more than fifty. */
export function createCases(
  doc: Document,
  { words, byId }: Dom,
  cases: readonly PageCase[],
  pick: (query: Query) => number[],
  rows: CaseRows,
  detail: (c: PageCase) => HTMLElement,
): Cases {
  const PAGE = 50
  let found: number[] = []
  let page = 0
  let made: ReturnType<CaseRows['make']>[] = []
  const previous = byId<HTMLButtonElement>('previous')
  const next = byId<HTMLButtonElement>('next')

  const draw = (): void => {
    const from = page * PAGE
    const shown = found.slice(from, from + PAGE)
    const pages = Math.max(1, Math.ceil(found.length / PAGE))
    made = shown.map((i) => rows.make(cases[i]!, i, detail))
    byId('case-rows').replaceChildren(...made.map((m) => m.line))
    const range = shown.length === 0 ? '0' : `${from + 1}–${from + shown.length}`
    byId('status').replaceChildren(
      ...words(
        `显示 ${range},符合的 ${found.length} 条,共 ${cases.length} 条`,
        `Showing ${range} of ${found.length} that fit; ${cases.length} in all`,
      ),
    )
    byId('page').replaceChildren(...words(`第 ${page + 1} / ${pages} 页`, `page ${page + 1} of ${pages}`))
    previous.disabled = page === 0
    next.disabled = page >= pages - 1
  }
  const turnTo = (to: number): void => {
    page = to
    draw()
    doc.getElementById('case-table')!.scrollIntoView({ block: 'start' })
  }
  previous.addEventListener('click', () => turnTo(page - 1))
  next.addEventListener('click', () => turnTo(page + 1))
  return {
    show(query) {
      found = pick(query)
      page = 0
      draw()
    },
    openFirst: () => made[0]?.open(),
  }
}
