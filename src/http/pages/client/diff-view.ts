import type { FieldSpec } from '../fields.ts'
import type { Diff } from './diff.ts'
import type { Bit, Dom } from './dom.ts'

/** Two versions field by field: what stayed is left out, what changed shows its words. */
export function createDiffView(
  { node, say, saidOf, both }: Dom,
  diff: Diff,
): (fields: readonly FieldSpec[], before: object, after: object) => HTMLElement {
  const spoken = (spec: FieldSpec, value: unknown, tongue: 0 | 1): string =>
    spec.group && !Array.isArray(value) && value !== null && value !== undefined
      ? saidOf(spec.group, String(value))[tongue]
      : diff.textOf(value)
  const piece = (kind: string, text: string): Bit => {
    if (kind === 'same') return text
    // Said to those who hear the page as well: colour and a line through are for eyes only.
    const word = node('span', { class: 'unseen' }, say(kind === 'out' ? 'diff.out' : 'diff.in'), ' ')
    return node(kind === 'out' ? 'del' : 'ins', {}, word, text)
  }
  return (fields, before, after) => {
    const [a, b] = [before as Record<string, unknown>, after as Record<string, unknown>]
    const changed = fields.filter((f) => JSON.stringify(a[f.name] ?? null) !== JSON.stringify(b[f.name] ?? null))
    if (changed.length === 0) return node('p', { class: 'muted' }, say('diff.same'))
    return node(
      'dl',
      { class: 'diff' },
      changed.map((f) => [
        node('dt', { 'data-field': f.name }, say(`field.${f.name}` as 'field.id')),
        node(
          'dd',
          {},
          f.input === 'select'
            ? [
                node(
                  'del',
                  {},
                  node('span', { class: 'unseen' }, say('diff.old'), ' '),
                  both(spoken(f, a[f.name], 0), spoken(f, a[f.name], 1)),
                ),
                ' → ',
                node(
                  'ins',
                  {},
                  node('span', { class: 'unseen' }, say('diff.new'), ' '),
                  both(spoken(f, b[f.name], 0), spoken(f, b[f.name], 1)),
                ),
              ]
            : diff.texts(diff.textOf(a[f.name]), diff.textOf(b[f.name])).map((p) => piece(p.kind, p.text)),
        ),
      ]),
    )
  }
}
