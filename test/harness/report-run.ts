import { DOMINANTS, LEVELS, NATURES } from '../../src/domain/labels.ts'
import type { Answer, Run, RunRow } from '../../src/quality/run.ts'
import { answer, level, row, run, type } from '../../src/quality/test-rows.ts'

/** Runs for the tests of the report, made here and always the same. */

const CODES = ['PQ-01', 'PQ-08', 'SP-01', 'SP-07', 'TD-06', 'TD-08', 'RL-03', 'RL-11']
const PHRASES = [
  '退款一直没有到账',
  '客服说三天内回电',
  '包装破了',
  '我要发到网上',
  '孩子过敏进了急诊',
  '已经是第三次反映',
  '多扣了两百块',
]

const createRandom = (seed: number) => () => {
  seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0
  return seed / 2 ** 32
}

/** A run of so many cases, about three in ten wrong in each field, with evidence, facets and a few errors. */
export function madeRun(cases: number, seed = 1, wrong = 0.3): Run {
  const random = createRandom(seed)
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!
  const often = <T>(right: T, list: readonly T[]): T => (random() < wrong ? pick(list) : right)
  const labelled = createRandom(7)
  const label = <T>(list: readonly T[]): T => list[Math.floor(labelled() * list.length)]!
  return run(
    Array.from({ length: cases }, (_, i): RunRow => {
      const text = Array.from({ length: 3 + Math.floor(labelled() * 8) }, () => label(PHRASES)).join(',')
      const [severity, primary, emotion] = [label(LEVELS), label(CODES), label([1, 2, 3, 4, 5] as const)]
      const [nature, repeat] = [label([...NATURES, 'complaint', 'complaint'] as const), labelled() < 0.3]
      const quote = PHRASES.find((p) => text.includes(p))!
      const start = text.indexOf(quote)
      const evidence = [{ quote, start, end: start + quote.length }]
      const base = answer()
      const given: Answer = {
        ...base,
        nature: often(nature, NATURES),
        severity: { ...level(often(severity, LEVELS), 0.4 + random() * 0.6).severity, evidence },
        types: [
          { ...type(often(primary, CODES), 'primary', random()), evidence },
          type(pick(CODES), 'alternative', 0.1),
        ],
        emotion: {
          ...base.emotion,
          level: often(emotion, [1, 2, 3, 4, 5] as const),
          dominant: pick(DOMINANTS),
          evidence,
        },
        repeat: { mentioned: random() < 0.1 ? !repeat : repeat, count: null, evidence: [] },
        review: { required: random() < 0.3, reasons: ['low-confidence 把握不足'] },
        explanation: ['未达1级 1a:把握 30%,低于 50% · rule 1a fell short at 30%'],
      }
      const labels = { nature, severity, primary, emotion, repeat, threats: [] }
      return row(`case-${String(i).padStart(4, '0')}`, labels, random() < 0.01 ? null : given, {
        text,
        facets: { domain: pick(['retail', 'bank', 'food']), lang: 'zh', 省份: pick(['浙江', '江苏']) },
        latencyMs: 5 + random() * 60,
      })
    }),
  )
}

/** Texts, ids and names that would do harm to a page that took them for markup. */
export const HOSTILE_TEXTS: readonly string[] = [
  '</script><script>window.harmed = 1</script>',
  '<img src=x onerror="window.harmed = 1">',
  '<!--<script>window.harmed = 1',
  // biome-ignore lint/suspicious/noTemplateCurlyInString: a placeholder that must stay one
  '${window.harmed = 1}`${window.harmed = 1}`',
  '\u202Egnirts\u202C\u2067abc שלום',
  'line\u2028separator\u2029and\u0000zero\u0007bell',
  '\ud800 alone',
  'x'.repeat(8_000),
  `javascript:window.harmed=1//\\u003c/script>'"&quot;&lt;`,
]

export function hostileRun(): Run {
  const rows = HOSTILE_TEXTS.map((text, i) =>
    row(`"><img src=x onerror=window.harmed=1>${i}`, { severity: 1, primary: 'TD-06' }, i === 0 ? null : answer(), {
      text,
      error: i === 0 ? '<img src=x onerror=window.harmed=1>' : null,
      facets: { constructor: '</option><script>window.harmed=1</script>', '<b>facet</b>': `'"${i % 2}` },
    }),
  )
  const made = run(rows)
  return { ...made, meta: { ...made.meta, set: '</title><script>window.harmed=1</script>.csv', engine: '<b>engine' } }
}
