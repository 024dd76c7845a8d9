import { describe, expect, it } from 'vitest'
import type { LabelledCase } from '../../domain/labelled-case.ts'
import { decodeEncoderHeads, type EncoderHeads, encodeEncoderHeads } from './encoder-heads.ts'
import { BUCKETS, countGrams } from './features.ts'
import {
  columnsOf,
  createHeadRunner,
  fromCumulative,
  type HeadSet,
  headSpecs,
  type Layout,
  layRow,
  outputsOf,
} from './heads.ts'
import { encodeHeads } from './heads-codec.ts'
import { type Example, trainHeads } from './train.ts'

const layout: Layout = { signals: ['s:a', 's:b'], scale: { grams: 1, signals: 0.5 } }

const base: LabelledCase = {
  id: 'x',
  text: '',
  lang: 'zh',
  nature: 'complaint',
  severity: 3,
  rules: [],
  primary: 'PQ-01',
  also_ok: [],
  secondary: [],
  emotion: 2,
  dominant: 'disappointment',
  threats: [],
  repeat: false,
  repeat_count: null,
  group: false,
  demands: [],
  slice: null,
  domain: 'retail',
  channel: 'web',
  register: 'plain',
  situation: 'test',
  source: 'test',
}
const like = (text: string, labels: Partial<LabelledCase>, signal: number): Example => ({
  case: { ...base, ...labels },
  text,
  signals: new Map([['s:a', signal]]),
})
const examplesOf = (things: string[]) =>
  things.flatMap((thing) => [
    like(`${thing}坏了用不了`, {}, 0),
    like(
      `${thing}坏了还没退款,邻居们都这样`,
      { primary: 'TD-06', group: true, demands: ['refund'], emotion: 4, dominant: 'anger' },
      1,
    ),
    like(`请问${thing}几点开门`, { nature: 'enquiry', severity: 4, primary: null, emotion: 1, dominant: 'none' }, 0),
  ])
const EXAMPLES = examplesOf(['手机', '电视', '冰箱', '水壶', '空调', '耳机'])
const HELD_OUT = examplesOf(['烤箱', '风扇', '音箱'])
const OPTIONS = { codes: ['PQ-01', 'TD-06'], signalNames: ['s:a'], encoder: null }

describe('a row', () => {
  it('is laid out as n-grams, signals, bias', () => {
    const row = layRow(
      {
        indices: Int32Array.of(5),
        values: Float64Array.of(0.5),
        signals: new Map([
          ['s:b', 2],
          ['unknown', 9],
        ]),
      },
      layout,
    )
    expect([...row.index]).toEqual([5, BUCKETS + 1, BUCKETS + 2])
    expect([...row.value]).toEqual([0.5, 1, 1])
    expect(columnsOf(layout)).toBe(BUCKETS + 2 + 1)
  })
})

describe('ordered heads', () => {
  it('give back a distribution', () => {
    const p = fromCumulative([0.1, 0.4, 0.9])
    for (const [i, v] of p.entries()) expect(v).toBeCloseTo([0.1, 0.3, 0.5, 0.1][i]!, 12)
  })

  it('never fall, even where the outputs cross', () => {
    const specs = headSpecs(['PQ-01']).filter((s) => s.name === 'emotion')
    const weights = new Int8Array(4 * columnsOf(layout))
    weights.set([40, -60, 20, 100], 4 * (columnsOf(layout) - 1))
    const set: HeadSet = {
      layout,
      specs,
      temperature: { emotion: 2 },
      cuts: {},
      codeCut: 0,
      complaintCut: 0.5,
      idf: new Float64Array(BUCKETS),
      weights,
      scales: new Float32Array(4).fill(0.5),
    }
    const runner = createHeadRunner({ lexical: set, encoder: null })
    const row = runner.row(new Map(), new Map())
    const { emotion } = runner.run(row, null).outputs
    expect(runner.logit(row, 'emotion', 1)).toBe(-30)
    expect(emotion[0]).toBeCloseTo(1 / (1 + Math.exp(-10)), 9)
    for (let i = 1; i < 4; i++) expect(emotion[i]!).toBeGreaterThanOrEqual(emotion[i - 1]!)
  })
})

