import type { Assessment } from '../../domain/assessment.ts'
import { THREAT_CHANNELS, type ThreatChannel } from '../../domain/labels.ts'
import type { ReconcileRules } from '../../domain/policy/reconcile-rules.ts'
import { type CheckedOpinion, graverStance } from '../llm/check-opinion.ts'
import { distinct } from './severity.ts'

type Threats = Assessment['threats']

/**
 * What threatens: all that the local engine read (a floor may rest on it), and what the model quotes from the text and is
 * sure enough of. `refused`: channels that a second look did not see.
 */
export function reconcileThreats(
  local: Threats,
  said: CheckedOpinion['threats'],
  { threats: { leastTrust } }: ReconcileRules,
  refused: (channel: ThreatChannel) => boolean,
): Threats {
  const loud = said.filter((t) => t.trust >= leastTrust)
  return THREAT_CHANNELS.flatMap((channel): Threats => {
    const ours = local.find((t) => t.channel === channel)
    const theirs = loud.find((t) => t.value.channel === channel)
    if (!ours) return theirs && !refused(channel) ? [{ ...theirs.value, evidence: theirs.evidence }] : []
    if (!theirs) return [ours]
    return [
      {
        channel,
        stance: graverStance(channel, ours.stance, theirs.value.stance),
        evidence: distinct([...ours.evidence, ...theirs.evidence]).slice(0, 3),
      },
    ]
  })
}
