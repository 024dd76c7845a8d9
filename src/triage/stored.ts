import type { Decision, Evidence } from '../domain/decision.ts'
import { type MaskedSpan, toMasked } from '../domain/text/mask.ts'

/** Every evidence list of a decision passed through `change`; nothing else is touched. */
function mapEvidence(decision: Decision, change: (e: Evidence) => Evidence): Decision {
  const list = (evidence: readonly Evidence[]) => evidence.map(change)
  const each = <T extends { evidence: Evidence[] }>(x: T): T => ({ ...x, evidence: list(x.evidence) })
  return {
    ...decision,
    severity: each(decision.severity),
    types: decision.types.map(each),
    emotion: each(decision.emotion),
    threats: decision.threats.map(each),
    repeat: each(decision.repeat),
    group: each(decision.group),
    tags: decision.tags.map(each),
  }
}

/** For keeping: offsets alone, so that no word of the customer's stands in the record in clear. */
export const withoutQuotes = (decision: Decision): Decision => mapEvidence(decision, (e) => ({ ...e, quote: '' }))

/** For an answer given again to the same body: the quotes are cut from the text that was sent again. */
export const withQuotes = (decision: Decision, text: string): Decision =>
  mapEvidence(decision, (e) => ({ ...e, quote: text.slice(e.start, e.end) }))

/** For showing a kept decision: offsets and quotes of the masked text. */
export function onMaskedText(decision: Decision, maskedText: string, spans: readonly MaskedSpan[]): Decision {
  const moved = mapEvidence(decision, (e) => {
    const { start, end } = toMasked(spans, e.start, e.end)
    return { start, end, quote: maskedText.slice(start, end) }
  })
  return { ...moved, entities: moved.entities.map((x) => ({ ...x, ...toMasked(spans, x.start, x.end) })) }
}
