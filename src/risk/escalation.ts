import type { Assessment } from '../domain/assessment.ts'
import type { Escalation, Repeat } from '../domain/decision.ts'
import { EXTERNAL_CHANNELS, PUBLIC_CHANNELS } from '../domain/labels.ts'
import type { Policy } from '../domain/policy/parse.ts'

/** D3: the chance that this complaint escalates, from the customer, the issue, the process and the outcome. The score is 1 - the product of (1 - weight). */
export function escalationRisk(
  assessment: Assessment,
  repeat: Pick<Repeat, 'sameIssue' | 'mentioned' | 'risk'>,
  facts: { group: boolean; vip: boolean },
  policy: Policy,
): Escalation {
  const signals = new Set(assessment.signals.map((s) => s.id))
  const channels = assessment.threats.map((t) => t.channel)
  const { level } = assessment.severity
  const emotion = assessment.emotion.level
  const overdue = assessment.measures.days.some((d) => d.value > policy.thresholds.overdueDays)
  const holds: Record<string, boolean> = {
    'threat-public': channels.some((c) => PUBLIC_CHANNELS.has(c)),
    'threat-external': channels.some((c) => EXTERNAL_CHANNELS.has(c)),
    'threat-upward': channels.some((c) => c === 'executive' || c === 'unspecified'),
    'repeat-same': repeat.sameIssue,
    'repeat-mentioned': repeat.mentioned && !repeat.sameIssue,
    frequent: repeat.risk === 'medium' && !repeat.sameIssue,
    'level-1': level === 1,
    'level-2': level === 2,
    overdue: overdue || signals.has('overdue'),
    'passed-around': signals.has('passed-around'),
    'unhappy-outcome': signals.has('unhappy-outcome'),
    'emotion-4': emotion === 4,
    'emotion-5': emotion === 5,
    group: facts.group,
    'high-demand': assessment.demands.includes('discipline') || assessment.demands.includes('apology'),
    vip: facts.vip,
  }
  // Praise and enquiries do not escalate; a threat inside one still does.
  const relevant = assessment.nature.value === 'complaint' || channels.length > 0
  const factors = relevant ? policy.escalation.factors.filter((f) => holds[f.id]) : []
  const score = 1 - factors.reduce((p, f) => p * (1 - f.weight), 1)
  const { medium, high } = policy.escalation
  const risk = factors.length === 0 ? 'none' : score >= high ? 'high' : score >= medium ? 'medium' : 'low'
  return { risk, score: Math.round(score * 1000) / 1000, factors }
}
