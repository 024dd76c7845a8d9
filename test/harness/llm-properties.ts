import { createHybridAssessor } from '../../src/assess/hybrid-assessor.ts'
import { triageRequestSchema } from '../../src/domain/complaint.ts'
import { type Decision, decisionSchema, type Evidence } from '../../src/domain/decision.ts'
import { firedSignals, gravestFloor, holdingFloors } from '../../src/domain/floors.ts'
import type { Policy } from '../../src/domain/policy/parse.ts'
import type { ReconcileRules } from '../../src/domain/policy/reconcile-rules.ts'
import { maskText } from '../../src/domain/text/mask.ts'
import { readText } from '../../src/domain/text/reading.ts'
import { noKnowledge, noRecords } from '../../src/node/eval/run/no-records.ts'
import type { Assessor, AssessorResult } from '../../src/ports/assessor.ts'
import type { TriageService } from '../../src/triage/service.ts'
import { createTriageService } from '../../src/triage/triage-complaint.ts'
import { barePrompts, isOpinion, isVerdict, toldModel } from './opinions.ts'

export interface Tally {
  runs: number
  /** The model's word was used; it was no answer; a second look was asked for. */
  used: number
  failed: number
  second: number
  /** The decision's level is another than the local engine's: graver, lighter. */
  raised: number
  lowered: number
  /** The model would have made it lighter than a model may. */
  held: number
}

/**
 * The whole road with a model that answers whatever it is told, beside the same road without one. `check` throws where a
 * floor is lowered, a level is made lighter than a model may, an exception escapes, an answer is off the schema, evidence is not the text's, or what the local engine
 * read is taken away.
 */
export function createPropertyCheck(policy: Policy, rules: ReconcileRules, local: Assessor) {
  const known = new Map<string, { result: AssessorResult; decision: Decision; floor: number }>()
  const tally: Tally = { runs: 0, used: 0, failed: 0, second: 0, raised: 0, lowered: 0, held: 0 }
  /** One at a time: what is judged now, and what the model says of it. */
  let now: { result: AssessorResult; answers: { triage: unknown; verify: unknown } }
  const { model, asked } = toldModel((name) => ({
    value: name === 'triage' ? now.answers.triage : now.answers.verify,
    failure: null,
  }))
  const hybrid = createHybridAssessor({
    local: { name: 'local', assess: async () => now.result },
    model,
    prompts: barePrompts,
    policy,
    rules,
    budgetMs: 60_000,
    newDelimiter: () => '0123456789abcdef',
  })
  const withModel = serviceOf(hybrid)
  const without = serviceOf({ name: 'local', assess: async () => now.result })

  return {
    tally,
    /** `answers`: by prompt. `engine`: as the caller wishes. */
    async check(text: string, answers: { triage: unknown; verify: unknown }, engine: 'auto' | 'llm'): Promise<void> {
      const before = known.get(text) ?? (await judgeLocally(text))
      known.set(text, before)
      now = { result: before.result, answers }
      asked.length = 0
      const decision = await decide(withModel, text, engine)
      tally.runs++
      const used = isOpinion(answers.triage)
      if (used) tally.used++
      else tally.failed++
      if (asked.length > 1) tally.second++
      if (decision.severity.level < before.decision.severity.level) tally.raised++
      if (decision.severity.level > before.decision.severity.level) tally.lowered++

      decisionSchema.parse(decision)
      hold(decision.severity.level <= before.floor, 'a floor was lowered')
      for (const { quote, start, end } of evidenceOf(decision))
        hold(end > start && text.slice(start, end) === quote, 'evidence is not the text at its offsets')
      hold(
        !decision.review.reasons.some((r) => r.startsWith('quote-dropped') || r.startsWith('code-dropped')),
        'the guard had to drop something',
      )
      const was = before.decision
      const { mediaEscalation, externalEscalation, safety } = was.flags
      const steps = mediaEscalation || externalEscalation || safety ? 0 : rules.lighter.steps
      hold(decision.severity.level <= was.severity.level + steps, 'a level was made lighter than a model may')
      if (decision.review.reasons.some((r) => r.startsWith('lighter-held'))) tally.held++
      hold(decision.flags.injectionSuspected === was.flags.injectionSuspected, 'the mark of an injection was moved')
      hold(subset(channels(was), channels(decision)), 'a threat was taken away')
      hold(!asked.some((q) => q.prompt.messages.length !== 1), 'a prompt was not as filled')
      if (!used) {
        hold(decision.engine.name === 'local' && decision.engine.degraded, 'a broken answer was used')
        hold(decision.severity.level === was.severity.level, 'a broken answer moved the level')
      }
      const instructed =
        was.flags.injectionSuspected || (used && (answers.triage as { instructionsInText: boolean }).instructionsInText)
      if (instructed) {
        hold(decision.severity.level <= was.severity.level, 'instructions lowered a level')
        hold(was.nature !== 'complaint' || decision.nature === 'complaint', 'instructions made a complaint none')
        hold(!was.repeat.mentioned || decision.repeat.mentioned, 'instructions took a repeat away')
        hold(!was.group.mentioned || decision.group.mentioned, 'instructions took a group away')
      }
      if (asked.length > 1 && !isVerdict(answers.verify))
        hold(
          decision.review.reasons.some((r) => r.startsWith('engines-differ')),
          'a quarrel without a second look reached no person',
        )
    },
  }

  async function judgeLocally(text: string) {
    const reading = readText(text)
    const masked = maskText(reading)
    const result = await local.assess({ reading, masked: masked.text, spans: masked.spans, explain: false })
    now = { result, answers: { triage: null, verify: null } }
    const decision = await decide(without, text, 'auto')
    const { assessment } = result
    const holding = holdingFloors(firedSignals(assessment, text, policy), assessment.nature.value, policy)
    return { result, decision, floor: gravestFloor(holding)?.level ?? 4 }
  }

  function serviceOf(assessor: Assessor): TriageService {
    return createTriageService({
      policy,
      assessor,
      triages: noRecords,
      knowledge: noKnowledge,
      pseudonyms: { of: (_, value) => value },
      ids: { next: (kind) => `${kind}_1` },
      clock: { now: () => Date.parse('2026-11-20T02:20:00Z') },
    })
  }

  async function decide(service: TriageService, text: string, engine: 'auto' | 'llm'): Promise<Decision> {
    const request = triageRequestSchema.parse({
      text,
      options: { store: false, similar: 0, scripts: 0, explain: true, engine },
    })
    return (await service.triage(request, { actor: 'open', audience: null, idempotency: null })).decision
  }
}

const channels = (d: Decision): string[] => d.threats.map((t) => t.channel)
const subset = (of: readonly string[], all: readonly string[]): boolean => of.every((x) => all.includes(x))
const evidenceOf = (d: Decision): Evidence[] => [
  ...d.severity.evidence,
  ...d.emotion.evidence,
  ...d.repeat.evidence,
  ...d.group.evidence,
  ...[...d.types, ...d.threats, ...d.tags].flatMap((x) => x.evidence),
]

function hold(is: boolean, otherwise: string): void {
  if (!is) throw new Error(otherwise)
}
