import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Decision, Evidence, FilledSlot } from '../domain/decision.ts'
import { DECISION_EXAMPLE } from '../http/routes/triage-example.ts'
import { mask } from './mask.ts'
import { normalise } from './normalise.ts'
import { onMaskedText, withoutQuotes, withQuotes } from './stored.ts'

// With the right checksums: GB 11643 and Luhn.
const PERSONAL = [
  '13812345678',
  '+86 139 1234 5678',
  '010-62345678',
  '11010519491231002X',
  '4111111111111111',
  'li.lei@example.com',
]
const WORDS = ['退款', '三天', '😡', '没到,', '𠮷', 'refund ', '請處理', '我的电话是', '\u200b', '\n', '。']
const anyText = fc
  .array(fc.constantFrom(...PERSONAL, ...WORDS), { minLength: 1, maxLength: 12 })
  .map((parts) => `诉${parts.join(' ')}`)
/** A text and pieces of it as evidence, wherever they fall: also across and inside personal data. */
const quotedText = anyText.chain((text) =>
  fc.record({
    text: fc.constant(text),
    evidence: fc.array(
      fc.tuple(fc.nat(text.length - 1), fc.integer({ min: 1, max: 20 })).map(([start, n]): Evidence => {
        const end = Math.min(text.length, start + n)
        return { start, end, quote: text.slice(start, end) }
      }),
      { minLength: 1, maxLength: 4 },
    ),
  }),
)

function decisionOn(text: string, evidence: Evidence[]): Decision {
  const { spans } = mask(normalise(text))
  return {
    ...DECISION_EXAMPLE,
    severity: { ...DECISION_EXAMPLE.severity, evidence },
    types: [{ ...DECISION_EXAMPLE.types[0]!, evidence }],
    emotion: { ...DECISION_EXAMPLE.emotion, evidence },
    threats: [{ channel: 'media', stance: 'threatened', evidence }],
    repeat: { ...DECISION_EXAMPLE.repeat, evidence },
    group: { ...DECISION_EXAMPLE.group, evidence },
    tags: [{ scheme: 's', item: 'i', zh: '', en: '', evidence }],
    entities: spans.map((s) => ({ kind: s.kind, start: s.start, end: s.end, value: s.placeholder })),
  }
}
const allEvidence = (d: Decision) =>
  [d.severity, d.emotion, d.repeat, d.group, ...d.types, ...d.threats, ...d.tags].flatMap((x) => x.evidence)

