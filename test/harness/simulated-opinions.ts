import type { CheckedOpinion, SaidThreat } from '../../src/assess/llm/check-opinion.ts'
import type { Assessment } from '../../src/domain/assessment.ts'
import type { LabelledCase } from '../../src/domain/labelled-case.ts'
import { DEMANDS, DOMINANTS, type EmotionLevel, type Level, NATURES, THREAT_CHANNELS } from '../../src/domain/labels.ts'
import type { Random } from '../../src/quality/statistics/random.ts'

/** How often a made-up model is right on a field, where the local engine is right and where it is wrong: both stumble over the hard cases. */
export interface Quality {
  right: number
  wrong: number
}
export type Qualities = Record<'nature' | 'severity' | 'types' | 'emotion' | 'repeat' | 'group', Quality> & {
  /** Of threats and demands that are there, how many it names; of each that is not, how often it does. */
  threats: { seen: number; invented: number }
  demands: { seen: number; invented: number }
  /** The trust it has where it is right, and where it is wrong. */
  trust: { right: number; wrong: number }
}

/** No model anybody measured: a middling one, as we would be content with. */
export const MIDDLING: Qualities = {
  nature: { right: 0.97, wrong: 0.6 },
  severity: { right: 0.85, wrong: 0.45 },
  types: { right: 0.85, wrong: 0.35 },
  emotion: { right: 0.7, wrong: 0.4 },
  repeat: { right: 0.95, wrong: 0.55 },
  group: { right: 0.98, wrong: 0.6 },
  threats: { seen: 0.85, invented: 0.01 },
  demands: { seen: 0.7, invented: 0.06 },
  trust: { right: 0.9, wrong: 0.75 },
}

export type SimulatedLabel = Pick<
  LabelledCase,
  | 'nature'
  | 'severity'
  | 'rules'
  | 'primary'
  | 'also_ok'
  | 'emotion'
  | 'dominant'
  | 'repeat'
  | 'group'
  | 'threats'
  | 'demands'
>

/** What a made-up model of known quality says of a labelled case, as it stands after the check. */
export function simulateOpinion(
  label: SimulatedLabel,
  local: Assessment,
  quality: Qualities,
  codes: readonly string[],
  random: Random,
): CheckedOpinion {
  const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)]!
  const trust = (right: boolean) =>
    Math.min(1, Math.max(0.05, (right ? quality.trust.right : quality.trust.wrong) + (random() - 0.5) * 0.2))
  const say = <T>({ right, wrong }: Quality, truth: T, ours: T | null, others: readonly T[]) => {
    const isRight = random() < (ours === truth ? right : wrong)
    const rest = others.filter((o) => o !== truth)
    // Half of its mistakes are the local engine's.
    const value = isRight ? truth : ours !== null && ours !== truth && random() < 0.5 ? ours : pick(rest)
    return { value, evidence: [], trust: trust(isRight) }
  }
  /** A neighbour more often than a far step. */
  const step = (q: Quality, truth: number, ours: number, most: number) => {
    const near = [truth - 1, truth + 1, truth - 1, truth + 1, truth - 2, truth + 2].filter((x) => x >= 1 && x <= most)
    return say(q, truth, ours, near)
  }
  const accepted = label.primary === null ? [] : [label.primary, ...label.also_ok]
  const ours = local.types[0]?.code ?? null
  const code =
    label.primary === null
      ? null
      : say(quality.types, label.primary, accepted.includes(ours!) ? label.primary : ours, codes)
  const nature = say(quality.nature, label.nature, local.nature.value, NATURES)
  const level = label.nature === 'complaint' ? step(quality.severity, label.severity, local.severity.level, 3) : null
  const emotion = step(quality.emotion, label.emotion, local.emotion.level, 5)
  const threats = THREAT_CHANNELS.flatMap((channel): CheckedOpinion['threats'] => {
    const there = label.threats.find((t) => t.channel === channel)
    if (random() >= (there ? quality.threats.seen : quality.threats.invented)) return []
    const value: SaidThreat = there ?? { channel, stance: 'threatened' }
    return [{ value, evidence: [], trust: trust(there !== undefined) }]
  })
  return {
    nature,
    severity: level
      ? { ...level, value: { level: level.value as Level, rules: level.value === label.severity ? label.rules : [] } }
      : { value: { level: label.severity, rules: label.rules }, evidence: [], trust: 0.9 },
    types: code
      ? { value: { primary: code.value, others: [] }, evidence: [], trust: code.trust }
      : { value: { primary: null, others: [] }, evidence: [], trust: 0 },
    emotion: {
      ...emotion,
      value: {
        level: emotion.value as EmotionLevel,
        dominant: emotion.value === 1 ? 'none' : label.dominant === 'none' ? pick(DOMINANTS.slice(1)) : label.dominant,
      },
    },
    threats,
    repeat: mention(say(quality.repeat, label.repeat, local.repeat.mentioned, [true, false])),
    group: say(quality.group, label.group, local.group.mentioned, [true, false]),
    demands: {
      value: DEMANDS.filter(
        (d) => random() < (label.demands.includes(d) ? quality.demands.seen : quality.demands.invented),
      ),
      evidence: [],
      trust: 1,
    },
    instructionsInText: false,
    dropped: { quotes: 0, codes: 0 },
  }
}

const mention = (
  said: { value: boolean; evidence: []; trust: number } | CheckedOpinion['group'],
): CheckedOpinion['repeat'] => ({
  ...said,
  value: { mentioned: said.value, count: null },
})
