import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Decision, Evidence } from '../domain/decision.ts'
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
        expect(withQuotes(kept, text)).toEqual(JSON.parse(JSON.stringify(before)))
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
})
