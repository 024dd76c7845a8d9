import type { Decision, Evidence } from '../../../domain/decision.ts'
import type { Bit, Dom } from './dom.ts'
import type { Quoted } from './evidence.ts'
import type { PolicyNames } from './tools.ts'

interface Judgement extends Quoted {
  title: Bit
  detail: Bit
  evidence: readonly Evidence[]
}

export interface DecisionView {
  headline(decision: Decision): HTMLElement
  judgements(decision: Decision): Judgement[]
  routing(decision: Decision, names: PolicyNames): Bit
}

/** A decision in words: colour never stands alone. */
export function createDecisionView(dom: Dom): DecisionView {
  const { node, say, named, both } = dom
  const share = (p: number): string => `${Math.round(p * 100)}%`
  const row = (k: Bit, v: Bit): HTMLElement[] => [node('dt', {}, k), node('dd', {}, v)]
  const list = (lines: readonly Bit[], kind = 'plain-lines'): Bit =>
    lines.length > 0 &&
    node(
      'ul',
      { class: kind },
      lines.map((line) => node('li', {}, line)),
    )

  /** «level-1 一级事件须人工确认 (A5)»: the service says why in Chinese, behind an id that has its English here. */
  const reasonOf = (reason: string): Bit => {
    const [, id = '', zh = reason] = /^([a-z0-9.-]+) (?=\p{Script=Han})(.*)$/su.exec(reason) ?? []
    const en = dom.saidOf('reason', id)[1]
    return en === id ? dom.sentence(zh) : both(zh, en + (/ \([^()]*\)$/.exec(zh)?.[0] ?? ''))
  }

  return {
    headline(d) {
      const { level } = d.severity
      const main = d.types.find((t) => t.role === 'primary')
      const flags = Object.entries(d.flags).filter(([, on]) => on)
      return node(
        'div',
        { class: `verdict level-${level}` },
        node(
          'p',
          { class: 'big' },
          node('span', { class: `badge level-${level}` }, named('level', level)),
          main
            ? node('span', {}, node('code', {}, main.code), ' ', both(main.name, main.nameEn))
            : node('span', {}, named('nature', d.nature)),
        ),
        node(
          'p',
          { class: 'facts' },
          node(
            'span',
            {},
            say('console.emotion'),
            ' ',
            say('console.emotion.level', { n: d.emotion.level }),
            ' ',
            named('dominant', d.emotion.dominant),
          ),
          d.emotion.alert && node('b', { class: 'bad' }, say('console.emotion.alert')),
          node('span', {}, say('console.escalation'), ' ', named('risk', d.escalation.risk)),
          node('span', { class: 'muted' }, say('console.stored'), ' ', node('code', {}, d.id)),
        ),
        flags.length > 0 &&
          node(
            'p',
            { class: 'chips' },
            node('span', { class: 'muted' }, say('console.flags')),
            flags.map(([flag]) => node('span', { class: 'chip bad' }, named('flag', flag))),
          ),
        node(
          'div',
          { class: 'review' },
          node('b', {}, say(d.review.required ? 'console.review' : 'console.review.not')),
          list(d.review.reasons.map(reasonOf)),
        ),
      )
    },

    judgements(d) {
      const { severity, emotion, repeat, group } = d
      return [
        {
          id: 'level',
          kind: 'level',
          title: [say('console.level'), ' ', named('level', severity.level)],
          detail: [
            say('console.sure', { p: share(severity.confidence) }),
            severity.rules.length > 0 && [' · ', say('console.rules', { rules: severity.rules.join(' ') })],
            severity.floor && [' · ', say('console.floor', { id: severity.floor })],
            list((d.explanation ?? []).map(dom.sentence)),
          ],
          evidence: severity.evidence,
        },
        ...d.types.map(
          (t, i): Judgement => ({
            id: `type-${i}`,
            kind: 'type',
            title: [say(`console.code.${t.role}`), ' ', node('code', {}, t.code), ' ', both(t.name, t.nameEn)],
            detail: [
              say('console.sure', { p: share(t.confidence) }),
              t.duties.length > 0 && [
                ' · ',
                say('console.duties'),
                ' ',
                t.duties.map((x, n) => [n > 0 && '; ', both(x.zh, x.en)]),
              ],
            ],
            evidence: t.evidence,
          }),
        ),
        {
          id: 'emotion',
          kind: 'emotion',
          title: [
            say('console.emotion'),
            ' ',
            say('console.emotion.level', { n: emotion.level }),
            ' ',
            named('dominant', emotion.dominant),
          ],
          detail: emotion.alert && say('console.emotion.alert'),
          evidence: emotion.evidence,
        },
        ...d.threats.map(
          (t, i): Judgement => ({
            id: `threat-${i}`,
            kind: 'threat',
            title: [say('console.threat'), ' ', named('threat', t.channel), ' ', named('stance', t.stance)],
            detail: null,
            evidence: t.evidence,
          }),
        ),
        ...(repeat.mentioned || repeat.priorCount > 0
          ? [
              {
                id: 'repeat',
                kind: 'repeat',
                title: [say('console.repeat'), ' · ', say('console.repeat.risk'), ' ', named('risk', repeat.risk)],
                detail: [
                  say('console.repeat.prior', { n: repeat.priorCount }),
                  repeat.count !== null && [' · ', say('console.repeat.count', { n: repeat.count })],
                ],
                evidence: repeat.evidence,
              },
            ]
          : []),
        ...(group.mentioned || group.distinctCustomers > 1
          ? [
              {
                id: 'group',
                kind: 'group',
                title: say('console.group'),
                detail: say('console.group.n', { n: group.distinctCustomers }),
                evidence: group.evidence,
              },
            ]
          : []),
        ...d.tags.map(
          (t, i): Judgement => ({
            id: `tag-${i}`,
            kind: 'tag',
            title: [say('console.tag'), ' ', both(t.zh, t.en)],
            detail: null,
            evidence: t.evidence,
          }),
        ),
      ]
    },

    routing({ routing, escalation }, { departments }) {
      const team = (id: string): Bit => {
        const found = Object.hasOwn(departments, id) ? departments[id]! : null
        return found ? both(found.zh, found.en) : id
      }
      const { role, limitYuan } = routing.approval
      const [zh, en] = dom.saidOf('role', role)
      const fill = (name: string) => ({ role: name, n: limitYuan?.toLocaleString('en') ?? '' })
      const key = limitYuan === null ? 'console.approval.none' : 'console.approval.limit'
      return [
        row(say('console.team'), [team(routing.team), routing.senior && [' · ', node('b', {}, say('console.senior'))]]),
        routing.collaborators.length > 0 &&
          row(
            say('console.with'),
            routing.collaborators.map((id, i) => [i > 0 && ', ', team(id)]),
          ),
        row(say('console.approval'), both(dom.said(key, fill(zh))[0], dom.said(key, fill(en))[1])),
        row(say('console.escalation'), [
          named('risk', escalation.risk),
          list(escalation.factors.map((f) => both(f.zh, f.en))),
        ]),
      ]
    },
  }
}