describe('trained heads', () => {
  const { lexical: heads, figures } = trainHeads(EXAMPLES, HELD_OUT, OPTIONS)
  const runner = createHeadRunner({ lexical: heads, encoder: null })
  const run = (e: Example) => runner.run(runner.row(countGrams(e.text), e.signals), null).outputs

  it('say of their examples what they were taught', () => {
    for (const e of EXAMPLES) {
      const o = run(e)
      expect(o.nature[0]! > 0.5).toBe(e.case.nature === 'complaint')
      expect(o.group[0]! > 0.5).toBe(e.case.group)
      if (e.case.primary) expect(o.code[e.case.primary === 'TD-06' ? 1 : 0]).toBeGreaterThan(0.5)
    }
  })

  it('say it of a text they have not seen', () => {
    expect(run(like('洗衣机坏了还没退款,邻居们都这样', {}, 1)).code[1]).toBeGreaterThan(0.5)
    expect(run(like('请问洗衣机几点开门', {}, 0)).nature[0]).toBeLessThan(0.5)
  })

  it('have outputs for every head, each a probability', () => {
    const o = run(EXAMPLES[0]!)
    for (const spec of heads.specs) {
      expect(o[spec.name]).toHaveLength(outputsOf(spec))
      for (const p of o[spec.name]) expect(p >= 0 && p <= 1).toBe(true)
      if (spec.kind === 'softmax') expect(o[spec.name].reduce((a, b) => a + b, 0)).toBeCloseTo(1, 9)
    }
  })

  it('use the range of a byte in full, each output by its own scale', () => {
    const outputs = heads.specs.reduce((n, spec) => n + outputsOf(spec), 0)
    for (let k = 0; k < outputs; k++) {
      let most = 0
      for (let i = k; i < heads.weights.length; i += outputs) most = Math.max(most, Math.abs(heads.weights[i]!))
      expect([0, 127]).toContain(most)
    }
  })

  it('come with what they reach on the held-out examples', () => {
    for (const spec of heads.specs) {
      const figure = figures.lexical[spec.name]!
      expect(figure.measure).toBe(spec.kind === 'binary' ? 'f1' : 'accuracy')
      expect(figure.value >= 0 && figure.value <= 1).toBe(true)
    }
    expect(figures.lexical.codeAmongListed!.value).toBeGreaterThanOrEqual(figures.lexical.code!.value)
    expect(figures.lexical.nature!.examples).toBe(HELD_OUT.length)
  })

  it('are the same to the byte', () => {
    expect(Buffer.compare(encodeHeads(trainHeads(EXAMPLES, HELD_OUT, OPTIONS).lexical), encodeHeads(heads))).toBe(0)
  })
})

describe('an encoder beside them', () => {
  const specs = headSpecs(OPTIONS.codes)
  const outputs = specs.reduce((n, spec) => n + outputsOf(spec), 0)
  // A state of one number, read for one output alone: whether the matter was raised before, which no word here tells.
  const weights = new Float32Array(2 * outputs)
  weights[
    specs
      .slice(
        0,
        specs.findIndex((spec) => spec.name === 'repeat'),
      )
      .reduce((n, s) => n + outputsOf(s), 0)
  ] = 1
  const heads: EncoderHeads = { specs, size: 1, weights }
  const untold = (examples: Example[]) => examples.map((e, i) => ({ ...e, case: { ...e.case, repeat: i % 2 === 1 } }))
  const [examples, heldOut] = [untold(EXAMPLES), untold(HELD_OUT)]
  const stateOf = (e: Example) => Float32Array.of(e.case.repeat ? 4 : -4)
  const { lexical, blend, figures } = trainHeads(examples, heldOut, {
    ...OPTIONS,
    encoder: { heads, states: heldOut.map(stateOf) },
  })
  const runner = createHeadRunner({ lexical, encoder: { heads, blend: blend! } })

  it('is listened to where it knows', () => {
    expect(blend!.share.repeat).toBeGreaterThan(0.5)
    expect(blend!.share.nature).toBeLessThan(0.5)
    expect(figures.lexical.repeat!.value).toBeLessThan(1)
    expect(figures.both!.repeat!.value).toBe(1)
  })

  it('is part of the judgement when its state is there, and only then', () => {
    const e = EXAMPLES[0]!
    const row = runner.row(countGrams(e.text), e.signals)
    const alone = runner.run(row, null)
    const yes = runner.run(row, Float32Array.of(4))
    const no = runner.run(row, Float32Array.of(-4))
    expect(yes.outputs.repeat[0]!).toBeGreaterThan(0.5)
    expect(no.outputs.repeat[0]!).toBeLessThan(0.5)
    expect(yes.calibration).toBe(blend)
    expect(alone.calibration).toBe(lexical)
    expect(alone.outputs.group).toEqual(runner.run(row, null).outputs.group)
    expect(() => runner.run(row, new Float32Array(3))).toThrow(/3 numbers/)
  })

  it('is stored to the byte, and a cut or foreign file is refused', () => {
    const bytes = encodeEncoderHeads(heads)
    expect(decodeEncoderHeads(bytes)).toEqual(heads)
    expect(() => decodeEncoderHeads(bytes.subarray(0, -4))).toThrow(/cut/)
    expect(() => decodeEncoderHeads(Uint8Array.of(1, 2, 3))).toThrow(/not a file/)
  })
})
