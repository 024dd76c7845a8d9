import type { SimilarCase } from '../domain/decision.ts'
import { type CaseWriteUp, caseSearchText } from '../domain/knowledge.ts'
import type { EmotionLevel } from '../domain/labels.ts'
import type { Policy } from '../domain/policy/parse.ts'
import type { Reading } from '../domain/text/reading.ts'
import { searchTokens } from '../domain/tokens.ts'
import type { KnowledgeHit } from '../ports/knowledge-store.ts'
import { codeFit, fuse, nearness, overlap } from './score.ts'

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

export interface Found<T> {
  hits: T[]
  reason: string | null
}

const tokensByCase = new WeakMap<CaseWriteUp, string[]>()
/** A case's search tokens, worked out once for as long as the store hands out the same object. */
function tokensOf(item: CaseWriteUp): string[] {
  let tokens = tokensByCase.get(item)
  if (!tokens) {
    tokens = searchTokens(caseSearchText(item))
    tokensByCase.set(item, tokens)
  }
  return tokens
}

const round = (x: number) => Math.round(x * 1000) / 1000

/**
 * Similar cases by meaning (cosine), by words (our tokens) and by code, fused by rank; a case is shown only when its
 * own score reaches the policy's `similarCase`, so that nothing near gives an empty list and not the least bad one.
 */
export function pickCases(
  hits: readonly KnowledgeHit<CaseWriteUp>[],
  tokens: readonly string[],
  subject: RecallSubject,
  policy: Policy,
): Found<SimilarCase> {
  const scored = hits.map((hit) => {
    const { item } = hit
    const fit = codeFit(subject.codes, item.codes)
    const shared = overlap(tokens, tokensOf(item))
    const near = hit.similarity === null ? null : nearness(hit.similarity)
    const sameDomain = subject.domain !== null && subject.domain === item.domain
    const closeness = near === null ? Math.min(1, shared * 2) : Math.max(near, Math.min(near + 0.2, shared))
    const why = [
      ...(fit === 1 ? [`同一类型 same code ${item.code}`] : fit === 0.7 ? ['类型相关 shares a code'] : []),
      ...(near !== null && near >= 0.5 ? [`语义相近 near in meaning ${round(hit.similarity!)}`] : []),
      ...(shared >= 0.3 ? [`用词相近 shares words ${Math.round(shared * 100)}%`] : []),
      ...(sameDomain ? [`同一行业 same domain ${item.domain}`] : []),
    ]
    const score = Math.min(1, 0.55 * closeness + 0.45 * fit + (sameDomain ? 0.03 : 0))
    return { item, score, why, rank: fuse(hit.denseRank, hit.wordRank, fit > 0 ? Math.round((1 - fit) * 20) : null) }
  })
  const near = scored.filter((s) => s.score >= policy.thresholds.similarCase && s.why.length > 0)
  near.sort((a, b) => b.rank - a.rank || b.score - a.score || (a.item.id < b.item.id ? -1 : 1))
  const best = scored.reduce((m, s) => Math.max(m, s.score), 0)
  return {
    hits: near.slice(0, subject.similar).map(({ item, score, why }) => ({
      id: item.id,
      title: item.title,
      code: item.code,
      level: item.level,
      score: round(score),
      why,
      outcome: item.outcome,
      result: item.result,
      lessons: item.lessons,
      audience: item.audience,
    })),
    reason:
      near.length > 0
        ? null
        : `没有足够相近的案例 no case is near enough (best ${round(best)} < ${policy.thresholds.similarCase})`,
  }
}
