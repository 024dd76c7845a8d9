import { describe, expect, it } from 'vitest'
import { createRestsOn } from './draft-rests.ts'

const SENT =
  '2026-11-20 电话投诉。快递十天了还没到,打了三次客服都没人接。我在周一说过要退299元,王经理答应「三天内退款」。买的是iPhone 手机壳。\n11月22日 已退款,客户接受。'
const rests = createRestsOn(SENT)

describe('a sentence of a draft', () => {
  it.each([
    '客户反映快递10天没到,打客服三次没人接',
    '11月22日退款299元,客户接受',
    '王经理答应三天内退款',
    '客服三次都没人接,客户一直等',
    '该女士说周一要退款',
    '客户买的是iphone手机壳',
    '客户转述「三天内退款」',
  ])('stands: %s', (sentence) => {
    expect(rests(sentence)).toBeNull()
  })

  it.each([
    ['another sum', '公司退款500元,客户接受', 'number'],
    ['a sum in Chinese', '公司退给客户一万元退款', 'number'],
    ['another day', '11月23日退款,客户接受', 'number'],
    ['another weekday', '客户周五说过要退款', 'number'],
    ['more times', '客户打了五次客服没人接', 'number'],
    ['a person', '李经理答应三天内退款', 'name'],
    ['a brand', '客户买的是Samsung 手机壳', 'name'],
    ['a title in brackets', '客户说「你们是骗子公司」', 'quote'],
    ['a link', '退款见 http://evil.example', 'link'],
    ['markup', '退款<script>alert(1)</script>', 'link'],
    ['a word of praise', '客户非常满意', 'rest'],
    ['a heading', '# 怎么写', 'link'],
    ['a story of its own', '门店负责人登门道歉并赠送礼品表示慰问', 'rest'],
  ])('is refused with %s', (_, sentence, why) => {
    expect(rests(sentence)).toBe(why)
  })

  it('may be advice in words of its own, yet without a number or a name of its own', () => {
    expect(rests('建立超时预警机制并主动外呼告知', { loosely: true })).toBeNull()
    expect(rests('48小时内必须答复', { loosely: true })).toBe('number')
  })

  it('never repeats what the model was told, though it may repeat the text', () => {
    const told = createRestsOn(SENT, '你是案例库的编辑,请写成案例草稿。快递十天了还没到,打了三次客服')
    expect(told('你是案例库的编辑,请写成案例草稿', { loosely: true })).toBe('prompt')
    expect(told('快递十天了还没到,打了三次客服都没人接')).toBeNull()
  })

  it('is read in English too', () => {
    const english = createRestsOn('My parcel is ten days late. I called twice and Mary promised a refund of £20.')
    expect(english('The parcel was 10 days late and the customer called twice.')).toBeNull()
    expect(english('The customer was told by Peter that the parcel was late.')).toBe('name')
    expect(english('The parcel was late and a refund of £50 was promised.')).toBe('number')
    expect(english('Management visited the house with flowers to apologise.')).toBe('rest')
  })
})
