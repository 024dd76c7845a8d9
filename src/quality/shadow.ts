import { FEEDBACK_FIELDS } from '../domain/feedback.ts'
import { differingFields, labelsOfDecision } from '../domain/feedback-labels.ts'
import type { ShadowPair } from '../ports/shadow-store.ts'
import { type CompareOptions, compareRuns } from './compare.ts'
import type { Comparison } from './comparison-data.ts'
import { answerSchema, type Run, type RunRow } from './run.ts'
import { nearestRank } from './statistics/quantile.ts'
import { wilson } from './statistics/wilson.ts'

/** What is compared of two judgements. */
export const SHADOW_FIELDS = FEEDBACK_FIELDS.filter((f) => f !== 'also_ok')
export type ShadowField = (typeof SHADOW_FIELDS)[number]

/** How often two engines said the same of a field, with Wilson's 95% interval. */
export interface Agreement {
  field: ShadowField
  n: number
  same: number
  share: number
  low: number
  high: number
}

/** One model with one prompt, beside the answers that were given. Ids, codes and numbers: no text. */
export interface ShadowGroup {
  model: string
  /** The prompt it was asked with; `none` where it was never asked. */
  prompt: string
  /** Engines that gave the answers, and in how many of the pairs. */
  beside: Record<string, number>
  pairs: number
  /** Why the model gave no answer, and how often; most frequent first. */
  failures: { reason: string; n: number }[]
  cost: { totalUsd: number; perThousandUsd: number }
  latencyMs: { p50: number; p95: number }
  /** Over the pairs in which the model answered. */
  agreement: Agreement[]
  level: { same: number; graver: number; milder: number; byTwo: number }
  /** Where they differ, by triage. */
  differing: { triageId: string; fields: ShadowField[] }[]
  /**
   * Who was right, over the pairs that people have settled; base is the answer that was given. A failure counts with the
   * local engine's answer, as it would in service. Null where none is settled.
   */
  settled: Comparison | null
}

export interface ShadowReport {
  kind: 'suzhen-shadow-comparison'
  version: 1
  groups: ShadowGroup[]
}

/** Compares what shadows said with the answers that were given, by model and prompt. Pure and deterministic. */
export function compareShadows(pairs: readonly ShadowPair[], options: CompareOptions = {}): ShadowReport {
  const groups = new Map<string, ShadowPair[]>()
  for (const pair of pairs) {
    const key = JSON.stringify([pair.model, promptOf(pair)])
    groups.set(key, [...(groups.get(key) ?? []), pair])
  }
  return {
    kind: 'suzhen-shadow-comparison',
    version: 1,
    groups: [...groups].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, own]) => groupOf(own, options)),
  }
}

const promptOf = ({ prompts }: ShadowPair): string => prompts.find((p) => p.startsWith('triage@')) ?? 'none'

function groupOf(pairs: readonly ShadowPair[], options: CompareOptions): ShadowGroup {
  const answered = pairs
    .filter((p) => p.failure === null)
    .map((p) => ({ id: p.triageId, given: labelsOfDecision(p.given), shadow: labelsOfDecision(p.answer) }))
  const differing = answered.map(({ id, given, shadow }) => ({
    triageId: id,
    fields: differingFields(shadow, given).filter((f) => f !== 'also_ok') as ShadowField[],
  }))
  const moved = answered.map(({ given, shadow }) => shadow.severity - given.severity)
  const totalUsd = pairs.reduce((sum, p) => sum + p.spent.costUsd, 0)
  const times = Float64Array.from(pairs, (p) => p.latencyMs).sort()
  const count = (of: (move: number) => boolean) => moved.filter(of).length
  return {
    model: pairs[0]!.model,
    prompt: promptOf(pairs[0]!),
    beside: Object.fromEntries(tally(pairs.map((p) => p.given.engine.name)).map(({ key, n }) => [key, n])),
    pairs: pairs.length,
    failures: tally(pairs.flatMap((p) => p.failure ?? [])).map(({ key, n }) => ({ reason: key, n })),
    cost: { totalUsd, perThousandUsd: (totalUsd / pairs.length) * 1000 },
    latencyMs: { p50: nearestRank(times, 0.5), p95: nearestRank(times, 0.95) },
    agreement: answered.length === 0 ? [] : SHADOW_FIELDS.map((f) => agreementOn(f, differing)),
    level: {
      same: count((m) => m === 0),
      graver: count((m) => m < 0),
      milder: count((m) => m > 0),
      byTwo: count((m) => Math.abs(m) >= 2),
    },
    differing: differing.filter((d) => d.fields.length > 0),
    settled: settledOf(pairs, options),
  }
}

function agreementOn(field: ShadowField, differing: readonly { fields: ShadowField[] }[]): Agreement {
  const n = differing.length
  const same = differing.filter((d) => !d.fields.includes(field)).length
  const { low, high } = wilson(same, n)!
  return { field, n, same, share: same / n, low, high }
}

/** Most frequent first. */
function tally(keys: readonly string[]): { key: string; n: number }[] {
  const out = new Map<string, number>()
  for (const key of keys) out.set(key, (out.get(key) ?? 0) + 1)
  return [...out].map(([key, n]) => ({ key, n })).sort((a, b) => b.n - a.n || (a.key < b.key ? -1 : 1))
}

function settledOf(pairs: readonly ShadowPair[], options: CompareOptions): Comparison | null {
  const settled = pairs.filter((p) => p.final !== null)
  if (settled.length === 0) return null
  const run = (engine: string, models: Record<string, string>, rows: RunRow[]): Run => ({
    meta: {
      kind: 'suzhen-eval-run',
      version: 1,
      startedAt: new Date(Math.min(...settled.map((p) => p.at))).toISOString(),
      set: 'settled feedback',
      setHash: '',
      cases: rows.length,
      engine,
      policyVersion: settled[0]!.given.engine.policyVersion,
      policyHash: settled[0]!.policyHash,
      models,
      node: '',
      commit: null,
    },
    rows,
  })
  const row = (pair: ShadowPair, answer: unknown, latencyMs: number): RunRow => ({
    id: pair.triageId,
    text: '',
    labels: pair.final!,
    facets: {},
    answer: withoutEvidence(answerSchema.parse(answer)),
    error: null,
    latencyMs,
  })
  const { model } = settled[0]!
  const prompt = promptOf(settled[0]!)
  return compareRuns(
    run(
      'answered',
      {},
      settled.map((p) => row(p, p.given, p.given.engine.latencyMs.total ?? 0)),
    ),
    run(
      'shadow',
      { llm: model, prompt },
      settled.map((p) => row(p, p.answer, p.latencyMs)),
    ),
    options,
  )
}

type Answer = NonNullable<RunRow['answer']>

/** The words are not here, so that quotes cannot be held against them. */
const withoutEvidence = (answer: Answer): Answer => {
  const bare = <T extends object>(x: T): T => ({ ...x, evidence: [] })
  return {
    ...answer,
    severity: bare(answer.severity),
    types: answer.types.map(bare),
    emotion: bare(answer.emotion),
    threats: answer.threats.map(bare),
    repeat: bare(answer.repeat),
    group: bare(answer.group),
  }
}
