import type { PageCase, PageData, PageOutcome } from '../page-data.ts'
import type { Bit, Dom } from './dom.ts'
import type { Speech } from './speech.ts'
import type { TextView } from './text-view.ts'

/** What a row opens to: the text with its marks on one side, labels beside answers on the other, the reasons below. */
export function createDetail(
  { node, words }: Dom,
  { codes, levels, fields, facets, phrases, compared }: Omit<PageData, 'cases'>,
  speech: Speech,
  view: TextView,
): (c: PageCase) => HTMLElement {
  const { named, spoken, line } = speech
  const MARKS = [
    ['level', '级别', 'level'],
    ['code', '类型', 'code'],
    ['emotion', '情绪', 'emotion'],
    ['threat', '威胁', 'threat'],
    ['repeat', '重复', 'repeat'],
    ['group', '群体', 'group'],
  ] as const
  const ROLES: Record<string, readonly [string, string]> = {
    primary: ['主', 'primary'],
    secondary: ['次', 'secondary'],
    alternative: ['备选', 'alternative'],
  }
  const FLAGS: Record<string, readonly [string, string]> = {
    mediaEscalation: ['媒体升级', 'media escalation'],
    externalEscalation: ['外部升级', 'external escalation'],
    repeatComplainant: ['重复投诉', 'repeat'],
    group: ['群体投诉', 'group'],
    safety: ['安全', 'safety'],
    vulnerable: ['弱势客户', 'vulnerable'],
    injectionSuspected: ['疑似注入', 'injection suspected'],
  }
  const told = (table: Record<string, readonly [string, string]>, key: string): Bit =>
    table[key] ? words(table[key][0], table[key][1]) : key
  const whole = (pieces: readonly (number | string)[]): string =>
    pieces.map((piece) => (typeof piece === 'number' ? phrases[piece] : piece)).join('')
  const share = (p: number): string => `${(p * 100).toFixed(0)}%`
  const part = (zh: string, en: string, ...children: Bit[]): HTMLElement =>
    node('div', { class: 'part' }, node('h3', {}, words(zh, en)), children)
  const list = (lines: readonly Bit[]): HTMLElement =>
    node(
      'ul',
      {},
      lines.map((line) => node('li', {}, line)),
    )

  const legend = (c: PageCase, box: HTMLElement): Bit[] =>
    MARKS.filter(([kind]) => c.spans.some((s) => s[0] === kind)).map(([kind, zh, en]) => {
      const button = node('button', { type: 'button', class: 'legend-mark', 'aria-pressed': 'true' })
      button.append(node('mark', { class: `mark-${kind}` }, words(zh, en)))
      button.addEventListener('click', () => {
        const on = button.getAttribute('aria-pressed') !== 'true'
        button.setAttribute('aria-pressed', String(on))
        box.classList.toggle(`without-${kind}`, !on)
      })
      return button
    })

  const outcomeRow = (c: PageCase, [field, right, , labelled, answered]: PageOutcome): HTMLElement => {
    const change = c.changes.find((one) => one[0] === field)
    const before = change ? [spoken(field, change[2]), change[1] === 'better' ? ' ▲' : ' ▼'] : spoken(field, answered)
    return node(
      'tr',
      { class: right ? 'right' : 'wrong' },
      node('th', { scope: 'row' }, named(fields, field)),
      node('td', {}, spoken(field, labelled)),
      node('td', { class: 'answer' }, node('span', { class: 'sign' }, right ? '✓ ' : '✕ '), spoken(field, answered)),
      compared && node('td', { class: change ? `before ${change[1]}` : 'before muted' }, before),
    )
  }
  const outcomes = (c: PageCase): HTMLElement =>
    node(
      'table',
      { class: 'outcomes' },
      node('caption', { class: 'unseen' }, words('标注与判定', 'Labels and answers')),
      node(
        'thead',
        {},
        node(
          'tr',
          {},
          node('th', { scope: 'col' }, words('项目', 'Field')),
          node('th', { scope: 'col' }, words('标注', 'Labelled')),
          node('th', { scope: 'col' }, words('判定', 'Answered')),
          compared && node('th', { scope: 'col' }, words('基线', 'Baseline')),
        ),
      ),
      node(
        'tbody',
        {},
        c.outcomes.map((o) => outcomeRow(c, o)),
      ),
    )

  const levelsOf = (c: PageCase): HTMLElement =>
    node(
      'div',
      { class: 'levels' },
      c.distribution.map((p, i) => {
        const bar = node('span', { class: 'level-bar' })
        bar.style.width = share(p)
        return node(
          'div',
          {},
          node('span', { class: 'level-name' }, `${i + 1} `, named(levels, String(i + 1), '')),
          node('span', { class: 'level-track' }, bar),
          node('span', { class: 'level-share' }, share(p)),
        )
      }),
    )

  const quotes = (c: PageCase): HTMLElement =>
    list(
      c.spans.map(([kind, start, end, what]) => {
        const mark = MARKS.find((m) => m[0] === kind)!
        const said = kind === 'code' ? named(codes, what) : kind === 'threat' ? spoken('threats', what) : null
        return [
          node('span', { class: 'muted' }, words(mark[1], mark[2]), ' ', said, ' '),
          node('q', {}, node('bdi', {}, c.text.slice(start, end))),
        ]
      }),
    )

  return (c) => {
    const text = view(c.text, c.spans)
    const about = Object.entries(c.facets).map(([facet, value]) =>
      node(
        'span',
        { class: 'fact' },
        node('span', { class: 'muted' }, named(facets, facet), ' '),
        node('bdi', {}, value),
      ),
    )
    return node(
      'div',
      { class: 'detail' },
      node(
        'div',
        { class: 'left' },
        node('p', { class: 'marks' }, legend(c, text)),
        text,
        node(
          'p',
          { class: 'about' },
          about,
          node('span', { class: 'fact muted' }, `${c.latencyMs.toFixed(0)} ms`),
          c.flags.map((flag) => node('span', { class: 'chip' }, told(FLAGS, flag))),
        ),
        c.spans.length > 0 && part('依据', 'Words it rests on', quotes(c)),
        c.explanation.length > 0 &&
          part('为什么不更重', 'Why not graver', list(c.explanation.map((pieces) => line(whole(pieces))))),
      ),
      node(
        'div',
        { class: 'right' },
        c.error !== null &&
          node('p', { class: 'failed' }, words('没有答案:', 'No answer: '), node('code', {}, c.error)),
        outcomes(c),
        c.distribution.length > 0 &&
          part(
            '级别的把握',
            'Confidence by level',
            levelsOf(c),
            node(
              'p',
              { class: 'muted' },
              c.rules.length > 0 && [words('规则 ', 'rules '), c.rules.join(' '), ' '],
              c.floor !== null && [words('策略底线 ', 'floor '), c.floor],
            ),
          ),
        c.types.length > 0 &&
          part(
            '所列类型',
            'Listed codes',
            list(
              c.types.map(([code, role, p]) => [
                named(codes, code),
                node('span', { class: 'muted' }, ' ', told(ROLES, role), ` ${share(p)}`),
              ]),
            ),
          ),
        c.review !== null && part('送人工的原因', 'Why a person looks', list(c.review)),
        c.degraded.length > 0 && part('降级', 'Degraded', list(c.degraded)),
      ),
    )
  }
}
