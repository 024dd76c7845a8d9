import type { Dom } from './dom.ts'
import type { ShownItem } from './items-list.ts'

export type PageMove = 'submit' | 'return' | 'approve' | 'retire'

/** The steps that an item may take from where it stands. Those that must say why ask for it first. */
export function startMoves(
  dom: Dom,
  box: HTMLElement,
  item: ShownItem,
  go: (move: PageMove, why: string | null) => void,
): void {
  const { node, say } = dom
  const FROM: Record<string, readonly PageMove[]> = {
    draft: ['submit', 'retire'],
    in_review: ['approve', 'return', 'retire'],
    published: ['retire'],
  }
  const ask = node('div', {})
  const askWhy = (move: PageMove): void => {
    const field = node('input', {
      id: 'move-why',
      maxlength: 500,
      'aria-describedby': 'move-issue',
    }) as HTMLInputElement
    const issue = node('p', { id: 'move-issue', class: 'issues', role: 'alert' })
    const form = node(
      'form',
      {},
      node(
        'div',
        { class: 'field' },
        node('label', { for: 'move-why' }, say(`move.${move}`), ' · ', say('move.reason')),
        field,
        issue,
      ),
      node(
        'p',
        { class: 'buttons' },
        node('button', { type: 'submit', class: move === 'retire' ? 'grave' : 'main' }, say(`move.${move}`)),
        dom.button(say('cancel'), () => {
          ask.replaceChildren()
          buttons.find((b) => b.dataset.move === move)?.focus()
        }),
      ),
    )
    form.addEventListener('submit', (event) => {
      event.preventDefault()
      const why = field.value.trim()
      if (why === '') {
        issue.replaceChildren(...say('move.reason.missing'))
        field.focus()
      } else go(move, why)
    })
    ask.replaceChildren(form)
    field.focus()
  }
  const buttons = (FROM[item.status] ?? []).map((move) =>
    dom.button(say(`move.${move}`), () => (move === 'return' || move === 'retire' ? askWhy(move) : go(move, null)), {
      'data-move': move,
      class: move === 'submit' || move === 'approve' ? 'main' : move === 'retire' ? 'grave' : null,
    }),
  )
  box.replaceChildren(node('p', { class: 'buttons' }, buttons), ask)
}
