import type { TriageRequest } from '../domain/complaint.ts'
import type { Decision, Evidence } from '../domain/decision.ts'
import { type MaskedSpan, toMasked } from '../domain/text/mask.ts'
import { fillAgain, withoutValues } from '../knowledge/fill-slots.ts'

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

/** For keeping: offsets alone, so that no word of the customer's stands in the record in clear, nor in a script's slots. */
export const withoutQuotes = (decision: Decision): Decision => {
  const kept = mapEvidence(decision, (e) => ({ ...e, quote: '' }))
  return { ...kept, scripts: kept.scripts.map(withoutValues) }
}

/** For an answer given again to the same body: quotes and slots are taken from what was sent again. */
export function withQuotes(
  decision: Decision,
  { text, customer, order }: Pick<TriageRequest, 'text' | 'customer' | 'order'>,
): Decision {
  const quoted = mapEvidence(decision, (e) => ({ ...e, quote: text.slice(e.start, e.end) }))
  return { ...quoted, scripts: quoted.scripts.map((s) => fillAgain(s, { text, customer, order, decision })) }
}

/** For showing a kept decision: offsets and quotes of the masked text; of slots what the decision itself still knows. */
export function onMaskedText(decision: Decision, maskedText: string, spans: readonly MaskedSpan[]): Decision {
  const moved = mapEvidence(decision, (e) => {
    const { start, end } = toMasked(spans, e.start, e.end)
    return { start, end, quote: maskedText.slice(start, end) }
  })
  const entities = moved.entities.map((x) => ({ ...x, ...toMasked(spans, x.start, x.end) }))
  const facts = { text: maskedText, decision: { ...moved, entities } }
  const scripts = moved.scripts.map((s) =>
    fillAgain(
      {
        ...s,
        slotsFilled: (s.slotsFilled ?? []).map((f) => ({ ...f, at: f.at && toMasked(spans, f.at.start, f.at.end) })),
      },
      facts,
    ),
  )
  return { ...moved, entities, scripts }
}
