import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { measure } from '../assess/local/measures.ts'
import type { Decision, ScriptHit } from '../domain/decision.ts'
import { readText, toOriginal } from '../domain/text/reading.ts'
import { readKnowledgeRules } from '../node/policy-files.ts'
import { mask } from '../triage/mask.ts'
import { fillAgain, fillScripts, unfilled, withoutValues } from './fill-slots.ts'
import type { SlotFacts } from './slot-values.ts'

const { slots: rules } = await readKnowledgeRules()
const NOW = Date.parse('2026-11-22T10:00:00+08:00')

const script = (text: string): ScriptHit => ({
  id: 'script-one',
  scene: '一',
  text,
  slots: [],
  avoid: [],
  score: 0.9,
  why: [],
  audience: 'frontline',
  ...unfilled({ text }),
})

/** Facts as the road has them: sums read from the text, personal data found in it. */
function factsOf(text: string, over: Partial<SlotFacts> & { clocks?: Partial<Decision['clocks']> } = {}): SlotFacts {
  const reading = readText(text)
  const { spans } = mask(reading)
  const { clocks, ...rest } = over
  return {
    text,
    decision: {
      language: reading.language,
      receivedAt: '2026-11-22T09:30:00+08:00',
      entities: [
        ...measure(reading.text).amounts.map((a) => ({
          kind: 'amount' as const,
          ...toOriginal(reading, a.start, a.end),
          value: a.value,
        })),
        ...spans.map((s) => ({ kind: s.kind, start: s.start, end: s.end, value: s.placeholder })),
      ],
      clocks: {
        profile: 'default',
        firstResponseBy: '2026-11-22T14:00:00+08:00',
        teamBy: null,
        resolveBy: '2026-11-24T18:00:00+08:00',
        progressBy: null,
        legalBy: null,
        legalProfile: null,
        legalExtendableTo: [],
        ...clocks,
      },
    },
    ...rest,
  }
}
const fill = (words: string, facts: SlotFacts, now = NOW) =>
  fillScripts([script(words)], facts, readText(facts.text), rules, now)[0]!
const filled = (words: string, text: string, over: Parameters<typeof factsOf>[1] = {}) =>
  fill(words, factsOf(text, over)).filled

