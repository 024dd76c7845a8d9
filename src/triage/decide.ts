import type { Assessment } from '../domain/assessment.ts'
import type { TriageRequest } from '../domain/complaint.ts'
import type { Decision, Entity } from '../domain/decision.ts'
import { type Audience, EXTERNAL_CHANNELS, familyOf, PUBLIC_CHANNELS } from '../domain/labels.ts'
import type { Facts } from '../domain/policy/condition.ts'
import type { Policy } from '../domain/policy/parse.ts'
import type { Flag } from '../domain/policy/schema.ts'
import type { MaskedSpan } from '../domain/text/mask.ts'
import type { Reading } from '../domain/text/reading.ts'
import { formatInstant } from '../domain/working-time.ts'
import { setClocks } from './clocks.ts'
import { explain } from './explain.ts'
import type { Guarded } from './guard.ts'
import type { Recalled } from './recall.ts'
import type { Risked } from './risk.ts'
import { route } from './route.ts'

export interface DecideInput {
  id: string
  receivedAt: number
  request: TriageRequest
  reading: Reading
  maskedSpans: readonly MaskedSpan[]
  guarded: Guarded
  recalled: Recalled
  risked: Risked
  audience: Audience
  engine: Pick<
    Decision['engine'],
    'name' | 'degraded' | 'reasons' | 'models' | 'latencyMs' | 'costUsd' | 'promptVersion' | 'tokens'
  >
  /** Why the engine itself wants a person to look. */
  askedReasons: readonly string[]
}

/** Stage 7. What the service says. Pure: the same inputs and policy give the same decision. */
export function decide(input: DecideInput, policy: Policy): Decision {
  const { guarded, risked, request, reading, recalled } = input
  const { assessment } = guarded
  const { severity, emotion, threats, nature } = assessment
  const levelNames = policy.levels.find((l) => l.level === severity.level)!
  const alert =
    emotion.level >= policy.thresholds.emotionAlert &&
    policy.thresholds.emotionAlertDominants.includes(emotion.dominant)
  const flags = flagsOf(assessment, risked)
  const codes = assessment.types.filter((t) => t.role !== 'alternative').map((t) => t.code)
  const facts: Facts = {
    level: severity.level,
    rules: severity.rules,
    codes,
    families: [...new Set(codes.map(familyOf))],
    nature: nature.value,
    domain: request.domain ?? null,
    channel: request.channel,
    tier: request.customer?.tier ?? 'ordinary',
    flags: new Set(
      Object.entries(flags)
        .filter(([, on]) => on)
        .map(([flag]) => flag as Flag),
    ),
    repeatRisk: risked.repeat.risk,
    emotionAlert: alert,
    tags: new Set(assessment.tags.map((t) => `${t.scheme}:${t.item}`)),
  }
  const reasons = reviewReasons(input, policy, flags)
  return {
    id: input.id,
    receivedAt: formatInstant(input.receivedAt, policy.calendar.timezone),
    language: reading.language,
    stored: request.options.store,
    nature: nature.value,
    severity: {
      level: severity.level,
      label: levelNames.zh,
      labelEn: levelNames.en,
      confidence: round(severity.confidence),
      distribution: severity.distribution.map(round) as [number, number, number, number],
      rules: severity.rules,
      evidence: severity.evidence,
      floor: guarded.floor,
    },
    types: assessment.types.map((t) => {
      const code = policy.codes.find((c) => c.code === t.code)!
      return {
        code: t.code,
        name: code.zh,
        nameEn: code.en,
        role: t.role,
        confidence: round(t.confidence),
        evidence: t.evidence,
        duties: t.role === 'alternative' ? [] : code.duties.map((id) => ({ id, ...policy.duties[id]! })),
      }
    }),
    emotion: {
      level: emotion.level,
      score: round(emotion.score),
      dominant: emotion.dominant,
      evidence: emotion.evidence,
      alert,
    },
    threats,
    flags,
    repeat: { ...risked.repeat, score: round(risked.repeat.score) },
    group: risked.group,
    escalation: risked.escalation,
    entities: entitiesOf(input),
    demands: assessment.demands,
    tags: assessment.tags.map((t) => {
      const scheme = policy.tags.find((s) => s.id === t.scheme)!
      const item = scheme.items.find((i) => i.id === t.item)!
      return { scheme: t.scheme, item: t.item, zh: item.zh, en: item.en, evidence: t.evidence }
    }),
    routing: route(facts, input.audience, policy),
    clocks: setClocks(input.receivedAt, facts, policy),
    ...recalled,
    review: { required: reasons.length > 0, reasons },
    ...(request.options.explain ? { explanation: explain(assessment, policy) } : {}),
    engine: { ...input.engine, policyVersion: `${policy.name}@${policy.version}`, policyHash: policy.hash },
  }
}

