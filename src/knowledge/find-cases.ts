import type { SimilarCase } from '../domain/decision.ts'
import type { CaseWriteUp } from '../domain/knowledge.ts'
import type { EmotionLevel } from '../domain/labels.ts'
import type { Policy } from '../domain/policy/parse.ts'
import type { Reading } from '../domain/text/reading.ts'
import type { FoundCase } from '../ports/knowledge-store.ts'
import type { Rarity } from './rarity.ts'
import { closeness, codeChance, codeFit, held, LEAST_HELD, share, WORDS_ONLY } from './score.ts'
import { whyNear } from './why-near.ts'

/** What is known of a complaint when cases and scripts are looked for. */
export interface RecallSubject {
  language: Reading['language']
  /** Primary first. */
  codes: readonly string[]
  domain: string | null
  emotion: EmotionLevel
  /** How many of each to show. */
  similar: number
  scripts: number
}

/** What cases are held against. */
export interface CaseQuestion {
  tokens: readonly string[]
  /** How likely each code that was thought of is, rivals too; 0 for the others. */
  chances: ReadonlyMap<string, number>
  /** Whether it has a vector; without one no case has a cosine, and the bar is lower. */
  meaning: boolean
  rarity: Rarity
}

export interface Found<T> {
  hits: T[]
  reason: string | null
}

/** Why a list of cases is empty where they were looked for. */
export const NONE_NEAR = '没有足够相近的案例 no case is near enough'
const round = (x: number) => Math.round(x * 1000) / 1000
/** What the same trade adds: it parts equals. */
const SAME_DOMAIN = 0.03

/** A case that is near enough to be shown, and why. */
export interface NearCase extends Pick<FoundCase, 'id' | 'version'> {
  score: number
  why: string[]
}

/**
 * Similar cases by meaning (cosine), by words (our tokens) and by code in one score (docs/adr/0019); a case is shown only
 * when it reaches the policy's `similarCase`, so that nothing near gives an empty list and not the least bad one.
 */
export function pickCases(
  found: readonly FoundCase[],
  { tokens, chances, meaning, rarity }: CaseQuestion,
  subject: RecallSubject,
  policy: Policy,
): Found<NearCase> {
  const least = round(policy.thresholds.similarCase - (meaning ? 0 : WORDS_ONLY))
  const scored = found.map(({ id, version, codes, domain, tokens: theirs, similarity }) => {
    const fit = codeFit(subject.codes, codes)
    const chance = codeChance(chances, codes)
    const part = held(tokens, theirs, rarity)
    const sameDomain = subject.domain !== null && subject.domain === domain
    const why = [
      ...(fit === 1
        ? [`同一类型 same code ${codes[0]}`]
        : fit === 0.7
          ? ['类型相关 shares a code']
          : chance >= 0.1
            ? ['可能同类 perhaps a code of it']
            : []),
      ...whyNear(similarity, part),
      ...(sameDomain ? [`同一行业 same domain ${domain}`] : []),
    ]
    const order = closeness(similarity, share(tokens, theirs, rarity), chance) + (sameDomain ? SAME_DOMAIN : 0)
    const shown = order >= least && (similarity !== null || part >= LEAST_HELD)
    return { id, version, order, score: Math.max(0, Math.min(1, order)), why, shown }
  })
  const near = scored.filter((s) => s.shown)
  near.sort((a, b) => b.order - a.order || (a.id < b.id ? -1 : 1))
  const best = scored.reduce((m, s) => Math.max(m, s.score), 0)
  return {
    hits: near
      .slice(0, subject.similar)
      .map(({ id, version, score, why }) => ({ id, version, score: round(score), why })),
    reason: near.length > 0 ? null : `${NONE_NEAR} (best ${round(best)} < ${least})`,
  }
}

/** As the answer shows it. */
export const similarCase = (item: CaseWriteUp, { score, why }: NearCase): SimilarCase => ({
  id: item.id,
  title: item.title,
  code: item.code,
  level: item.level,
  score,
  why,
  outcome: item.outcome,
  result: item.result,
  lessons: item.lessons,
  audience: item.audience,
})
