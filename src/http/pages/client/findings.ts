import type { ItemFinding } from '../../../knowledge/import/types.ts'
import type { Bit, Dom } from './dom.ts'

/** One finding of an upload in words: what is wrong and what to do. */
export function createFindings(dom: Dom): (finding: ItemFinding, withField: boolean) => HTMLElement {
  const { node, say, both } = dom
  return (f, withField) => {
    const like: Bit = f.like && [
      ' ',
      say('finding.like', { title: f.like.title, p: `${Math.round(f.like.similarity * 100)}%` }),
    ]
    return node(
      'div',
      { class: `finding ${f.severity}`, 'data-rule': f.rule },
      node('b', { class: 'tag' }, dom.named('finding', f.severity)),
      ' ',
      withField && f.field && [dom.named('field', f.field.split('.')[0]!), ': '],
      both(f.problem.zh, f.problem.en),
      like,
      ' ',
      node('span', { class: 'muted' }, both(f.advice.zh, f.advice.en)),
    )
  }
}
