import type { FieldSpec } from '../fields.ts'
import type { Diff } from './diff.ts'
import type { Bit } from './dom.ts'
import type { ShownItem } from './items-list.ts'
import type { Tools } from './tools.ts'

/** Merging: the one that stays is searched for, both are shown side by side, and it is said why. */
export function createItemMerge(
  { dom, api, notice }: Tools,
  fields: readonly FieldSpec[],
  diff: Diff,
  go: (into: string, why: string) => void,
): (box: HTMLElement, item: ShownItem) => void {
  const { node, say, named } = dom
  const shown = ({ group }: FieldSpec, value: unknown): Bit => {
    if (value === null || value === undefined || value === '') return '—'
    if (group && !Array.isArray(value)) return named(group, String(value))
    return node('div', { class: 'value', dir: 'auto' }, diff.textOf(value))
  }
  const sideBySide = (a: ShownItem, b: ShownItem): HTMLElement => {
    const [here, there] = [a.item, b.item].map((i) => i as unknown as Record<string, unknown>) as [
      Record<string, unknown>,
      Record<string, unknown>,
    ]
    const rows = fields.map((f) => {
      const differs = JSON.stringify(here[f.name] ?? null) !== JSON.stringify(there[f.name] ?? null)
      const name = [
        say(`field.${f.name}` as 'field.id'),
        differs && [' ', node('span', { class: 'chip warn' }, say('merge.differs'))],
      ]
      return { outcome: differs ? 'differs' : 'same', cells: [name, shown(f, here[f.name]), shown(f, there[f.name])] }
    })
    return dom.table('merge.caption', ['merge.field', 'merge.this', 'merge.stays'], rows)
  }

  return (box, item) => {
    const close = (): void => {
      box.replaceChildren(opener)
      opener.focus()
    }
    const compare = (other: ShownItem, at: HTMLElement): void => {
      const field = node('input', { id: 'merge-why', maxlength: 500, 'aria-describedby': 'merge-issue' })
      const why = field as HTMLInputElement
      const issue = node('p', { id: 'merge-issue', class: 'issues', role: 'alert' })
      const form = node(
        'form',
        { class: 'merging' },
        sideBySide(item, other),
        node('div', { class: 'field' }, node('label', { for: 'merge-why' }, say('merge.why')), field, issue),
        node(
          'p',
          { class: 'buttons' },
          node('button', { type: 'submit', class: 'grave' }, say('merge.do', { id: other.id })),
        ),
      )
      form.addEventListener('submit', (event) => {
        event.preventDefault()
        const said = why.value.trim()
        if (said !== '') return go(other.id, said)
        issue.replaceChildren(...say('move.reason.missing'))
        why.focus()
      })
      at.replaceChildren(form)
      why.focus()
    }
    const open = (): void => {
      const asked = node('input', { id: 'merge-search', type: 'search', maxlength: 80 }) as HTMLInputElement
      const found = node('div', { id: 'merge-found' })
      const status = node('div', { role: 'status', class: 'muted' })
      const failure = node('div', { role: 'alert' })
      const search = async (): Promise<void> => {
        notice.clear(failure)
        const query = new URLSearchParams({ kind: item.kind, limit: '20' })
        if (asked.value.trim() !== '') query.set('title', asked.value.trim())
        try {
          const { body } = await api.ask<{ items: ShownItem[] }>(`v1/knowledge/items?${query}`)
          const others = body.items.filter((i) => i.id !== item.id && i.publishedVersion !== null)
          status.replaceChildren(...(others.length === 0 ? say('merge.none') : []))
          found.replaceChildren(
            node(
              'ul',
              { class: 'plain' },
              others.map((other) =>
                node(
                  'li',
                  { 'data-id': other.id },
                  dom.button([say('merge.pick'), ' ', node('bdi', {}, other.title)], () => compare(other, found), {
                    class: 'link',
                  }),
                  node('span', { class: 'muted' }, ' ', other.id),
                ),
              ),
            ),
          )
        } catch (error) {
          notice.show(failure, error, () => void search())
        }
      }
      const form = node(
        'form',
        {},
        node(
          'div',
          { class: 'field' },
          node('label', { for: 'merge-search' }, say('merge.search')),
          node('span', { class: 'asking' }, asked, node('button', { type: 'submit' }, say('merge.find'))),
        ),
      )
      form.addEventListener('submit', (event) => {
        event.preventDefault()
        void search()
      })
      box.replaceChildren(
        node(
          'section',
          { 'aria-labelledby': 'merge-title' },
          node('h3', { id: 'merge-title' }, say('merge.title')),
          node('p', { class: 'note' }, say('merge.note')),
          form,
          status,
          failure,
          found,
          node('p', { class: 'buttons' }, dom.button(say('cancel'), close)),
        ),
      )
      asked.focus()
    }
    const opener = dom.button(say('merge.open'), open, { 'data-move': 'merge' })
    box.replaceChildren(opener)
  }
}
