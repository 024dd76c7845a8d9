import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { growth } from '../../../test/harness/texts.ts'
import type { Measures } from '../../domain/assessment.ts'
import { readText } from '../../domain/text/reading.ts'
import { measure } from './measures.ts'

const read = (kind: keyof Measures, text: string) => measure(readText(text).text)[kind].map((m) => m.value)

describe('amounts', () => {
  it.each([
    ['花了三百二十块', [320]],
    ['亏了一万五', [15_000]],
    ['被骗了5w', [50_000]],
    ['扣了¥1,299.00', [1299]],
    ['扣了￥１，２９９．００', [1299]],
    ['三千块押金不退', [3000]],
    ['定金3千元', [3000]],
    ['赔了十二万五千元', [125_000]],
    ['一万两千元', [12_000]],
    ['1万2千元', [12_000]],
    ['一万零五十元', [10_050]],
    ['损失100多万', [1_000_000]],
    ['亏了十几万', [100_000]],
    ['充了几百块', [200]],
    ['2.5万元', [25_000]],
    ['2w5', [25_000]],
    ['两百五十块和50元', [250, 50]],
    ['人民币1500元', [1500]],
    ['it cost $49.99', [49.99]],
    ['£1,250 gone', [1250]],
  ])('%s', (text, values) => expect(read('amounts', text)).toEqual(values))

  it.each([
    '3千',
    '三千',
    '2024年买的',
    '2025年11月3日',
    '电话13812345678',
    '订单号123456789',
    '打12315',
    '400-800-1234',
    '2号楼3单元',
    '1200万像素',
    '开了5万公里',
    '播放2万多次',
    '1500W的吹风机',
    '65W快充充不进',
    '4K电视',
    '第三次投诉',
  ])('%s is none', (text) => expect(read('amounts', text)).toEqual([]))
})

describe('days', () => {
  it.each([
    ['等了三天', [3]],
    ['拖了半个月', [15]],
    ['一个半月没消息', [45]],
    ['等了两个多月', [60]],
    ['十几天没人管', [10]],
    ['两周没发货', [14]],
    ['三个星期', [21]],
    ['一年多了', [365]],
    ['7日内答复', [7]],
    ['waited three weeks', [21]],
    ['10 days late', [10]],
  ])('%s', (text, values) => expect(read('days', text)).toEqual(values))

  it.each([
    '2024年买的',
    '2025年11月3日下单',
    '11月的账单',
    '三月买的',
    '周五来',
    '读2年级',
    '去年',
    '3日前的单',
  ])('%s is a date or a name', (text) => expect(read('days', text)).toEqual([]))
})

describe('earlier contacts', () => {
  it.each([
    ['打了三次电话', [3]],
    ['打了二十多个电话', [20]],
    ['投诉过两次', [2]],
    ['三次联系客服', [3]],
    ['催了好几次', [3]],
    ['联系了十几次', [10]],
    ['我这是第五次来电', [5]],
    ['I called twice', [2]],
    ['第一次投诉', []],
    ['第二次来买', []],
    ['买了三次', []],
  ])('%s', (text, values) => expect(read('contacts', text)).toEqual(values))
})

describe('people', () => {
  it.each([
    ['我们三十多户业主', [30]],
    ['小区几百户居民', [200]],
    ['2百多户没暖气', [200]],
    ['几十名业主', [20]],
    ['两万多人的信息', [20_000]],
    ['三个邻居也这样', [3]],
    ['四家商户', [4]],
    ['3 other customers', [3]],
    ['等了三个月', []],
    ['打了三个电话', []],
    ['三个问题没解决', []],
    ['订的三人间', []],
    ['第三位客服', []],
    ['我一个人', []],
  ])('%s', (text, values) => expect(read('people', text)).toEqual(values))
})

describe('measures', () => {
  it('stand in the text, are positive and finite, whatever the digits around them', () => {
    const words = fc.constantFrom(...'12万千百元块天个月年次打户人第多几半,.¥ 三十', 'w', 'days')
    fc.assert(
      fc.property(fc.array(words, { maxLength: 30 }), (parts) => {
        const text = parts.join('')
        for (const found of Object.values(measure(text)))
          for (const m of found) {
            expect(m.value > 0 && Number.isFinite(m.value)).toBe(true)
            expect(m.start >= 0 && m.start < m.end && m.end <= text.length).toBe(true)
          }
      }),
      { numRuns: 400 },
    )
  })

  it.each([
    '1',
    '一',
    '1,',
    '打了',
    '万',
    '三个',
    '1.',
    '几十',
    '1 ',
    'two ',
  ])('take time in proportion to a text of %j', (unit) => expect(growth(measure, unit, 30)).toBeLessThan(40))
})
