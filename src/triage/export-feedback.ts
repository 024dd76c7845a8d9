import { FEEDBACK_FIELDS } from '../domain/feedback.ts'
import { unknownCodes } from '../domain/feedback-labels.ts'
import { type LabelledCase, labelledCaseSchema } from '../domain/labelled-case.ts'
import type { Channel } from '../domain/labels.ts'
import type { Policy } from '../domain/policy/parse.ts'
import { maskFurther } from '../domain/text/mask-further.ts'
import { formatInstant } from '../domain/working-time.ts'
import type { FeedbackItem } from '../ports/feedback-store.ts'

/** Why a settled decision did not become a case, and what to do. Never its text. */
export interface ExportFinding {
  triageId: string
  zh: string
  en: string
}

// A request does not say what kind of text it brings; mostly the way it came does.
const REGISTER: Record<Channel, string> = {
  phone: 'transcript',
  email: 'letter',
  web: 'form',
  app: 'chat',
  wechat: 'chat',
  social: 'post',
  onsite: 'transcript',
  partner: 'form',
  regulator: 'letter',
  other: 'form',
}

/** A settled decision as a labelled case: the settled labels, and the text masked once more for leaving the house. */
export function caseOfFeedback(
  { triage, status, settlements }: FeedbackItem,
  policy: Policy,
): { case: LabelledCase } | { finding: ExportFinding } {
  const finding = (zh: string, en: string) => ({ finding: { triageId: triage.id, zh, en } })
  const settled = settlements.at(-1)
  if (!settled) return finding('还没有了结', 'it has not been settled')
  if (status !== 'settled')
    return finding(
      '了结之后又有人提出不同意见,请再次了结',
      'somebody has objected since it was settled; settle it again',
    )
  const { final } = settled
  const unknown = unknownCodes(final, new Set(policy.codes.map((c) => c.code)))
  if (unknown.length) {
    const paths = unknown.map((i) => i.path).join(', ')
    return finding(
      `现行策略里已没有它的编码(${paths}),请再次了结`,
      `the policy in force lacks a code of it (${paths}); settle it again`,
    )
  }
  const id = `fb-${triage.id.replace(/^tri_/, '')}`
  const parsed = labelledCaseSchema.safeParse({
    id,
    text: maskFurther(triage.maskedText),
    lang: triage.decision.language,
    ...Object.fromEntries(FEEDBACK_FIELDS.map((f) => [f, final[f]])),
    slice: null,
    domain: triage.domain ?? 'other',
    channel: triage.channel,
    register: REGISTER[triage.channel],
    situation: id,
    source: `feedback-${formatInstant(settled.at, policy.calendar.timezone).slice(0, 7)}`,
  })
  if (parsed.success) return { case: parsed.data }
  const paths = [...new Set(parsed.error.issues.map((i) => i.path.join('.')))].join(', ')
  return finding(`标注不合规范(${paths}),请再次了结`, `its labels do not fit the scheme (${paths}); settle it again`)
}