describe('slots are filled from this complaint and its decision (G2, C3)', () => {
  it('names the source of each, and lists what is left to the agent', () => {
    const one = fill(
      '{客户称呼},订单{订单号}的{商品名称},{承诺时间}前办好,因为{已核实原因}',
      factsOf('还没到', {
        customer: { name: ' 王 磊 ', tier: 'ordinary' },
        order: { id: 'A-1001', product: '电饭煲' },
      }),
    )
    expect(one.filled).toBe('王 磊,订单A-1001的电饭煲,11月24日18:00前办好,因为{已核实原因}')
    expect(one.unfilled).toEqual(['已核实原因'])
    expect(one.slotsFilled).toEqual([
      { slot: '客户称呼', value: '王 磊', from: 'customer.name', at: null },
      { slot: '订单号', value: 'A-1001', from: 'order.id', at: null },
      { slot: '商品名称', value: '电饭煲', from: 'order.product', at: null },
      { slot: '承诺时间', value: '11月24日18:00前', from: 'clocks.resolveBy', at: null },
    ])
  })

  it('says a deadline once, however the script goes on', () => {
    const by = '11月24日18:00'
    for (const [words, said] of [
      ['{承诺时间}前答复', `${by}前答复`],
      ['{承诺时间}之前答复', `${by}之前答复`],
      ['{承诺时间}答复您', `${by}前答复您`],
      ['时间是{承诺时间},', `时间是${by}前,`],
      ['到了{承诺时间}还没动静', `到了${by}还没动静`],
      ['过了{承诺时间}还没到', `过了${by}还没到`],
      ['{承诺时间}前,到{承诺时间}仍', `${by}前,到${by}仍`],
    ] as const)
      expect(filled(words, '还没到')).toBe(said)
    expect(filled('{承诺时间}前', '还没到', { clocks: { resolveBy: '2027-01-03T09:05:00+08:00' } })).toBe(
      '2027年1月3日09:05前',
    )
    expect(filled('by {solveBy}.', 'My parcel is late')).toBe('by 18:00 on 24 November.')
  })

  it('promises no time that is over, and no other one for it', () => {
    const facts = factsOf('还没到')
    const late = Date.parse('2026-11-22T14:00:00+08:00')
    expect(fill('{回复时间}前回电,{承诺时间}前办结', facts, late)).toMatchObject({
      filled: '{回复时间}前回电,11月24日18:00前办结',
      unfilled: ['回复时间'],
    })
  })

  it('takes a sum from the complaint only where it is clear which one is meant', () => {
    const debit = '这笔{扣款金额}元'
    const refund = '这笔{退款金额}元'
    for (const [words, text, said] of [
      [debit, '你们扣了我299元会员费', '这笔299元'],
      [debit, '卡里莫名被划走一千二百元。我很生气', '这笔1200元'],
      [debit, '扣了我299元,后来又说扣299元是对的', '这笔299元'],
      [debit, '先扣了299元,又扣了199元', debit],
      [debit, '你们赔我5000元', debit],
      [debit, '扣了三百多块', debit],
      [debit, '大概扣了300元', debit],
      [debit, '扣了300元左右', debit],
      [debit, '扣了我$40,什么意思', debit],
      [debit, '会员费299元', debit],
      [debit, '扣了很多钱', debit],
      [refund, '申请退款1299.5元一直不到', '这笔1299.5元'],
      [refund, '要求退款299元。我买的时候花了399元', '这笔299元'],
      [refund, '退一赔三,退299元赔897元', refund],
      [refund, '只退了100元', refund],
      ['{扣款金额}已登记', '你们扣了我299元会员费', '299元已登记'],
      ['{扣款金额}块', '你们扣了我299元会员费', '299块'],
      ['the {chargedAmount} yuan', 'You charged me 300 yuan twice', 'the 300 yuan'],
      ['the {chargedAmount} yuan', 'You charged me £300 twice', 'the {chargedAmount} yuan'],
    ] as const)
      expect([text, filled(words, text)]).toEqual([text, said])
  })

  it('never puts a sum of the customer’s where the script says what it will give', () => {
    const text = '你们扣了我299元会员费,我要求赔偿'
    for (const words of [
      '我为您申请{补偿金额}元以内的优惠券',
      '我为您申请{金额}元以内的优惠券',
      'a voucher of up to {voucherAmount} yuan',
    ])
      expect(filled(words, text)).toBe(words)
    expect(filled('这笔{金额}元正在核对', text)).toBe('这笔299元正在核对')
    const order = { order: { amount: 5000 } }
    expect(filled('订单{订单金额}元,补{补偿金额}元', text, order)).toBe('订单5000元,补{补偿金额}元')
  })

  it('takes a day only as the customer wrote it', () => {
    const words = '{扣款时间}这笔'
    for (const [text, said] of [
      ['11月3日晚上8点扣了我299元', '11月3日晚上8点这笔'],
      ['11月3日扣了一笔,11月5日又扣了一笔', words],
      ['昨天扣了我299元', words],
      ['11月3日来电反映扣费', words],
      ['2026-11-03被扣费', '2026-11-03这笔'],
    ] as const)
      expect([text, filled(words, text)]).toEqual([text, said])
  })

  it('leaves open what was not said, is blank, or was masked before it came', () => {
    const words = '{客户称呼},{商品名称}{订单号}{未知的空}'
    for (const name of ['匿名', '匿名用户', '王**', '〔姓名1〕', ' ', '—', 'N/A', '{订单号}'])
      expect(filled(words, '还没到', { customer: { name, tier: 'ordinary' } })).toBe(words)
    expect(filled(words, '我是王磊,订单A1001,电饭煲坏了')).toBe(words)
  })

  it('reads no slots in what it puts in', () => {
    const order = { id: 'A1', product: '锅 $& $1' }
    expect(filled('{商品名称}', '坏了', { order })).toBe('锅 $& $1')
  })

  it('from the same sources gives the same words again, and nothing without them', () => {
    const facts = factsOf('11月3日扣了我299元', { customer: { name: '王磊', tier: 'ordinary' } })
    const one = fill('{客户称呼},{扣款时间}的{扣款金额}元,{回复时间}前', facts)
    expect(one.unfilled).toEqual([])
    const kept = withoutValues(one)
    expect(JSON.stringify(kept)).not.toMatch(/王磊|299/)
    expect(fillAgain(kept, facts)).toEqual(one)
    // Also when its clock has run out since: it is what was answered then.
    expect(fillAgain(kept, { text: facts.text, decision: facts.decision }).filled).toBe(
      '{客户称呼},11月3日的299元,11月22日14:00前',
    )
  })

  it('whatever is sent: every slot is either filled from a source or left open, and all other words stay', () => {
    const names = rules.flatMap((r) => r.names)
    const words = fc
      .array(
        fc.oneof(
          fc.constantFrom(...names, '别的').map((n) => `{${n}}`),
          fc.constantFrom('前', '元', ',', '到', '您'),
        ),
        {
          maxLength: 12,
        },
      )
      .map((parts) => parts.join('一'))
    const anyText = fc.string({ unit: 'grapheme', maxLength: 60 }).map((t) => `诉${t}扣了299元`)
    fc.assert(
      fc.property(words, anyText, fc.string({ minLength: 1, maxLength: 20 }), (text, complaint, sent) => {
        const facts = factsOf(complaint, {
          customer: { name: sent, tier: 'ordinary' },
          order: { id: sent, product: sent },
        })
        const one = fill(text, facts)
        const inText = [...new Set([...text.matchAll(/\{([^{}]+)\}/g)].map((m) => m[1]!))]
        expect([...one.slotsFilled.map((s) => s.slot), ...one.unfilled].sort()).toEqual(inText.sort())
        if (one.slotsFilled.length === 0) expect(one.filled).toBe(text)
        for (const slot of one.unfilled) expect(one.filled).toContain(`{${slot}}`)
        for (const { at, value } of one.slotsFilled)
          if (at) expect(complaint.slice(at.start, at.end)).toContain(value.slice(0, 2))
        expect(fillAgain(withoutValues(one), facts)).toEqual(one)
      }),
      { numRuns: 200 },
    )
  })
})