describe('a kept decision', () => {
  it('F3: holds no quote anywhere, and nothing else of it is changed', () => {
    fc.assert(
      fc.property(quotedText, ({ text, evidence }) => {
        const before = decisionOn(text, evidence)
        const kept = withoutQuotes(before)
        const blank = JSON.parse(JSON.stringify(before, (key, value) => (key === 'quote' ? '' : value)))
        expect(JSON.parse(JSON.stringify(kept))).toEqual(blank)
        expect(allEvidence(kept)).toHaveLength(evidence.length * 7)
        for (const e of allEvidence(kept)) expect(e.quote).toBe('')
      }),
      { numRuns: 60 },
    )
  })

  it('gets its quotes back exactly from the text that is sent again', () => {
    fc.assert(
      fc.property(quotedText, ({ text, evidence }) => {
        const before = decisionOn(text, evidence)
        const kept = JSON.parse(JSON.stringify(withoutQuotes(before))) as Decision
        expect(withQuotes(kept, { text })).toEqual(JSON.parse(JSON.stringify(before)))
      }),
      { numRuns: 60 },
    )
  })

  it('F3: shown, its quotes stand in the masked text, hold no personal data, and are the same words where none was masked', () => {
    fc.assert(
      fc.property(quotedText, ({ text, evidence }) => {
        const { text: masked, spans } = mask(normalise(text))
        const shown = onMaskedText(withoutQuotes(decisionOn(text, evidence)), masked, spans)
        for (const [i, e] of shown.severity.evidence.entries()) {
          const was = evidence[i]!
          expect(masked.slice(e.start, e.end)).toBe(e.quote)
          expect(e.quote).not.toBe('')
          expect(e.quote).not.toMatch(/\d{4}|@/)
          const apart = spans.every((s) => was.end <= s.start || s.end <= was.start)
          if (apart) expect(e.quote).toBe(was.quote)
          // A placeholder is shown whole or not at all.
          for (const s of spans) if (was.start < s.end && s.start < was.end) expect(e.quote).toContain(s.placeholder)
        }
        for (const x of shown.entities) expect(masked.slice(x.start, x.end)).toBe(x.value)
        expect(JSON.stringify(shown)).not.toMatch(/13812345678|11010519491231002X|4111111111111111|li\.lei@/)
      }),
      { numRuns: 150 },
    )
  })

  const TEXT = '李雷来电:你们扣了我299元会员费,回电13812345678'
  const request = {
    text: TEXT,
    customer: { name: '李雷', tier: 'ordinary' as const },
    order: { id: 'ORDER-777', product: '净水器13812345678' },
  }
  const at = { start: TEXT.indexOf('299元'), end: TEXT.indexOf('299元') + 4 }
  const amount = { kind: 'amount' as const, ...at, value: 299 }
  const filledSlot = (slot: string, value: string, from: FilledSlot['from'], place: FilledSlot['at'] = null) => ({
    slot,
    value,
    from,
    at: place,
  })
  const withScript = (): Decision => ({
    ...decisionOn(TEXT, []),
    entities: [amount],
    scripts: [
      {
        id: 'script-one',
        scene: '扣费',
        text: '{客户称呼},{商品名称}(订单{订单号})的{扣款金额}元,{承诺时间}前答复,{已核实原因}',
        slots: ['客户称呼', '商品名称', '订单号', '扣款金额', '承诺时间', '已核实原因'],
        avoid: [],
        score: 0.9,
        why: [],
        audience: 'frontline',
        filled: '李雷,净水器13812345678(订单ORDER-777)的299元,11月21日10:20前答复,{已核实原因}',
        unfilled: ['已核实原因'],
        slotsFilled: [
          filledSlot('客户称呼', '李雷', 'customer.name'),
          filledSlot('商品名称', '净水器13812345678', 'order.product'),
          filledSlot('订单号', 'ORDER-777', 'order.id'),
          filledSlot('扣款金额', '299元', 'text.amount', at),
          filledSlot('承诺时间', '11月21日10:20前', 'clocks.resolveBy'),
        ],
      },
    ],
  })

  it('F3: holds no value of a filled slot, and gets each back from what is sent again', () => {
    const kept = JSON.parse(JSON.stringify(withoutQuotes(withScript()))) as Decision
    for (const secret of ['李雷', '13812345678', 'ORDER-777', '净水器'])
      expect(JSON.stringify(kept.scripts)).not.toContain(secret)
    expect(kept.scripts[0]!.slotsFilled.map((s) => [s.slot, s.value, s.from])).toEqual(
      withScript().scripts[0]!.slotsFilled.map((s) => [s.slot, '', s.from]),
    )
    expect(withQuotes(kept, request)).toEqual(withScript())
  })

  it('F3: shown, its scripts say what the decision itself still knows and leave the customer’s own words open', () => {
    const { text, spans } = mask(normalise(TEXT), ['李雷'])
    const [script] = onMaskedText(withoutQuotes(withScript()), text, spans).scripts
    expect(script!.filled).toBe('{客户称呼},{商品名称}(订单{订单号})的299元,11月21日10:20前答复,{已核实原因}')
    expect(script!.unfilled).toEqual(['客户称呼', '商品名称', '订单号', '已核实原因'])
    const [sum] = script!.slotsFilled
    expect(text.slice(sum!.at!.start, sum!.at!.end)).toBe('299元')
  })

  it('shows a decision of before slots were filled', () => {
    const { filled: _, unfilled: __, slotsFilled: ___, ...before } = withScript().scripts[0]!
    const old = { ...withScript(), scripts: [before] } as unknown as Decision
    const { text, spans } = mask(normalise(TEXT))
    expect(onMaskedText(old, text, spans).scripts[0]).toMatchObject({ filled: before.text, unfilled: before.slots })
    expect(withQuotes(old, request).scripts[0]).toMatchObject({ filled: before.text, slotsFilled: [] })
  })
})
