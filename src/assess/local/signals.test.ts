import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { anyText } from '../../../test/harness/texts.ts'
import { readText } from '../../domain/text/reading.ts'
import { readHeads } from '../../node/heads-files.ts'
import { readPolicy } from '../../node/policy-files.ts'
import { createSignalReader, type SignalReader } from './signals.ts'

let reader: SignalReader
beforeAll(async () => {
  reader = createSignalReader(await readPolicy(['default']))
})

const counting = (text: string) =>
  new Set(
    reader
      .read(readText(text).text)
      .hits.filter((h) => h.counts)
      .map((h) => h.id),
  )
const features = (text: string) => {
  const read = readText(text).text
  return reader.featuresOf(reader.read(read), read)
}

describe('signals', () => {
  it.each([
    ['孩子的手被烫伤了', 'injury'],
    ['吃完全家上吐下泻', 'illness'],
    ['插头起火了', 'accident'],
    ['未经我同意扣了会员费', 'no-consent'],
    ['卡被盗刷了三千', 'fraud'],
    ['我的电话被卖给中介', 'privacy-leak'],
    ['客服互相推来推去', 'passed-around'],
    ['打了三次电话', 'repeat-count'],
    ['整栋楼停电三天', 'vital-down'],
    ['我们小区业主们都这样', 'group-voice'],
    ['活不下去了', 'self-harm'],
    ['跟前台说过换房', 'repeat-told'],
    ['客服回复说不给退', 'repeat-answer'],
    ['修了两次还是漏', 'repeat-still'],
    ['上回也反映过', 'repeat-again'],
    ['第三次回购了', 'repeat-lookalike'],
    ['存款变成了保险,原来是骗我签的', 'misled'],
    ['多出一笔会员费', 'consent-missing'],
    ['序列号官网查不到', 'fake-stated'],
    ['感觉像是高仿', 'fake-suspected'],
    ['说我买不起就别看', 'insulted'],
    ['今天已经第四十天', 'overdue-long'],
    ['我们宿舍四个人都这样', 'group-counted'],
    ['缝了五针', 'injury'],
    ['脚踝扭伤了,腿摔断', 'injury-likely'],
    ['Without my consent you charged me', 'no-consent'],
  ])('%s: %s', (text, id) => expect(counting(text)).toContain(id))

  it.each([
    ['幸好没有烫伤', 'injury'],
    ['担心会起火', 'accident'],
    ['听说有人食物中毒', 'illness'],
    ['我不会自杀', 'self-harm'],
  ])('%s: found, but does not count as %s', (text, id) => {
    expect(counting(text)).not.toContain(id)
    expect(reader.read(text).hits.map((h) => h.id)).toContain(id)
  })

  it('stand at their words, in their clause, for any text', () => {
    fc.assert(
      fc.property(anyText, (original) => {
        const { text } = readText(original)
        const s = reader.read(text)
        for (const x of [...s.hits, ...s.cues, ...s.threats, ...s.demands, ...s.tags])
          expect(x.start >= 0 && x.start < x.end && x.end <= text.length).toBe(true)
        for (const h of s.hits) expect(h.clause).toBeLessThan(Math.max(1, s.clauses.length))
      }),
      { numRuns: 150 },
    )
  })
})

describe('features', () => {
  it('are named once each, and are those that the shipped heads were trained on', async () => {
    expect(new Set(reader.features).size).toBe(reader.features.length)
    const heads = await readHeads()
    expect(heads.lexical.layout.signals).toEqual(reader.features)
  })

  it('of any text are known by name, positive and bounded', () => {
    const known = new Set(reader.features)
    fc.assert(
      fc.property(anyText, (text) => {
        for (const [name, value] of features(text)) {
          expect(known.has(name), name).toBe(true)
          expect(value > 0 && value <= 2.5, `${name} ${value}`).toBe(true)
        }
      }),
      { numRuns: 150 },
    )
  })

  it('say how much, how long, how often and how many', () => {
    const f = features('被骗了5万元,等了20天,打了3次电话,我们30户业主都这样!!!')
    expect([...f.keys()]).toEqual(
      expect.arrayContaining(['m:loss-major', 'm:loss', 'm:overdue', 'm:contacts3', 'm:people3', 'p:exclaim3']),
    )
    const calm = features('2024年11月买的杯子,花了49元')
    for (const k of ['m:loss', 'm:overdue', 'm:days', 'm:contacts1', 'm:people3', 'p:exclaim'])
      expect(calm.has(k), k).toBe(false)
  })

  it('tell a threat from a channel named, and a match from one that is denied', () => {
    expect(features('我要找记者').get('t:media:threatened')).toBe(1)
    expect(features('我不会去找记者').get('t:media:named')).toBe(1)
    expect(features('我不会去找记者').has('t:any')).toBe(false)
    expect(features('没有烫伤').has('x:injury')).toBe(true)
    expect(features('没有烫伤').has('s:injury')).toBe(false)
  })

  it('saturate', () => {
    const of = (n: number) => features('被烫伤了。'.repeat(n)).get('s:injury')
    expect([of(1), of(2), of(3), of(9)]).toEqual([1, 1.4, 1.7, 1.7])
  })
})
