import { checkOpinion, checkVerdict } from '../../src/assess/llm/check-opinion.ts'
import { createQuoteFinder } from '../../src/assess/llm/locate-quote.ts'
import type { Opinion, Verdict } from '../../src/assess/llm/opinion.ts'
import { findQuarrel } from '../../src/assess/llm/verify.ts'
import { reconcile } from '../../src/assess/reconcile.ts'
import type { Assessment } from '../../src/domain/assessment.ts'
import { standingLevel } from '../../src/domain/floors.ts'
import type { Level } from '../../src/domain/labels.ts'
import type { Policy } from '../../src/domain/policy/parse.ts'
import type { ReconcileRules } from '../../src/domain/policy/reconcile-rules.ts'
import { readText } from '../../src/domain/text/reading.ts'
import { readPolicy, readReconcileRules } from '../../src/node/policy-files.ts'
import { anAssessment, evidenceOf } from './assessments.ts'
import { anOpinion, aVerdict } from './opinions.ts'

export const [policy, rules] = await Promise.all([readPolicy([]), readReconcileRules()])
const TEXT = '热水壶炸了,烫伤了手,打了三次电话没人管,大家都这样,我要找记者'
export const quoted = (quote: string) => evidenceOf(TEXT, quote)

/** What the local engine and the model say of one complaint, laid over what they say of a late order. */
export interface Given {
  local?: Partial<Assessment>
  opinion?: Partial<Opinion>
  second?: Partial<Verdict>
  alone?: boolean
  raiseOnly?: boolean
  policy?: Policy
  rules?: ReconcileRules
}
export const reconciled = (given: Given) => bothOf(given).assessment
export function bothOf({
  local: over,
  opinion: said,
  second,
  alone = false,
  raiseOnly = false,
  policy: p = policy,
  rules: r = rules,
}: Given) {
  const local = anAssessment(over)
  const check = {
    find: createQuoteFinder({ reading: readText(TEXT), masked: TEXT }),
    codes: new Set(p.codes.map((c) => c.code)),
    trust: r.trust,
  }
  const opinion = checkOpinion(anOpinion(said), check)
  const quarrel = findQuarrel(local, opinion, standingLevel(local, TEXT, p), r, raiseOnly)
  return reconcile(
    {
      local,
      opinion,
      quarrel,
      second: second ? checkVerdict(aVerdict(second), check) : null,
      alone,
      raiseOnly,
      original: TEXT,
    },
    p,
    r,
  )
}
/** A severity whose distribution is the local engine's at that level. */
export const at = (level: Level, sure = 0.7): Assessment['severity'] => {
  const distribution = [0.1, 0.1, 0.1, 0.1] as Assessment['severity']['distribution']
  distribution[level - 1] = sure
  return { ...anAssessment().severity, level, confidence: sure, distribution }
}
export const severity = (level: Level, ...rules: Opinion['severity']['rules']): Opinion['severity'] => ({
  level,
  rules,
  quotes: ['烫伤了手'],
})
