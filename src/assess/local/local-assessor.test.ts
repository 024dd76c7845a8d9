import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { anyText } from '../../../test/harness/texts.ts'
import type { Assessment } from '../../domain/assessment.ts'
import type { Policy } from '../../domain/policy/parse.ts'
import { readText } from '../../domain/text/reading.ts'
import { readHeads, type TrainedHeads } from '../../node/heads-files.ts'
import { readPolicy } from '../../node/policy-files.ts'
import type { Assessor } from '../../ports/assessor.ts'
import type { Embedder, EmbedderState } from '../../ports/embedder.ts'
import { createLocalAssessor } from './local-assessor.ts'

const TEXTS = [
  '退款拖了二十天，打了三次電話都沒人管😡！再不解決我就找記者曝光你們。',
  '孩子用了你们的热水壶，手被烫伤了，现在在医院。',
  '请问周末几点开门？',
  '服务很好，谢谢你们！',
  '自动续费扣了我２９８元\r\n从来没同意过。我们小区30户业主都被扣了。',
  'I was charged twice and nobody answers. I will report you to the ombudsman.',
  '。',
]

/** A unit vector made of the text's own characters; late by a turn or more, the shorter the text the later. */
const fake: Embedder = {
  model: 'fake',
  dimensions: 512,
  async embed(text) {
    for (let turns = 12 - (text.length % 12); turns > 0; turns--) await Promise.resolve()
    const v = new Float32Array(512)
    for (let i = 0; i < text.length; i++) v[(text.charCodeAt(i) * 31 + i) % 512]! += 1
    const norm = Math.hypot(...v) || 1
    return v.map((x) => x / norm)
  },
  async encode(text) {
    const vector = await fake.embed(text)
    return { vector, state: Float32Array.from({ length: 1024 }, (_, i) => vector[i % 512]!) }
  },
  embedMany: (texts) => Promise.all(texts.map((t) => fake.embed(t))),
}
const ABSENT: EmbedderState = { embedder: null, reason: 'no model' }
const PRESENT: EmbedderState = { embedder: fake, reason: null }

let policy: Policy
let heads: TrainedHeads
beforeAll(async () => {
  ;[policy, heads] = await Promise.all([readPolicy(['default']), readHeads()])
})
const assessor = (state: EmbedderState) => createLocalAssessor({ policy, heads, embedder: () => state })
const assess = (a: Assessor, text: string, signal?: AbortSignal) =>
  a.assess({ reading: readText(text), masked: text, explain: false, ...(signal ? { signal } : {}) })
const judged = async (a: Assessor, text: string) => (await assess(a, text)).assessment

const evidenceOf = (a: Assessment) => [
  ...a.severity.evidence,
  ...a.emotion.evidence,
  ...a.repeat.evidence,
  ...a.group.evidence,
  ...[...a.types, ...a.threats, ...a.signals, ...a.tags].flatMap((x) => x.evidence),
]

describe.each([
  ['with an embedder', PRESENT],
  ['without', ABSENT],
])('the local assessor %s', (_, state) => {
  it('thinks the same of a text alone, in a batch, in any order and anew', async () => {
    const a = assessor(state)
    const alone: Assessment[] = []
    for (const text of TEXTS) alone.push(await judged(a, text))
    const batch = await Promise.all(TEXTS.map((t) => judged(a, t)))
    const backwards = await Promise.all([...TEXTS].reverse().map((t) => judged(a, t)))
    const anew: Assessment[] = []
    for (const text of TEXTS) anew.push(await judged(assessor(state), text))
    expect(batch).toEqual(alone)
    expect(backwards.reverse()).toEqual(alone)
    expect(anew).toEqual(alone)
  })

  it('rests on words that stand in the text, and keeps its numbers in their bounds, for any text', async () => {
    const a = assessor(state)
    const known = new Set(policy.codes.map((c) => c.code))
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(
          anyText,
          fc.tuple(anyText, fc.constantFrom(...TEXTS)).map((p) => p.join('')),
        ),
        async (text) => {
          const found = await judged(a, text)
          for (const e of evidenceOf(found)) {
            expect(e.quote).not.toBe('')
            expect(text.slice(e.start, e.end)).toBe(e.quote)
          }
          for (const m of Object.values(found.measures).flat())
            expect(m.start >= 0 && m.start < m.end && m.end <= text.length).toBe(true)
          const { distribution, level, confidence } = found.severity
          expect(distribution.reduce((x, y) => x + y, 0)).toBeCloseTo(1, 9)
          for (const p of distribution) expect(p >= 0 && p <= 1).toBe(true)
          expect(confidence).toBe(distribution[level - 1])
          expect(level === 4).toBe(found.nature.value !== 'complaint')
          const first = found.types.filter((t) => t.role === 'primary').length
          if (level === 4) expect(first).toBeLessThanOrEqual(1)
          else expect(first).toBe(1)
          for (const t of found.types) expect(known.has(t.code), t.code).toBe(true)
          expect(found.emotion.score >= 0 && found.emotion.score <= 1).toBe(true)
          expect(found.emotion.dominant === 'none').toBe(found.emotion.level === 1)
        },
      ),
      { numRuns: 50 },
    )
  })

  it('does not leave anything of the caller’s changed', async () => {
    const reading = readText(TEXTS[0]!)
    const before = structuredClone(reading)
    await assessor(state).assess({ reading, masked: TEXTS[0]!, explain: true })
    expect(reading).toEqual(before)
  })
})

