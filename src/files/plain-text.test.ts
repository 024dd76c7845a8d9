import { describe, expect, it } from 'vitest'
import { readPlainText } from './plain-text.ts'

const read = (text: string) => readPlainText('x.txt', text, 'text')
const shape = (text: string) => read(text).sections.map((s) => [s.heading, ...s.paragraphs])

describe('readPlainText', () => {
  it('reads «一、» headings, their text on the same line too, and leaves lists in place', () => {
    expect(
      shape(
        '关于冰箱反复维修的案例\n\n一、案情\n客户第三次来电,冰箱还是不制冷。\n二、处理经过\n1. 第0天 09:40 客户来电\n2. 第1天 上门换压缩机\n三、根本原因:前两次没有测压力。\n(一)教训\n一次测准。',
      ),
    ).toEqual([
      ['关于冰箱反复维修的案例'],
      ['案情', '客户第三次来电,冰箱还是不制冷。'],
      ['处理经过', '第0天 09:40 客户来电', '第1天 上门换压缩机'],
      ['根本原因', '前两次没有测压力。'],
      ['教训', '一次测准。'],
    ])
  })

  it('reads «【标题】», «标题:», «1. 标题» and a short line alone', () => {
    expect(shape('【案情】客户来电\n【结果】\n已退款')).toEqual([
      ['案情', '客户来电'],
      ['结果', '已退款'],
    ])
    expect(shape('处理经过:\n第0天:客户来电\n第1天:退款\n\n经验教训\n\n先核实,再答复。')).toEqual([
      ['处理经过', '第0天:客户来电', '第1天:退款'],
      ['经验教训', '先核实,再答复。'],
    ])
    expect(shape('1. 案情\n客户来电。\n2. 结果\n已退款。')).toEqual([
      ['案情', '客户来电。'],
      ['结果', '已退款。'],
    ])
    expect(
      shape('Refund held for 20 days\n\nRoot cause:\nNobody owned the ticket.\n\nWhat we learnt\n\nOne owner a case.'),
    ).toEqual([
      ['Refund held for 20 days'],
      ['Root cause', 'Nobody owned the ticket.'],
      ['What we learnt', 'One owner a case.'],
    ])
  })

  it('takes lines «label: value» at the beginning as fields, as front matter is', () => {
    const doc = read('编码:TD-06\n等级：二级\n时间:2025年3月14日 09:30\n\n一、案情\n退款拖了二十天。')
    expect(doc.properties).toEqual({ 编码: 'TD-06', 等级: '二级', 时间: '2025年3月14日 09:30' })
    expect(doc.sections.map((s) => s.heading)).toEqual(['案情'])
  })

  it('makes sections of labels where the whole text is made of them', () => {
    const doc = read(
      '案例名称:退款拖了二十天\n编码:TD-06\n投诉内容:客户说钱一直没到。\n他打了四次电话。\n处理经过:\n第0天 来电\n第二天:补款\n处理结果:已到账\n经验教训:当天核对。',
    )
    expect(doc.properties).toEqual({ 案例名称: '退款拖了二十天', 编码: 'TD-06' })
    expect(doc.sections.map((s) => [s.heading, ...s.paragraphs])).toEqual([
      ['投诉内容', '客户说钱一直没到。', '他打了四次电话。'],
      ['处理经过', '第0天 来电', '第二天:补款'],
      ['处理结果', '已到账'],
      ['经验教训', '当天核对。'],
    ])
  })

  it('does not take speakers, sums, or a sentence for headings', () => {
    expect(shape('客户:我要退款\n坐席:请稍等\n客户:等了二十天\n坐席:马上查')).toEqual([
      ['', '客户:我要退款', '坐席:请稍等', '客户:等了二十天', '坐席:马上查'],
    ])
    expect(shape('客户很生气,要求赔偿。\n1.5 万元没有同意。')).toEqual([
      ['', '客户很生气,要求赔偿。', '1.5 万元没有同意。'],
    ])
  })

  it('keeps long steps apart, however their lines begin', () => {
    const long = '客户来电说冰箱还是不制冷,已经修过两次,家里的菜全坏了,要求换一台新的'
    for (const marks of [
      ['1. ', '2. '],
      ['- ', '- '],
      ['第0天 ', '第1天 '],
      ['3月2日 ', '3月3日 '],
      ['09:40 ', '10:20 '],
      ['坐席:', '主管:'],
    ]) {
      const lines = marks.map((mark) => mark + long)
      expect(read(`处理经过:\n${lines.join('\n')}`).sections[0]!.paragraphs).toHaveLength(2)
    }
  })

  it('reads lines of cells between tabs as a table', () => {
    expect(read('经过\n\n时间\t经过\n第0天\t来电\n第1天\t退款\n\n说明文字在这里。').sections[0]!.tables).toEqual([
      [
        ['时间', '经过'],
        ['第0天', '来电'],
        ['第1天', '退款'],
      ],
    ])
  })
})
