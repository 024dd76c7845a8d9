import type { MonthlyWord, MonthlyWordsResult } from '../../../knowledge/monthly-words.ts'
import type { Bit } from './dom.ts'
import type { Tools } from './tools.ts'

/** The words of a month: what rose, what is new, and what no script speaks of, with a way to write one. */
export function startWords(
  { doc, dom, api, notice }: Tools,
  dots: (before: number, now: number, most: number) => SVGElement,
): void {
  const MOST = 200
  const { node, byId, say, named } = dom
  const root = doc.body.dataset.root ?? ''
  const [month, show, said, failure, found] = [
    byId<HTMLInputElement>('month'),
    byId<HTMLSelectElement>('show'),
    byId('said'),
    byId('failure'),
    byId('found'),
  ]
  let turn = 0
  let held: MonthlyWordsResult | null = null
  const percent = (share: number): string => `${(share * 100).toFixed(share > 0 && share < 0.1 ? 1 : 0)}%`
  const times = (ratio: number): string => ratio.toFixed(ratio < 10 ? 1 : 0)

  const scriptOf = (w: MonthlyWord): Bit => {
    if (w.script) return node('a', { href: `${root}knowledge/script/${w.script.id}` }, node('bdi', {}, w.script.scene))
    // Behind the #, so that a customer's word is in no request and no log.
    const draft = new URLSearchParams({ scene: w.word, codes: w.codes.map((c) => c.code).join(',') })
    return [
      node('span', { class: 'chip warn' }, say('words.missing')),
      ' ',
      node('a', { href: `${root}knowledge/new?kind=script#${draft}`, class: 'write' }, say('words.write')),
    ]
  }
  const row = (most: number) => (w: MonthlyWord) => ({
    outcome: w.change,
    cells: [
      node('bdi', {}, w.word),
      node('span', { class: w.change === 'new' ? 'chip good' : 'chip' }, named('change', w.change)),
      say('words.people.of', { n: w.count, b: w.before.count }),
      [
        dots(w.before.share, w.share, most),
        node('span', { class: 'sub muted' }, percent(w.before.share), ' → ', percent(w.share)),
      ],
      [
        say('words.times.of', { r: times(w.ratio) }),
        node(
          'span',
          { class: 'sub muted' },
          w.ratioHigh === null
            ? say('words.range.open', { low: times(w.ratioLow) })
            : say('words.range', { low: times(w.ratioLow), high: times(w.ratioHigh) }),
        ),
      ],
      w.codes.map(({ code }) => [node('code', {}, code), ' ']),
      scriptOf(w),
    ] as Bit[],
  })
  const draw = (): void => {
    if (!held) return
    const { words, complaints, complainants, before, rose, new: fresh, missing, reason, complete } = held
    const wanted = words.filter(
      (w) => show.value === '' || (show.value === 'missing' ? w.script === null : w.change === show.value),
    )
    const most = Math.max(...words.map((w) => Math.max(w.share, w.before.share)), 0)
    said.replaceChildren(
      ...(reason !== null ? [node('span', {}, dom.sentence(reason))] : wanted.length === 0 ? say('words.none') : []),
    )
    found.replaceChildren(
      node(
        'p',
        { class: 'facts' },
        node('span', {}, say('words.of', { month: held.month, n: complainants, c: complaints })),
        node('span', { class: 'muted' }, say('words.before', { month: before.month, n: before.complainants })),
        !complete && node('b', { class: 'warn' }, say('words.running')),
        node('span', {}, say('words.counts', { rose, new: fresh, missing })),
      ),
      ...(wanted.length === 0
        ? []
        : [
            node('p', { class: 'hint' }, say('words.legend', { p: percent(most) })),
            node(
              'div',
              { class: 'card words' },
              dom.table(
                'words.caption',
                [
                  'words.word',
                  'words.change',
                  'words.people',
                  'words.share',
                  'words.times',
                  'list.codes',
                  'words.script',
                ],
                wanted.map(row(most)),
              ),
            ),
            ...(rose + fresh > words.length
              ? [node('p', { class: 'muted' }, say('words.more', { n: words.length }))]
              : []),
          ]),
    )
  }
  const load = async (): Promise<void> => {
    const mine = ++turn
    const query = new URLSearchParams({ limit: String(MOST) })
    if (month.value !== '') query.set('month', month.value)
    notice.clear(failure)
    found.replaceChildren()
    said.replaceChildren(...say('words.reading'))
    try {
      const { body } = await api.ask<MonthlyWordsResult>(`v1/knowledge/monthly-words?${query}`)
      // Only the last question asked is answered.
      if (mine !== turn) return
      held = body
      month.value = body.month
      draw()
    } catch (error) {
      if (mine !== turn) return
      said.replaceChildren()
      notice.show(failure, error, () => void load())
    }
  }
  byId('filters').addEventListener('submit', (event) => {
    event.preventDefault()
    void load()
  })
  month.addEventListener('change', () => void load())
  show.addEventListener('change', draw)
  void load()
}
