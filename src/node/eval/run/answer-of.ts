import type { Decision } from '../../../domain/decision.ts'
import { type Answer, answerSchema } from '../../../quality/run.ts'

/** What is kept of a decision. Ids, times, clocks and whatever else is of the moment stay out: the same engine gives the same answer again. */
export const answerOf = (decision: Decision): Answer => answerSchema.parse(decision)
