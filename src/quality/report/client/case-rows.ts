import type { PageCase, PageData } from '../page-data.ts'
import type { Bit, Dom } from './dom.ts'

export interface CaseRows {
  /** The two rows of a case: what is always there, and what it opens to. */
  make(c: PageCase, index: number, detail: (c: PageCase) => HTMLElement): { line: HTMLElement; open(): void }
}

/** Rows of the table of cases. The inside of a row is made when it is opened first: 3,000 of them would be slow. */
export function createCaseRows({ node, words }: Dom, { fields }: Pick<PageData, 'fields'>): CaseRows {
  const PREVIEW = 140
  const CHIPS = 3
  const share = (p: number | null): string => (p === null ? '' : `${(p * 100).toFixed(0)}%`)
  const cell = (key: string, ...children: Bit[]): HTMLElement =>
    node('td', { role: 'cell', class: `at-${key}` }, children)

  const turn = (c: PageCase, field: string): Bit => {
    const found = c.outcomes.find((o) => o[0] === field)
    if (!found) return node('span', { class: 'muted' }, '—')
    const [, right, , labelled, answered] = found
    const short = (value: string): string => (value === 'none' ? '—' : value.split(' ')[0]!)
    if (right) return node('span', { class: 'muted' }, answered)
    const over = field === 'level' && Number(answered) < Number(labelled)
    return node(
      'span',
      { class: over ? 'turn over' : 'turn' },
      short(labelled),
      node('span', { class: 'arrow' }, ' → '),
      node('b', {}, c.error === null ? short(answered) : '✕'),
    )
  }

  return {
    make(c, index, detail) {
      // Rules and demands are seldom what an analyst looks for first.
      const minor = (field: string): number => (field === 'rules' || field === 'demands' ? 1 : 0)
      const wrong = c.outcomes.filter((o) => !o[1]).sort((a, b) => minor(a[0]) - minor(b[0]))
      const inside = `inside-${index}`
      const button = node(
        'button',
        { type: 'button', class: 'opener', 'aria-expanded': 'false', 'aria-controls': inside },
        node('bdi', {}, c.id),
      )
      const line = node(
        'tr',
        { role: 'row', class: 'case', 'data-id': c.id },
        node('th', { role: 'rowheader', scope: 'row', class: 'at-id' }, button),
        cell('level', turn(c, 'level')),
        cell('levelConfidence', share(c.levelConfidence)),
        cell('code', turn(c, 'code')),
        cell('codeConfidence', share(c.codeConfidence)),
        cell('emotion', turn(c, 'emotion')),
        cell(
          'wrong',
          wrong.length === 0
            ? node('span', { class: 'good' }, '✓')
            : [
                wrong
                  .slice(0, CHIPS)
                  .map((o) => node('span', { class: 'chip' }, words(fields[o[0]]!.zh, fields[o[0]]!.en))),
                wrong.length > CHIPS && node('span', { class: 'muted' }, `+${wrong.length - CHIPS}`),
              ],
        ),
        cell('length', node('bdi', { class: 'preview' }, c.text.slice(0, PREVIEW))),
      )
      const toggle = (): void => {
        const open = button.getAttribute('aria-expanded') !== 'true'
        button.setAttribute('aria-expanded', String(open))
        line.classList.toggle('open', open)
        if (!open) line.nextElementSibling?.remove()
        else
          line.after(
            node(
              'tr',
              { role: 'row', class: 'inside', id: inside },
              node('td', { role: 'cell', colspan: 8 }, detail(c)),
            ),
          )
      }
      button.addEventListener('click', (event) => {
        event.stopPropagation()
        toggle()
      })
      line.addEventListener('click', () => {
        // Text that is being selected is not a wish to open the row.
        if (String(getSelection()) === '') toggle()
      })
      return {
        line,
        open: () => {
          button.focus({ preventScroll: true })
          if (button.getAttribute('aria-expanded') !== 'true') toggle()
        },
      }
    },
  }
}
