import { describe, expect, it } from 'vitest'
import { aCase, aScript, axisVector, NOW, rankedBy } from '../../test/harness/records.ts'
import { readText } from '../domain/text/reading.ts'
import { readKnowledgeRules, readPolicy } from '../node/policy-files.ts'
import type { EmbedderState } from '../ports/embedder.ts'
import type { FoundCase, FoundScript, KnowledgeQuery, KnowledgeStore } from '../ports/knowledge-store.ts'
import { type Rarity, rarityOf } from './rarity.ts'
import { createKnowledgeService } from './search.ts'

const [policy, rules] = await Promise.all([readPolicy([]), readKnowledgeRules()])

const there = (embed: () => Promise<Float32Array> = async () => axisVector(0)): EmbedderState => ({
  embedder: {
    model: 'm1',
    dimensions: 512,
    embed,
    encode: async () => ({ vector: await embed(), state: null }),
    embedMany: async () => [],
  },
  reason: null,
})
const absent: EmbedderState = { embedder: null, reason: 'no model was found' }

function service(
  hits: { cases?: FoundCase[]; scripts?: FoundScript[] } = {},
  state: EmbedderState = there(),
  rarity?: Rarity,
) {
  const queries: KnowledgeQuery[] = []
  const store = {
    async search(query: KnowledgeQuery) {
      queries.push(query)
      return { cases: hits.cases ?? [], scripts: hits.scripts ?? [] }
    },
    cases: async (found) => new Map(found.map(({ id }) => [id, aCase({ id })])),
  } satisfies Partial<KnowledgeStore>
  const { search } = createKnowledgeService({
    store,
    embedder: () => state,
    clock: { now: () => NOW },
    calendar: policy.calendar,
    least: rules.search.least,
    ...(rarity ? { rarity: async () => rarity } : {}),
  })
  const ask = (q: string, over: Partial<Parameters<typeof search>[0]> = {}) =>
    search({ q, kind: 'case', audience: 'frontline', limit: 5, ...over })
  return { ask, queries }
}
const caseHit = (id: string, over: Partial<FoundCase> = {}) => ({
  ...rankedBy(aCase({ id })),
  similarity: 0.65,
  denseRank: 0,
  wordRank: null,
  ...over,
})

describe('knowledge search', () => {
  it('asks for one kind alone, as the audience, with the simplified words of the question', async () => {
    const { ask, queries } = service()
    await ask('快遞延誤', { audience: 'supervisor' })
    await ask('话术', { kind: 'script', limit: 50 })
    expect(queries[0]).toMatchObject({
      audience: 'supervisor',
      day: '2026-11-20',
      model: 'm1',
      cases: 30,
      scripts: 0,
      scriptCodes: null,
    })
    expect(queries[0]!.tokens).toContain('快递')
    expect(queries[1]).toMatchObject({ cases: 0, scripts: 100 })
  })

  it('adds meaning and words, whichever leg found it first, and says why', async () => {
    const { ask } = service({
      cases: [
        {
          ...caseHit('case-dense', { similarity: 0.68 }),
          ...rankedBy(aCase({ id: 'case-dense', title: '甲', summary: '乙' })),
        },
        caseHit('case-both', { denseRank: 1, wordRank: 0 }),
      ],
    })
    const found = await ask('快递延误补偿')
    expect(found).toMatchObject({ mode: 'hybrid', reason: null, scripts: [] })
    expect(found.cases.map((c) => c.item.id)).toEqual(['case-both', 'case-dense'])
    expect(found.cases[0]!.why.join(' ')).toMatch(/near in meaning 0.65.*shares words 100%: 快递延误补偿/)
    expect(found.cases[1]!.why).toEqual(['语义相近 near in meaning 0.68'])
  })

  it('a rare word that is shared outweighs a common one; without a count all weigh alike', async () => {
    const cases = ['押金', '快递'].map((title) => ({
      ...caseHit(`case-${title === '押金' ? 'rare' : 'common'}`),
      ...rankedBy(aCase({ id: `case-${title === '押金' ? 'rare' : 'common'}`, title, summary: '甲' })),
    }))
    const rarity = rarityOf([['押金', 'x'], ...Array.from({ length: 9 }, () => ['快递', 'x'])])
    const scores = async (r?: Rarity) => {
      const found = await service({ cases }, there(), r).ask('快递、押金')
      return Object.fromEntries(found.cases.map((c) => [c.item.id, c.score]))
    }
    const counted = await scores(rarity)
    expect(counted['case-rare']!).toBeGreaterThan(counted['case-common']!)
    const uniform = await scores()
    expect(uniform['case-rare']).toBe(uniform['case-common'])
  })

  it('shows what reaches the least closeness of the rules and nothing under it', async () => {
    const { least } = rules.search
    const at = async (similarity: number) =>
      (await service({ cases: [caseHit('case-x', { similarity })] }).ask('发票抬头')).cases.length
    expect(await at(least)).toBe(1)
    expect(await at(least - 0.001)).toBe(0)
  })

  it('shows nothing that is near neither in meaning nor in words, and says so', async () => {
    const { ask } = service({ cases: [caseHit('case-far', { similarity: 0.5 })] })
    expect(await ask('发票抬头')).toEqual({
      mode: 'hybrid',
      cases: [],
      scripts: [],
      reason: '没有足够相近的条目 nothing is near enough',
    })
  })

  it('keeps to the limit; equal ones stand by id', async () => {
    const { ask } = service({ cases: ['case-c', 'case-a', 'case-b'].map((id) => caseHit(id)) })
    expect((await ask('快递延误', { limit: 2 })).cases.map((c) => c.item.id)).toEqual(['case-a', 'case-b'])
  })

  it('a long question has a score of 1 at most', async () => {
    const long = Array.from({ length: 120 }, (_, i) => String.fromCharCode(0x4e00 + i * 11)).join('')
    const { ask } = service({
      cases: [{ ...caseHit('case-long'), ...rankedBy(aCase({ id: 'case-long', summary: readText(long).text })) }],
    })
    const [first] = (await ask(long)).cases
    expect(first!.score).toBe(1)
    expect(first!.why.join(' ')).toContain('shares words 100%')
  })

  it('works by words without an embedder, and where it fails, and says why', async () => {
    const scripts = [{ item: aScript({ id: 'script-late' }), similarity: null, denseRank: null, wordRank: 0 }]
    for (const [state, why] of [
      [absent, 'no model was found'],
      [there(() => Promise.reject(new Error('onnx'))), 'embedding failed'],
    ] as const) {
      const { ask, queries } = service({ scripts }, state)
      expect((await ask('发票抬头', { kind: 'script' })).scripts).toEqual([])
      queries.length = 0
      const found = await ask('配送延误', { kind: 'script' })
      expect(found.mode).toBe('words')
      expect(found.reason).toContain(why)
      expect(found.scripts.map((s) => s.item.id)).toEqual(['script-late'])
      expect(queries[0]).toMatchObject({ vector: null, model: null })
    }
  })
})
