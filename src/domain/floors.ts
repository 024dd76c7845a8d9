import type { Assessment, Measured } from './assessment.ts'
import type { Evidence } from './decision.ts'
import type { Level } from './labels.ts'
import type { Policy } from './policy/parse.ts'

/** The signal for words written to the machine. */
export const INJECTION = 'injection'
/** The wider one, for words about how the text is to be judged: nothing is made lighter by them, and nobody is called for them alone. */
export const ADDRESSED = 'addressed'

export type Floor = Policy['floors'][number]

/** Every signal that holds for an assessment, each with the words it was read from: those that fired, and those that are worked out. */
export function firedSignals(assessment: Assessment, original: string, policy: Policy): Map<string, Evidence[]> {
  const fired = new Map(assessment.signals.map((s) => [s.id, s.evidence]))
  for (const [id, evidence] of computedSignals(assessment, original, policy)) fired.set(id, evidence)
  return fired
}

/** The floors that hold for these signals in a text of this nature (guide 2). */
export const holdingFloors = (
  fired: ReadonlyMap<string, unknown>,
  nature: Assessment['nature']['value'],
  policy: Policy,
): Floor[] =>
  policy.floors.filter(
    (f) => f.natures.includes(nature) && f.all.every((id) => fired.has(id)) && !f.none.some((id) => fired.has(id)),
  )

/** The gravest of them, the first of equals; null: none holds. */
export const gravestFloor = (holding: readonly Floor[]): Floor | null =>
  holding.reduce<Floor | null>((best, f) => (best && best.level <= f.level ? best : f), null)

/** The level as it will stand: the engine's own, or the gravest floor's that holds for what it read. */
export function standingLevel(assessment: Assessment, original: string, policy: Policy): Level {
  const { nature, severity } = assessment
  const floor = gravestFloor(holdingFloors(firedSignals(assessment, original, policy), nature.value, policy))
  return Math.min(floor?.level ?? severity.level, severity.level) as Level
}

/** The signals that are worked out and not matched (policy/check.ts), each with the words it was read from. */
function computedSignals({ threats, measures }: Assessment, original: string, policy: Policy): [string, Evidence[]][] {
  const { majorLossYuan, lossYuan, overdueDays, groupPeople } = policy.thresholds
  const atLeast = (id: string, found: readonly Measured[], least: number): [string, Evidence[]] => [
    id,
    found.filter((m) => m.value >= least).map(({ start, end }) => ({ start, end, quote: original.slice(start, end) })),
  ]
  // Rule 2b: lodged «outside». Having told the company's own head office is no outside.
  const outside = threats.filter((t) => !(t.channel === 'executive' && t.stance === 'done'))
  const all: [string, Evidence[]][] = [
    ['threat', outside.flatMap((t) => t.evidence)],
    atLeast('loss-major', measures.amounts, majorLossYuan),
    atLeast('loss', measures.amounts, lossYuan),
    atLeast('overdue-days', measures.days, overdueDays + 1),
    atLeast('contacts', measures.contacts, 2),
    atLeast('people', measures.people, groupPeople),
  ]
  return all.filter(([id, evidence]) => evidence.length > 0 || (id === 'threat' && outside.length > 0))
}