describe('the local assessor', () => {
  it('says that it works without an embedding, and why', async () => {
    const degraded = await assess(assessor(ABSENT), TEXTS[0]!)
    expect(degraded).toMatchObject({
      degraded: true,
      reasons: ['no-embedding: no model'],
      models: { heads: heads.version },
    })
    expect(degraded.assessment.vector).toBeNull()
    const whole = await assess(assessor(PRESENT), TEXTS[0]!)
    expect(whole).toMatchObject({ degraded: false, reasons: [], models: { heads: heads.version, embedder: 'fake' } })
    expect(whole.assessment.vector).toHaveLength(512)
  })

  it('stands without a model that fails, as if there were none', async () => {
    const broken = { ...fake, encode: () => Promise.reject(new Error('out of memory')) }
    const result = await assess(assessor({ embedder: broken, reason: null }), TEXTS[1]!)
    expect(result).toMatchObject({ degraded: true, reasons: ['embedding-failed'], models: { heads: heads.version } })
    expect(result.assessment).toEqual(await judged(assessor(ABSENT), TEXTS[1]!))
  })

  it('judges by the linear heads alone, and says so, where the model gives vectors only', async () => {
    const plain = { ...fake, encode: async (text: string) => ({ vector: await fake.embed(text), state: null }) }
    const result = await assess(assessor({ embedder: plain, reason: null }), TEXTS[1]!)
    expect(result).toMatchObject({ degraded: true, reasons: ['encoder-not-built'] })
    const { vector, ...rest } = result.assessment
    expect(vector).toHaveLength(512)
    expect({ ...rest, vector: null }).toEqual(await judged(assessor(ABSENT), TEXTS[1]!))
  })

  it('asks for the state alone where no vector is wanted, and judges as with it', async () => {
    const asked: unknown[] = []
    const told: Embedder = {
      ...fake,
      async encode(text, _, only) {
        asked.push(only)
        const { vector, state } = await fake.encode(text)
        return { vector: only ? null : vector, state }
      },
    }
    const a = assessor({ embedder: told, reason: null })
    const whole = await assess(a, TEXTS[1]!)
    const alone = await a.assess({ reading: readText(TEXTS[1]!), masked: TEXTS[1]!, explain: false, noVector: true })
    expect(asked).toEqual([undefined, 'state'])
    expect(alone).toMatchObject({ degraded: false, reasons: [] })
    expect({ ...alone.assessment, vector: whole.assessment.vector }).toEqual(whole.assessment)
    const plain = { ...fake, encode: async () => ({ vector: null, state: null }) }
    const none = { reading: readText(TEXTS[1]!), masked: TEXTS[1]!, explain: false, noVector: true }
    expect((await assessor({ embedder: plain, reason: null }).assess(none)).reasons).toEqual(['encoder-not-built'])
  })

  it('stops when it is told to', async () => {
    const stop = new AbortController()
    const slow: Embedder = {
      ...fake,
      encode: async (_, signal) => {
        stop.abort(new Error('enough'))
        signal?.throwIfAborted()
        throw new Error('never here')
      },
    }
    await expect(assess(assessor({ embedder: slow, reason: null }), TEXTS[1]!, stop.signal)).rejects.toThrow('enough')
  })

  it('reads the plain things plainly', async () => {
    const a = assessor(ABSENT)
    const [angry, hurt, asks, thanks] = await Promise.all(TEXTS.slice(0, 4).map((t) => judged(a, t)))
    expect(angry!.nature.value).toBe('complaint')
    expect(angry!.threats).toContainEqual(expect.objectContaining({ channel: 'media', stance: 'threatened' }))
    expect(angry!.measures.days.map((d) => d.value)).toContain(20)
    expect(hurt!.signals.map((s) => s.id)).toContain('injury')
    expect(asks!.nature.value).toBe('enquiry')
    expect([asks!.types, asks!.threats, asks!.severity.level]).toEqual([[], [], 4])
    expect(thanks!.threats).toEqual([])
  })
})
