import { describe, expect, it } from 'vitest'
import { aScript } from '../../test/harness/records.ts'
import { scriptHitSchema } from '../domain/decision.ts'
import type { Script } from '../domain/knowledge.ts'
import { readPolicy } from '../node/policy-files.ts'
import type { FoundScript } from '../ports/knowledge-store.ts'
import type { RecallSubject } from './find-cases.ts'
import { pickScripts } from './find-scripts.ts'
import { type Lift, NO_LIFT } from './lift.ts'

const policy = await readPolicy([])
const subject = (over: Partial<RecallSubject> = {}): RecallSubject => ({
  language: 'zh',
  codes: ['SP-07', 'TD-06'],
  domain: null,
  emotion: 2,
  similar: 5,
  scripts: 10,
  ...over,
})
const hit = (over: Partial<Script> & { id: string }, found: Partial<FoundScript> = {}) => ({
  item: aScript(over),
  similarity: 0.62,
  denseRank: 0,
  wordRank: null,
  ...found,
})
const ids = (hits: FoundScript[], over: Partial<RecallSubject> = {}) =>
  pickScripts(hits, subject(over), policy).hits.map((h) => h.id)

describe('pickScripts (G2, C3)', () => {
  it('shows a fitting script whole, with its reasons and what to avoid', () => {
    const { hits, reason } = pickScripts([hit({ id: 'script-a', avoid: ['不可能'] })], subject(), policy)
    expect(reason).toBeNull()
    expect(hits[0]).toMatchObject({ id: 'script-a', slots: ['客户称呼'], avoid: ['不可能'], audience: 'frontline' })
    expect(hits[0]!.why).toEqual([
      '类型 type SP-07',
      '情绪 emotion 1-3',
      '语义相近 near in meaning',
      '平和时第 1 步:何时怎么解决 · step 1 where calm: when and how',
    ])
    expect(hits[0]).toMatchObject({ filled: hits[0]!.text, unfilled: ['客户称呼'], slotsFilled: [] })
    expect(() => scriptHitSchema.parse(hits[0])).not.toThrow()
  })

  it('C3: fierce words are answered by scripts for fierce complaints, calm ones by calm', () => {
    const calm = hit({ id: 'script-calm', emotionMin: 1, emotionMax: 2 })
    const fierce = hit({ id: 'script-fierce', emotionMin: 4, emotionMax: 5 })
    expect(ids([calm, fierce], { emotion: 5 })).toEqual(['script-fierce'])
    expect(ids([calm, fierce], { emotion: 1 })).toEqual(['script-calm'])
    // Between them both are near; the nearer fit comes first.
    expect(ids([fierce, calm, hit({ id: 'script-mid', emotionMin: 3, emotionMax: 3 })], { emotion: 3 })[0]).toBe(
      'script-mid',
    )
  })

  it('the code of the complaint first, then one it shares, then a general one of the family, another code’s last', () => {
    const general = hit({ id: 'script-family', codes: [], families: ['SP'] })
    const second = hit({ id: 'script-second', codes: ['TD-06'] })
    const first = hit({ id: 'script-first', codes: ['TD-09', 'SP-07'] })
    const other = hit({ id: 'script-other', codes: ['RL-08'] })
    expect(ids([general, second, first, other])).toEqual([
      'script-first',
      'script-second',
      'script-family',
      'script-other',
    ])
  })

  it('answers in the language of the complaint; a mixed text in Chinese', () => {
    const zh = hit({ id: 'script-zh' })
    const en = hit({ id: 'script-en', lang: 'en' })
    expect(ids([zh, en], { language: 'en' })).toEqual(['script-en'])
    expect(ids([zh, en], { language: 'mixed' })).toEqual(['script-zh'])
  })

  it('prefers the trade asked about and puts another trade’s behind', () => {
    const own = hit({ id: 'script-own', domain: 'bank' })
    const any = hit({ id: 'script-any' })
    const other = hit({ id: 'script-elsewhere', domain: 'hotel' })
    expect(ids([other, any, own], { domain: 'bank' })).toEqual(['script-own', 'script-any', 'script-elsewhere'])
  })

  it('works by words alone, and shows no more than asked', () => {
    const words = (id: string, wordRank: number) =>
      hit({ id, codes: [], families: ['SP'] }, { similarity: null, wordRank })
    const list = [words('script-b', 8), words('script-a', 0)]
    expect(ids(list)).toEqual(['script-a', 'script-b'])
    expect(ids(list, { scripts: 1 })).toEqual(['script-a'])
    expect(ids(list, { scripts: 0 })).toEqual([])
  })

  it('G4: what fits alike comes in the order a calm customer wants to hear it: when and how, why, what prevents the next', () => {
    const stages = (['followup', 'deescalate', 'explain', 'solution', 'empathy'] as const).map((stage) =>
      hit({ id: `script-${stage}`, stage, emotionMin: 1, emotionMax: 5 }),
    )
    const calm = ['script-solution', 'script-explain', 'script-empathy', 'script-followup', 'script-deescalate']
    expect(ids(stages, { emotion: 2 })).toEqual(calm)
    expect(ids(stages.toReversed(), { emotion: 1 })).toEqual(calm)
  })

  it('C3: a fierce one is first given empathy and an emergency plan, then what is made good; and is told so', () => {
    const stages = (['solution', 'explain', 'empathy', 'remedy', 'deescalate'] as const).map((stage) =>
      hit({ id: `script-${stage}`, stage, emotionMin: 1, emotionMax: 5 }),
    )
    const { hits } = pickScripts(stages, subject({ emotion: 5 }), policy)
    expect(hits.map((h) => h.id)).toEqual([
      'script-deescalate',
      'script-empathy',
      'script-solution',
      'script-remedy',
      'script-explain',
    ])
    expect(hits[0]!.why).toContain('激烈时第 1 步:降温与应急办法 · step 1 where fierce: calms and plans')
  })

  it('ratings and use lift and sink by a bounded amount that is shown, and never bring up what does not fit', () => {
    const list = [hit({ id: 'script-a' }), hit({ id: 'script-b' }), hit({ id: 'script-c' })]
    const lifts: Record<string, Lift> = {
      'script-c': { by: 0.08, why: ['好评 4.6(12) rated +0.05'] },
      'script-a': { by: -0.05, why: ['评分偏低 1.2(9) rated -0.05'] },
    }
    const pick = (hits: typeof list) => pickScripts(hits, subject(), policy, (id) => lifts[id] ?? NO_LIFT).hits
    expect(pick(list).map((h) => h.id)).toEqual(['script-c', 'script-b', 'script-a'])
    expect(pick(list)[0]!.why.at(-1)).toBe('好评 4.6(12) rated +0.05')
    expect(pick([hit({ id: 'script-c', codes: ['RL-08'] }, { similarity: 0.2 })])).toEqual([])
    const fits = [hit({ id: 'script-c', codes: [], families: ['SP'] }), hit({ id: 'script-a' })]
    expect(pick(fits).map((h) => h.id)).toEqual(['script-a', 'script-c'])
  })

  it('an honest none, with its reason', () => {
    for (const none of [[], [hit({ id: 'script-other', codes: ['RL-08'] }, { similarity: 0.2 })]])
      expect(pickScripts(none, subject(), policy)).toEqual({
        hits: [],
        reason: '没有合适的话术 no script fits this type and emotion',
      })
  })
})
