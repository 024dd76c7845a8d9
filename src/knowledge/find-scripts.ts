import type { ScriptHit } from '../domain/decision.ts'
import type { Script } from '../domain/knowledge.ts'
import { familyOf } from '../domain/labels.ts'
import type { Policy } from '../domain/policy/parse.ts'
import type { FoundScript } from '../ports/knowledge-store.ts'
import { unfilled } from './fill-slots.ts'
import type { Found, RecallSubject } from './find-cases.ts'
import { LIFT_MOST, type Lift, NO_LIFT } from './lift.ts'
import { codeFit, nearness } from './score.ts'
import { placeOfStage } from './stage-order.ts'

/** Most that the stage adds: between scripts that fit alike it decides (G4), and never brings up what does not fit. */
const STAGE_MOST = 0.08

const round = (x: number) => Math.round(x * 1000) / 1000

/**
 * Scripts that fit the type and the emotion (C3: calm and fierce are spoken to differently), nearest in meaning first
 * among equals. What fits is told without `lifts`; those that do are ordered by the fit, by what the customer wants to hear
 * first (G4) and by use and ratings, each of which says in `why` what it did. Slots are left open.
 */
export function pickScripts(
  found: readonly FoundScript[],
  subject: RecallSubject,
  policy: Policy,
  lifts: (id: string) => Lift = () => NO_LIFT,
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
      const fits = 0.5 * fit + 0.2 * calm + 0.27 * near + (sameDomain ? 0.03 : 0) - (otherDomain ? 0.15 : 0)
      return { item, fits, why }
    })
    .filter((s) => s.fits >= policy.thresholds.script && s.why.length > 0)
    .map(({ item, fits, why }) => {
      const stage = placeOfStage(item.stage, subject.emotion)
      const lift = lifts(item.id)
      const score = (fits + STAGE_MOST * stage.fit + lift.by) / (1 + STAGE_MOST + LIFT_MOST)
      return { item, score, why: [...why, stage.why, ...lift.why] }
    })
    .sort((a, b) => b.score - a.score || (a.item.id < b.item.id ? -1 : 1))
  return {
    hits: scored.slice(0, subject.scripts).map(({ item, score, why }) => ({
      id: item.id,
      scene: item.scene,
      text: item.text,
      slots: item.slots,
      avoid: item.avoid,
      score: round(Math.max(0, score)),
      why,
      audience: item.audience,
      ...unfilled(item),
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
