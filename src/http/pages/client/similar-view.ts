import type { Decision } from '../../../domain/decision.ts'
import type { Tools } from './tools.ts'

/** The similar cases of a decision, each with why it is thought alike, how it ended and what it taught; one that helped is counted as used. */
export function createSimilarView({ dom, api }: Tools): (decision: Decision, list: HTMLElement) => void {
  const { node, say, named } = dom
  const useButton = (id: string, decision: Decision): HTMLButtonElement => {
    const made = dom.button(say('console.case.use'), () => {
      const json = decision.stored ? { triageId: decision.id } : {}
      made.disabled = true
      made.replaceChildren(...say('console.case.used'))
      api.ask(`v1/knowledge/items/case/${id}/used`, { method: 'POST', json, quiet: true }).catch(() => {
        made.disabled = false
        made.replaceChildren(...say('console.case.use'))
      })
    })
    return made
  }
  return (decision, list) => {
    const { similarCases, recall } = decision
    const cards = similarCases.map((c) =>
      node(
        'li',
        { class: 'case', 'data-id': c.id },
        node('h3', {}, node('bdi', {}, c.title)),
        node(
          'p',
          { class: 'chips' },
          node('span', { class: `badge level-${c.level}` }, named('level', c.level)),
          node('code', {}, c.code),
          node('span', { class: c.outcome === 'resolved' ? 'chip good' : 'chip warn' }, named('outcome', c.outcome)),
          node('span', { class: 'muted' }, `${Math.round(c.score * 100)}%`),
        ),
        c.why.length > 0 &&
          node(
            'p',
            { class: 'why' },
            node('span', { class: 'muted' }, say('console.case.why'), ' '),
            c.why.map((w) => node('span', { class: 'chip' }, dom.sentence(w))),
          ),
        node('p', {}, node('b', {}, say('console.case.result'), ' '), node('bdi', {}, c.result)),
        node('p', {}, node('b', {}, say('console.case.lessons'), ' '), node('bdi', {}, c.lessons)),
        node('p', {}, useButton(c.id, decision)),
      ),
    )
    list.replaceChildren(
      ...(cards.length > 0
        ? cards
        : [node('li', { class: 'muted' }, recall.cases ? dom.sentence(recall.cases) : say('console.cases.none'))]),
    )
  }
}
