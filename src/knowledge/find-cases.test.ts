import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { aCase, rankedBy } from '../../test/harness/records.ts'
import { similarCaseSchema } from '../domain/decision.ts'
import type { CaseWriteUp } from '../domain/knowledge.ts'
import { searchTokens } from '../domain/tokens.ts'
import { readPolicy } from '../node/policy-files.ts'
import type { FoundCase } from '../ports/knowledge-store.ts'
import { type CaseQuestion, type NearCase, pickCases, type RecallSubject, similarCase } from './find-cases.ts'
import { UNIFORM } from './rarity.ts'

const policy = await readPolicy([])
const subject = (over: Partial<RecallSubject> = {}): RecallSubject => ({
  language: 'zh',
  codes: ['SP-07'],
  domain: null,
  emotion: 2,
  similar: 5,
  scripts: 3,
  ...over,
})
const hit = (over: Partial<CaseWriteUp> & { id: string }, found: Partial<FoundCase> = {}) => ({
  ...rankedBy(aCase(over)),
  similarity: 0.7,
  denseRank: 0,
  wordRank: null,
  ...found,
})
const TOKENS = searchTokens('快递晚到五天')
const CHANCES = new Map([['SP-07', 0.9]])
const pick = (hits: FoundCase[], over: Partial<RecallSubject> = {}, asked: Partial<CaseQuestion> = {}) =>
  pickCases(hits, { tokens: TOKENS, chances: CHANCES, meaning: true, rarity: UNIFORM, ...asked }, subject(over), policy)

describe('pickCases (G1, G5)', () => {
  it('shows a near case with the reasons for it', () => {
    const { hits, reason } = pick([hit({ id: 'case-near', domain: 'logistics' })], { domain: 'logistics' })
    expect(reason).toBeNull()
    expect(hits).toHaveLength(1)
    expect(similarCase(aCase({ id: 'case-near' }), hits[0]!)).toMatchObject({
      id: 'case-near',
      code: 'SP-07',
      score: hits[0]!.score,
      outcome: 'resolved',
      audience: 'frontline',
    })
    expect(hits[0]!.why.join(' ')).toMatch(/same code SP-07.*near in meaning 0.7.*same domain logistics/)
  })

  it('an honest none: the least bad one is not shown, and the reason says how far off it was', () => {
    const far = hit({ id: 'case-far', code: 'RL-01', codes: ['RL-01'], summary: '合同' }, { similarity: 0.45 })
    const { hits, reason } = pick([far])
    expect(hits).toEqual([])
    expect(reason).toContain(`< ${policy.thresholds.similarCase}`)
    expect(pick([]).reason).not.toBeNull()
  })

  it('a code alone is not enough, nor a distant meaning with it', () => {
    const same = hit({ id: 'case-code', title: '甲', summary: '乙' }, { similarity: 0.4 })
    expect(pick([same]).hits).toEqual([])
  })

  it('works by words alone where there is no embedder', () => {
    const words = hit({ id: 'case-words' }, { similarity: null, denseRank: null, wordRank: 0 })
    const found = pick([words], {}, { tokens: searchTokens('包裹晚到五天,催了两次'), meaning: false })
    expect(found.hits.map((h) => h.id)).toEqual(['case-words'])
    expect(found.hits[0]!.why.join(' ')).toMatch(/shares words/)
    expect(found.hits[0]!.why.join(' ')).not.toMatch(/meaning/)
    const other = pick([words], {}, { tokens: searchTokens('发票抬头'), meaning: false })
    expect(other.hits).toEqual([])
    expect(other.reason).toContain('< 0.62)')
  })

  it('orders by closeness and not by rank in any leg, then by id; and shows no more than asked', () => {
    const near = hit({ id: 'case-near' }, { similarity: 0.72, denseRank: 8, wordRank: 8 })
    const far = hit({ id: 'case-far' }, { similarity: 0.66, denseRank: 0, wordRank: 0 })
    const [b, a] = [hit({ id: 'case-tie-b' }, { denseRank: 9 }), hit({ id: 'case-tie-a' }, { denseRank: 9 })]
    const order = (n: number) => pick([b, far, a, near], { similar: n }).hits.map((h) => h.id)
    expect(order(5)).toEqual(['case-near', 'case-tie-a', 'case-tie-b', 'case-far'])
    expect(order(2)).toEqual(['case-near', 'case-tie-a'])
    expect(order(0)).toEqual([])
  })

  it('orders by closeness where the shown score stands at 1 for all', () => {
    const [one, two] = [0.8, 0.85].map((similarity) => hit({ id: `case-${similarity}` }, { similarity }))
    const tokens = searchTokens('快递延误补偿')
    const { hits } = pick([one!, two!], {}, { tokens })
    expect(hits.map((h) => [h.id, h.score])).toEqual([
      ['case-0.85', 1],
      ['case-0.8', 1],
    ])
  })

  it('a likelier code comes first, a rival too, and says so', () => {
    const cases = ['TD-06', 'RL-01', 'SP-07'].map((code) => hit({ id: `case-${code}`, code, codes: [code] }))
    const chances = new Map([
      ['SP-07', 0.6],
      ['TD-06', 0.3],
    ])
    const { hits } = pick(cases, {}, { chances })
    expect(hits.map((h) => h.id)).toEqual(['case-SP-07', 'case-TD-06', 'case-RL-01'])
    expect(hits[0]!.why[0]).toBe('同一类型 same code SP-07')
    expect(hits[1]!.why[0]).toBe('可能同类 perhaps a code of it')
    expect(hits[2]!.why.join(' ')).not.toMatch(/code/)
  })

  it('a long text that shares much with a long case is still a share: no score over 1, no «200%»', () => {
    const long = Array.from({ length: 200 }, (_, i) => String.fromCharCode(0x4e00 + i * 7)).join('')
    const { hits } = pick([hit({ id: 'case-long', summary: long })], {}, { tokens: searchTokens(long) })
    expect(hits[0]!.score).toBeLessThanOrEqual(1)
    expect(hits[0]!.why.join(' ')).toMatch(/shares words 100%/)
  })

  it('keeps the contract whatever the hits, and a better cosine never lowers a score', () => {
    const codes = fc.constantFrom('SP-07', 'SP-01', 'TD-06')
    const cosine = fc.double({ min: -1, max: 1, noNaN: true })
    fc.assert(
      fc.property(codes, cosine, cosine, fc.boolean(), (code, a, b, sameDomain) => {
        const [low, high] = [Math.min(a, b), Math.max(a, b)].map(
          (similarity) =>
            pick([hit({ id: 'case-x', code, codes: [code] }, { similarity })], {
              domain: sameDomain ? 'logistics' : 'bank',
            }).hits[0],
        )
        const shown = (near: NearCase) => similarCase(aCase({ id: 'case-x', code, codes: [code] }), near)
        for (const h of [low, high]) if (h) expect(() => similarCaseSchema.parse(shown(h))).not.toThrow()
        expect(high?.score ?? 0).toBeGreaterThanOrEqual(low?.score ?? 0)
      }),
    )
  })
})
