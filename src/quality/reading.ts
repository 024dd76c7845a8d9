import type { Evidence } from '../domain/decision.ts'
import {
  EXTERNAL_CHANNELS,
  type Family,
  familyOf,
  PUBLIC_CHANNELS,
  type Stance,
  THREAT_CHANNELS,
  type ThreatChannel,
} from '../domain/labels.ts'
import type { Answer, Labels } from './run.ts'

/** What labels and answers say about the fields that are scored. `undefined` always means: not labelled. */

/** The primary code of an answer, or null when it names none. */
export const primaryOf = (answer: Answer | null): Answer['types'][number] | null =>
  answer?.types.find((t) => t.role === 'primary') ?? null

/** The codes that count as right, the labelled primary first. Undefined where none is labelled. */
export const acceptedCodes = (labels: Labels): string[] | undefined =>
  labels.primary == null ? undefined : [labels.primary, ...(labels.also_ok ?? [])]

export const acceptedFamilies = (accepted: readonly string[]): Family[] => [...new Set(accepted.map(familyOf))]

const named = (labels: Labels, channels: ReadonlySet<ThreatChannel>) =>
  labels.threats?.some((t) => channels.has(t.channel))

/** Labelled outright, else derived from the labelled threats. */
export const labelledMedia = (labels: Labels): boolean | undefined =>
  labels.media_threat ?? named(labels, PUBLIC_CHANNELS)

export const labelledExternal = (labels: Labels): boolean | undefined =>
  labels.external_threat ?? named(labels, EXTERNAL_CHANNELS)

/** The stances of each channel named, as one word: one channel may be both threatened and done. */
export function stancesByChannel(
  threats: readonly { channel: ThreatChannel; stance: Stance }[],
): Map<ThreatChannel, string> {
  const out = new Map<ThreatChannel, string>()
  if (threats.length === 0) return out
  for (const channel of THREAT_CHANNELS) {
    const stances = [...new Set(threats.filter((t) => t.channel === channel).map((t) => t.stance))].sort()
    if (stances.length) out.set(channel, stances.join('+'))
  }
  return out
}

export interface SetMatch {
  hits: number
  falseAlarms: number
  missed: number
}

/** How a set that was answered meets the labelled one. No answer at all counts one false alarm, so that it is never right. */
export function matchSets(labelled: readonly string[], answered: readonly string[] | null): SetMatch {
  const wanted = new Set(labelled)
  const given = new Set(answered ?? [])
  const hits = [...given].filter((x) => wanted.has(x)).length
  return { hits, falseAlarms: answered === null ? 1 : given.size - hits, missed: wanted.size - hits }
}

/** Every quote of an answer. */
export const quotesOf = (answer: Answer): Evidence[] => [
  ...answer.severity.evidence,
  ...answer.types.flatMap((t) => t.evidence),
  ...answer.emotion.evidence,
  ...answer.threats.flatMap((t) => t.evidence),
  ...answer.repeat.evidence,
  ...answer.group.evidence,
]

/** A quote must be exactly the text between its offsets (UTF-16 units of the text as it came). */
export const isQuoteWrong = (text: string, { quote, start, end }: Evidence): boolean =>
  end <= start || text.slice(start, end) !== quote
