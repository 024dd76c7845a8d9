import type { ScriptHit } from '../domain/decision.ts'
import type { Script } from '../domain/knowledge.ts'
import { familyOf } from '../domain/labels.ts'
import type { Policy } from '../domain/policy/parse.ts'
import type { KnowledgeHit } from '../ports/knowledge-store.ts'
import type { Found, RecallSubject } from './find-cases.ts'
import { codeFit, nearness } from './score.ts'

const round = (x: number) => Math.round(x * 1000) / 1000

/** Scripts that fit the type and the emotion (C3: calm and fierce are spoken to differently), nearest in meaning first among equals. */
export function pickScripts(
  found: readonly KnowledgeHit<Script>[],
  subject: RecallSubject,
  policy: Policy,
): Found<ScriptHit> {
  const { codes } = subject
  const language = subject.language === 'en' ? 'en' : 'zh'
  const scored = found
    .filter(({ item }) => item.lang === language && emotionGap(item, subject.emotion) < 2)
    .map(({ item, similarity, wordRank }) => {
      const fit = typeFit(item, codes)
      const calm = 1 - 0.5 * emotionGap(item, subject.emotion)
      const near = similarity === null ? (wordRank === null ? 0 : 0.5 / (1 + wordRank / 10)) : nearness(similarity)
      const sameDomain = item.domain !== null && item.domain === subject.domain
      const otherDomain = item.domain !== null && subject.domain !== null && item.domain !== subject.domain
      const why = [
        ...(fit >= 0.7 ? [`类型 type ${item.codes.join(' ')}`] : fit > 0 ? ['通用 general'] : []),
        ...(calm === 1 ? [`情绪 emotion ${item.emotionMin}-${item.emotionMax}`] : []),
        ...(near >= 0.5 ? ['语义相近 near in meaning'] : []),
      ]
      const score = Math.max(
        0,
        0.5 * fit + 0.2 * calm + 0.27 * near + (sameDomain ? 0.03 : 0) - (otherDomain ? 0.15 : 0),
      )
      return { item, score, why }
    })
    .filter((s) => s.score >= policy.thresholds.script && s.why.length > 0)
    .sort((a, b) => b.score - a.score || (a.item.id < b.item.id ? -1 : 1))
  return {
    hits: scored.slice(0, subject.scripts).map(({ item, score, why }) => ({
      id: item.id,
      scene: item.scene,
      text: item.text,
      slots: item.slots,
      avoid: item.avoid,
      score: round(score),
      why,
      audience: item.audience,
    })),
    reason: scored.length > 0 ? null : '没有合适的话术 no script fits this type and emotion',
  }
}

/** 1 same primary code, 0.7 shares one, 0.35 a general script of the family (of any, where no code is known), 0.1 general otherwise. */
function typeFit(script: Script, codes: readonly string[]): number {
  if (script.codes.length > 0)
    return codeFit(codes, script.codes) >= 0.7 ? codeFit(codes, [codes.find((c) => script.codes.includes(c))!]) : 0
  if (codes.length === 0) return 0.35
  return script.families.includes(familyOf(codes[0]!)) ? 0.35 : 0.1
}

const emotionGap = (s: Script, emotion: number): number => Math.max(0, s.emotionMin - emotion, emotion - s.emotionMax)
