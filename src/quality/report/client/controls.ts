import type { Ask } from '../html/table.ts'
import type { Cases } from './cases.ts'
import type { Dom } from './dom.ts'
import type { Query } from './pick-cases.ts'

/** Ties the controls over the table, its heads and the buttons all over the report to one query. */
export function startControls(doc: Document, { node, words, byId }: Dom, cases: Cases): void {
  const form = byId<HTMLFormElement>('controls')
  const heads = [...doc.querySelectorAll<HTMLElement>('#case-table th[data-key]')]
  const input = (id: string): HTMLInputElement | HTMLSelectElement | null =>
    doc.getElementById(id) as HTMLInputElement | null
  const value = (id: string): string => input(id)?.value ?? ''
  const facetLists = [...doc.querySelectorAll<HTMLSelectElement>('select[data-facet]')]
  // Facets without a list of their own are asked for from the table of groups only.
  let asked: Ask = {}
  let ascending = false

  const query = (): Query => ({
    search: value('search'),
    wrong: value('wrong'),
    level: value('level'),
    facets: {
      ...Object.fromEntries(facetLists.map((list) => [list.dataset.facet!, list.value])),
      ...(asked.facet ? { [asked.facet[0]]: asked.facet[1] } : {}),
    },
    review: value('review'),
    change: value('change'),
    pair: asked.pair ?? null,
    ids: asked.ids ?? null,
    sort: value('sort'),
    ascending,
  })
  const tellAsked = (): void => {
    const told = asked.pair
      ? `${asked.pair[1]} → ${asked.pair[2]}`
      : asked.ids
        ? asked.ids.slice(0, 3).join(', ') + (asked.ids.length > 3 ? ' …' : '')
        : asked.facet
          ? asked.facet.join(' = ')
          : null
    if (told === null) {
      byId('asked').replaceChildren()
      return
    }
    const chip = node('button', { type: 'button', class: 'chip' }, words('只看 ', 'only '), node('bdi', {}, told), ' ✕')
    chip.addEventListener('click', () => {
      asked = {}
      refresh()
    })
    byId('asked').replaceChildren(chip)
  }
  const refresh = (): void => {
    const key = value('sort')
    for (const head of heads)
      head.setAttribute('aria-sort', head.dataset.key === key ? (ascending ? 'ascending' : 'descending') : 'none')
    tellAsked()
    cases.show(query())
  }

  form.addEventListener('submit', (event) => event.preventDefault())
  form.addEventListener('input', (event) => {
    // Letters of a word that is still being composed are no search yet.
    if ((event as InputEvent).isComposing) return
    if ((event.target as HTMLElement).id === 'sort') ascending = value('sort') === 'id'
    refresh()
  })
  form.addEventListener('compositionend', refresh)
  const clear = (): void => {
    form.reset()
    asked = {}
    ascending = false
  }
  byId('clear').addEventListener('click', () => {
    clear()
    refresh()
  })
  for (const head of heads)
    head.querySelector('button')!.addEventListener('click', () => {
      const key = head.dataset.key!
      ascending = value('sort') === key ? !ascending : key === 'id'
      input('sort')!.value = key
      refresh()
    })
  doc.addEventListener('click', (event) => {
    const button = (event.target as HTMLElement).closest<HTMLElement>('button[data-ask]')
    if (!button) return
    clear()
    const ask = JSON.parse(button.dataset.ask!) as Ask
    const list = facetLists.find((l) => l.dataset.facet === ask.facet?.[0])
    asked = list ? {} : ask
    if (list) list.value = ask.facet![1]
    input('wrong')!.value = ask.wrong ?? (ask.facet ? 'any' : '')
    if (ask.change) input('change')!.value = ask.change
    refresh()
    byId('cases').scrollIntoView({ block: 'start' })
    byId('status').focus({ preventScroll: true })
    if (ask.ids?.length === 1) cases.openFirst()
  })
  refresh()
}
