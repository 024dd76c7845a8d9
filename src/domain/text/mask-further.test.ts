import { describe, expect, it } from 'vitest'
import { maskFurther } from './mask-further.ts'

describe('masking once more, for leaving the house', () => {
  it.each([
    ['a phone the first time missed', '回电13812345678谢谢', '回电〔电话1〕谢谢'],
    ['an id with a wrong checksum', '身份证110105194912310021', '身份证〔号码1〕'],
    ['one with an X', '身份证 11010519491231002x', '身份证 〔证件号1〕'],
    ['digits in full width', '打13812345678', '打〔电话1〕'],
    ['an order number with gaps', '订单 2026 1120 4455', '订单 〔号码1〕'],
    ['a number in characters', '电话幺三八零零一二三四五六', '电话〔号码1〕'],
    ['a name that introduces itself', '我叫王小明,住三楼', '我叫〔姓名1〕,住三楼'],
    ['in traditional characters', '我叫張偉,等了兩天', '我叫〔姓名1〕,等了兩天'],
    ['a name of a form', '联系人:欧阳娜 投诉人:李雷', '联系人:〔姓名1〕 投诉人:〔姓名2〕'],
    ['a name in a work order', '收件人毕晓岚〔电话1〕,患者何毓敏反映', '收件人〔姓名1〕〔电话1〕,患者〔姓名2〕反映'],
    ['a name with a title', '客服张丽女士不理人,张丽女士挂了', '客服〔姓名1〕女士不理人,〔姓名1〕女士挂了'],
    [
      'an English name',
      'My name is Mary Ann Smith and Mr. Jones hung up',
      'My name is 〔姓名1〕 and Mr. 〔姓名2〕 hung up',
    ],
    ['an account name', '加我微信号:wang_1988 说', '加我微信号:〔账号1〕 说'],
    ['a link', '见 https://example.com/u/1?x=2 这里', '见 〔链接1〕 这里'],
    ['an address without a number', '我住在朝阳区翠湖小区,送到幸福里花园3栋', '我住在〔地址2〕,送到〔地址1〕'],
    ['an English address', 'I live at 12 Baker Street since May', 'I live at 〔地址1〕 since May'],
  ])('%s', (_, text, expected) => {
    expect(maskFurther(text)).toBe(expected)
  })

  it.each([
    '等了三天,打了5次,退款1299.00元,2026-11-20下的单',
    '赔我5000000元',
    '客户要求退款,用户方便时回电,客户周末在家',
    '〔电话1〕打不通,〔地址2〕没人',
    '一二三四楼都没水',
    '那师傅和工程部经理都不管,姓孟的女士让等,患者何时能出院',
    'the order is 3 days late, I paid 120 for it',
  ])('leaves alone: %s', (text) => {
    expect(maskFurther(text)).toBe(text)
  })

  it('counts on from the placeholders that are there, so that none means two things', () => {
    expect(maskFurther('〔电话1〕不通,换13812345678,〔姓名3〕和我叫王小明')).toBe(
      '〔电话1〕不通,换〔电话2〕,〔姓名3〕和我叫〔姓名4〕',
    )
  })

  it('changes nothing the second time', () => {
    const once = maskFurther('我叫王小明,电话13812345678,订单20261120445512,住在朝阳区翠湖小区')
    expect(once).not.toMatch(/王小明|\d{5}|翠湖/)
    expect(maskFurther(once)).toBe(once)
  })
})
