import { FAMILIES, type Rule } from '../domain/labels.ts'
import type { Answer, Labels, Run, RunRow } from './run.ts'
import type { Random } from './statistics/random.ts'

/**
 * Runs of made-up engines of known quality, to learn how often the gate is wrong (bench/gate-simulation.ts). No texts and
 * no model: labels are drawn with about the spread of our sets; each field of a case has a hardness of its own, which is
 * the chance that an engine gets it wrong, and the stated confidence is exactly one less that chance.
 */
export interface SimulatedQuality {
  code: number
  level: number
  complaint: number
  emotion: number
  media: number
  external: number
  repeat: number
}

export interface SimulatedPair {
  base: SimulatedQuality
  other: SimulatedQuality
  n: number
  /** Share of fields in which luck falls on both engines alike; 1 with equal quality gives equal answers. */
  agreement: number
}

type Field = keyof SimulatedQuality

/** Two engines on the same freshly drawn cases. */
export function simulatePair({ base, other, n, agreement }: SimulatedPair, random: Random): { base: Run; other: Run } {
  const [baseRows, otherRows]: [RunRow[], RunRow[]] = [[], []]
  for (let i = 0; i < n; i++) {
    const { row, hardness, slip } = drawCase(`case-${i + 1}`, random)
    const luck = byField(() => {
      const common = random()
      return random() < agreement ? [common, common] : [random(), random()]
    })
    for (const [e, quality, rows] of [
      [0, base, baseRows],
      [1, other, otherRows],
    ] as const) {
      const wrong = byField((f) => chanceWrong(quality[f], hardness[f]))
      const isWrong = (f: Field) => luck[f][e]! < wrong[f]
      rows.push({ ...row, answer: answerOf(row.labels, isWrong, (f) => 1 - wrong[f], slip) })
    }
  }
  return { base: simulatedRun(baseRows), other: simulatedRun(otherRows) }
}

/** Mean 1 - quality over hardness uniform in [0, 1): most cases are easy, few are hard. */
function chanceWrong(quality: number, hardness: number): number {
  const steepness = Math.min(3, 1 / (1 - quality) - 1)
  return (1 - quality) * (steepness + 1) * hardness ** steepness
}

/** As many cases of a run drawn with replacement, each a case of its own: another set of the same kind. */
export const drawCases = ({ meta, rows }: Run, random: Random): Run => ({
  meta,
  rows: rows.map((_, i) => ({ ...rows[Math.floor(random() * rows.length)]!, id: `draw-${i + 1}` })),
})

const FIELDS: readonly Field[] = ['code', 'level', 'complaint', 'emotion', 'media', 'external', 'repeat']
const byField = <T>(of: (field: Field) => T): Record<Field, T> =>
  Object.fromEntries(FIELDS.map((f) => [f, of(f)])) as Record<Field, T>
const CODES = FAMILIES.flatMap((f) => Array.from({ length: 12 }, (_, i) => `${f}-${String(i + 1).padStart(2, '0')}`))

interface SimulatedCase {
  row: RunRow
  hardness: Record<Field, number>
  /** Where a wrong answer goes: the same for both engines, as the likely mistake usually is. */
  slip: number
}

function drawCase(id: string, random: Random): SimulatedCase {
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!
  const u = random()
  const severity = u < 0.12 ? 1 : u < 0.42 ? 2 : u < 0.86 ? 3 : 4
  const complaint = severity < 4
  const rules: Rule[] = severity === 1 ? ['1a'] : severity === 2 ? ['2a'] : []
  const threats: Labels['threats'] = []
  if (random() < 0.14) threats.push({ channel: 'social', stance: 'threatened' })
  if (random() < 0.16) threats.push({ channel: 'regulator', stance: 'threatened' })
  const code = pick(CODES)
  const e = random()
  const emotion = e < 0.2 ? 1 : e < 0.5 ? 2 : e < 0.82 ? 3 : e < 0.96 ? 4 : 5
  const labels: Labels = {
    nature: complaint ? 'complaint' : 'enquiry',
    severity,
    rules,
    primary: complaint ? code : null,
    also_ok: random() < 0.33 ? [pick(CODES.filter((c) => c !== code))] : [],
    emotion,
    threats,
    repeat: random() < 0.22,
  }
  const row: RunRow = {
    id,
    text: id,
    labels,
    facets: { domain: pick(['retail', 'bank', 'travel', 'telecom', 'food']) },
    answer: null,
    error: null,
    latencyMs: 1,
  }
  return { row, hardness: byField(() => random()), slip: random() }
}

function answerOf(
  labels: Labels,
  isWrong: (field: Field) => boolean,
  sure: (field: Field) => number,
  slip: number,
): Answer {
  const oneOff = (value: number, most: number) =>
    value === 1 ? 2 : value === most ? most - 1 : value + (slip < 0.5 ? 1 : -1)
  const level = (isWrong('level') ? oneOff(labels.severity!, 4) : labels.severity!) as 1 | 2 | 3 | 4
  const emotion = (isWrong('emotion') ? ((labels.emotion! + 1) % 5) + 1 : labels.emotion!) as 1 | 2 | 3 | 4 | 5
  const accepted = labels.primary ? [labels.primary, ...labels.also_ok!] : []
  const others = CODES.filter((c) => !accepted.includes(c))
  const code = isWrong('code') || !labels.primary ? others[Math.floor(slip * others.length)]! : labels.primary
  const is = labels.nature === 'complaint'
  const named = (channel: 'social' | 'regulator') => labels.threats!.some((t) => t.channel === channel)
  const media = named('social') !== isWrong('media')
  const external = named('regulator') !== isWrong('external')
  const complaint = is !== isWrong('complaint')
  const confidence = sure('level')
  const rest = (1 - confidence) / 3
  const distribution = [1, 2, 3, 4].map((l) => (l === level ? confidence : rest)) as [number, number, number, number]
  return {
    language: 'zh',
    nature: complaint ? 'complaint' : 'enquiry',
    severity: {
      level,
      label: '',
      labelEn: '',
      confidence,
      distribution,
      rules: labels.rules!,
      evidence: [],
      floor: null,
    },
    types: [{ code, name: '', nameEn: '', role: 'primary', confidence: sure('code'), evidence: [], duties: [] }],
    emotion: { level: emotion, score: 0, dominant: 'none', evidence: [], alert: false },
    threats: [
      ...(media ? [{ channel: 'social' as const, stance: 'threatened' as const, evidence: [] }] : []),
      ...(external ? [{ channel: 'regulator' as const, stance: 'threatened' as const, evidence: [] }] : []),
    ],
    flags: {
      mediaEscalation: media,
      externalEscalation: external,
      repeatComplainant: false,
      group: false,
      safety: false,
      vulnerable: false,
      injectionSuspected: false,
    },
    demands: [],
    review: { required: false, reasons: [] },
    repeat: { mentioned: labels.repeat! !== isWrong('repeat'), count: null, evidence: [] },
    group: { mentioned: false, evidence: [] },
    engine: { name: 'local', degraded: false, reasons: [], costUsd: 0 },
  }
}

const simulatedRun = (rows: RunRow[]): Run => ({
  meta: {
    kind: 'suzhen-eval-run',
    version: 1,
    startedAt: '2026-01-01T00:00:00Z',
    set: 'simulated',
    setHash: 'simulated',
    cases: rows.length,
    engine: 'simulated',
    policyVersion: 'simulated',
    policyHash: 'simulated',
    models: {},
    node: 'simulated',
    commit: null,
  },
  rows,
})
