import type { CaseWriteUp, Script } from '../../../domain/knowledge.ts'
import type { FieldSpec } from '../fields.ts'
import type { Dom } from './dom.ts'

export interface ItemHistory {
  versions: {
    version: number
    author: string
    at: string
    why: string | null
    changed: string[]
    item: CaseWriteUp | Script
  }[]
  steps: { at: string; actor: string; action: string; version: number; why: string | null }[]
  /** Labels of the keys that stand above, by id. */
  people: Record<string, string>
}

export interface Past {
  show(history: ItemHistory, latest: number): void
  compare(from: number, to: number): void
}

/** Versions, what differs between any two of them, and who took which step. */
export function startPast(
  dom: Dom,
  fields: readonly FieldSpec[],
  view: (fields: readonly FieldSpec[], a: object, b: object) => HTMLElement,
  restore: (version: number) => void,
): Past {
  const { node, byId, say, named } = dom
  const [from, to, box] = [byId<HTMLSelectElement>('diff-from'), byId<HTMLSelectElement>('diff-to'), byId('diff')]
  let held: ItemHistory = { versions: [], steps: [], people: {} }
  const who = (id: string) => node('span', { title: id }, held.people[id] ?? id)
  const body = (version: string): object | undefined => held.versions.find((v) => String(v.version) === version)?.item
  const draw = (): void => {
    const [a, b] = [body(from.value), body(to.value)]
    box.replaceChildren(...(a && b ? [view(fields, a, b)] : []))
  }
  const compare: Past['compare'] = (a, b) => {
    from.value = String(a)
    to.value = String(b)
    draw()
  }
  from.addEventListener('change', draw)
  to.addEventListener('change', draw)
  return {
    compare,
    show(history, latest) {
      held = history
      const newest = [...history.versions].reverse()
      for (const select of [from, to])
        select.replaceChildren(
          ...newest.map((v) =>
            dom.tell(node('option', { value: v.version }), 'text', dom.said('version.n', { n: v.version })),
          ),
        )
      const last = newest[0]?.version ?? 1
      compare(newest[1]?.version ?? last, last)
      byId('versions').replaceChildren(
        dom.table(
          'item.versions.caption',
          ['list.version', 'version.who', 'version.when', 'version.why', 'version.changed', 'version.do'],
          newest.map((v) => ({
            cells: [
              say('version.n', { n: v.version }),
              who(v.author),
              dom.moment(v.at),
              v.why ? dom.sentence(v.why) : '—',
              v.changed.length > 0 ? v.changed.map((f, i) => [i > 0 && ', ', named('field', f)]) : '—',
              v.version === latest
                ? '—'
                : dom.button(say('version.restore', { n: v.version }), () => restore(v.version), { class: 'link' }),
            ],
          })),
        ),
      )
      byId('history').replaceChildren(
        dom.table(
          'history.caption',
          ['version.when', 'version.who', 'history.step', 'list.version', 'version.why'],
          [...history.steps].reverse().map((s) => ({
            cells: [
              dom.moment(s.at),
              who(s.actor),
              named('action', s.action),
              s.version,
              s.why ? dom.sentence(s.why) : '—',
            ],
          })),
        ),
      )
    },
  }
}
