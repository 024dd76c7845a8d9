import { judgedSchema } from '../../src/domain/decision.ts'
import { DECISION_EXAMPLE } from '../../src/http/routes/triage-example.ts'
import type { Shadow, ShadowAnswer } from '../../src/ports/shadow-store.ts'
import { withoutQuotes } from '../../src/triage/stored.ts'
import { NOW } from './records.ts'

/** What a shadow keeps of the example decision. */
export const shadowAnswer = (over: Partial<ShadowAnswer> = {}): ShadowAnswer => ({
  ...judgedSchema.parse(withoutQuotes(DECISION_EXAMPLE)),
  engine: { name: 'hybrid', degraded: false, reasons: [], costUsd: 0.0004 },
  ...over,
})

export const aShadow = (over: Partial<Shadow> & { triageId: string }): Shadow => ({
  model: 'shadow-model',
  at: NOW,
  prompts: ['triage@1#0123456789ab'],
  answer: shadowAnswer(),
  policyHash: 'p',
  failure: null,
  spent: { costUsd: 0.0004, inputTokens: 9000, cachedTokens: 8000, outputTokens: 200 },
  latencyMs: 812.5,
  ...over,
})
