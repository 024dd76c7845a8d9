import type { Assessment } from '../domain/assessment.ts'
import type { TriageRequest } from '../domain/complaint.ts'
import type { Escalation, Group, Repeat } from '../domain/decision.ts'
import { EXTERNAL_CHANNELS, PUBLIC_CHANNELS } from '../domain/labels.ts'
import type { Policy } from '../domain/policy/parse.ts'
import { formatInstant } from '../domain/working-time.ts'
import type { SubjectKeys, TriageStore } from '../ports/triage-store.ts'
import { escalationRisk } from '../risk/escalation.ts'
import { findGroup } from '../risk/group.ts'
import { repeatRisk } from '../risk/repeat.ts'

export interface Risked {
  repeat: Repeat
  group: Group
  /** Three or more customers, by the records or by the text (D5). */
  groupReached: boolean
  escalation: Escalation
}

const DAY = 86_400_000

/** Whether a regulator, a lawyer, a petition or the public was already brought in. */
export const takenOutside = (assessment: Assessment, channel: TriageRequest['channel']): boolean =>
  channel === 'regulator' ||
  assessment.threats.some(
    (t) => t.stance === 'done' && (PUBLIC_CHANNELS.has(t.channel) || EXTERNAL_CHANNELS.has(t.channel)),
  )

/** Stage 6. This customer before, others now, and the chance of escalation (D3, D5, guide 9). Reads the records, writes nothing. */
export async function risk(
  store: Pick<TriageStore, 'history' | 'recent'>,
  assessment: Assessment,
  model: string | null,
  request: TriageRequest,
  keys: SubjectKeys,
  product: string | null,
  receivedAt: number,
  policy: Policy,
): Promise<Risked> {
  const isComplaint = assessment.nature.value === 'complaint'
  const codes = assessment.types.filter((t) => t.role !== 'alternative').map((t) => t.code)
  const vectors = { vector: assessment.vector, model }
  const since = (days: number) => receivedAt - days * DAY
  const [priors, recent] = await Promise.all([
    keys.customer || keys.phone
      ? store.history({ keys, since: since(policy.windows.repeatDays), before: receivedAt, ...vectors })
      : [],
    isComplaint
      ? store.recent({
          codes,
          product,
          near: policy.thresholds.sameMatter,
          since: since(policy.windows.groupDays),
          before: receivedAt + 1,
          ...vectors,
        })
      : [],
  ])
  const matter = { orderKey: keys.order, product, codes }
  const repeat = repeatRisk(
    {
      matter,
      priors,
      outsideNow: takenOutside(assessment, request.channel),
      mentioned: { value: assessment.repeat.mentioned, count: assessment.repeat.count },
    },
    policy,
    (ms) => formatInstant(ms, policy.calendar.timezone),
  )
  const group = findGroup(matter, keys, recent, policy)
  const groupReached = isComplaint && (group.reached || assessment.group.mentioned)
  return {
    repeat: { ...repeat, evidence: assessment.repeat.evidence },
    group: {
      mentioned: assessment.group.mentioned,
      distinctCustomers: group.distinctCustomers,
      related: group.related,
      evidence: assessment.group.evidence,
    },
    groupReached,
    escalation: escalationRisk(
      assessment,
      repeat,
      { group: groupReached, vip: request.customer?.tier === 'vip' },
      policy,
    ),
  }
}