function flagsOf(assessment: Assessment, risked: Risked): Decision['flags'] {
  const signals = new Set(assessment.signals.map((s) => s.id))
  const isComplaint = assessment.nature.value === 'complaint'
  const { rules } = assessment.severity
  return {
    mediaEscalation: assessment.threats.some((t) => PUBLIC_CHANNELS.has(t.channel)),
    externalEscalation: assessment.threats.some((t) => EXTERNAL_CHANNELS.has(t.channel)),
    repeatComplainant:
      risked.repeat.mentioned ||
      risked.repeat.sameIssue ||
      risked.repeat.risk === 'medium' ||
      risked.repeat.risk === 'high',
    group: risked.groupReached,
    safety:
      // A threat of self-harm or violence counts in an enquiry too: its floor holds for every nature.
      rules.some((r) => r === '1a' || r === '1d' || r === '2e') ||
      (isComplaint && assessment.types[0]?.code === 'PQ-08'),
    vulnerable: isComplaint && signals.has('vulnerable'),
    injectionSuspected: signals.has('injection'),
  }
}

function entitiesOf({ guarded, maskedSpans }: DecideInput): Entity[] {
  const { measures } = guarded.assessment
  const numbers = (kind: Entity['kind'], found: typeof measures.amounts): Entity[] =>
    found
      // A phone number or a card that was read as a sum is personal data first.
      .filter((m) => !maskedSpans.some((s) => m.start < s.end && s.start < m.end))
      .slice(0, 10)
      .map((m) => ({ kind, start: m.start, end: m.end, value: m.value }))
  return [
    ...numbers('amount', measures.amounts),
    ...numbers('days', measures.days),
    ...numbers('contacts', measures.contacts),
    ...numbers('people', measures.people),
    ...maskedSpans.map((s): Entity => ({ kind: s.kind, start: s.start, end: s.end, value: s.placeholder })),
  ].sort((a, b) => a.start - b.start || a.end - b.end)
}

/** Why a person should look: little confidence in a field, an engine that was not whole, a text that speaks to the machine. */
function reviewReasons(
  { guarded, engine, askedReasons }: DecideInput,
  policy: Policy,
  flags: Decision['flags'],
): string[] {
  const { assessment } = guarded
  const least = policy.thresholds.review
  const reasons: string[] = []
  const unsure = (id: string, zh: string, confidence: number, threshold: number) => {
    if (confidence < threshold) reasons.push(`low-confidence.${id} ${zh}把握不足 (${round(confidence)} < ${threshold})`)
  }
  unsure('nature', '性质', assessment.nature.confidence, least.nature)
  unsure('severity', '级别', assessment.severity.confidence, least.severity)
  if (assessment.types[0]) unsure('types', '类型', assessment.types[0].confidence, least.types)
  unsure('emotion', '情绪', assessment.emotion.confidence, least.emotion)
  if (assessment.severity.level === 1) reasons.push('level-1 一级事件须人工确认 (A5)')
  if (flags.injectionSuspected) reasons.push('injection 文中含有疑似写给系统的指令')
  if (engine.degraded) reasons.push('degraded 引擎降级运行')
  if (guarded.dropped.quotes > 0) reasons.push('quote-dropped 有依据不在原文中,已删除')
  if (guarded.dropped.codes > 0) reasons.push('code-dropped 有类型编码不在策略中,已删除')
  return [...reasons, ...askedReasons]
}

const round = (x: number): number => Math.round(x * 1e4) / 1e4
