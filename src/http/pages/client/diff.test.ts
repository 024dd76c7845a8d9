import { describe, expect, it } from 'vitest'
import { createDiff } from './diff.ts'

const { texts, textOf } = createDiff()
const shape = (before: string, after: string): string =>
  texts(before, after)
    .map((p) => (p.kind === 'same' ? p.text : p.kind === 'out' ? `[-${p.text}]` : `[+${p.text}]`))
    .join('')

describe('differences of two texts', () => {
  it('cuts Chinese into words and keeps what stayed', () => {
    expect(shape('客户来电催促退款', '客户来电要求退款')).toBe('客户来电[-催促][+要求]退款')
    expect(shape('退款已到账。', '退款已到账。另补偿优惠券。')).toBe('退款已到账。[+另补偿优惠券。]')
  })

  it('gives back both texts, whatever they are', () => {
    const pairs = [
      ['', ''],
      ['', '新的'],
      ['旧的', ''],
      ['同样', '同样'],
      ['a b c d', 'd c b a'],
      ['😀一二😀', '😀三😀'],
      ['甲'.repeat(800), `${'甲'.repeat(400)}乙${'甲'.repeat(400)}`],
    ] as const
    for (const [before, after] of pairs) {
      const pieces = texts(before, after)
      const side = (without: string) => pieces.flatMap((p) => (p.kind === without ? [] : [p.text])).join('')
      expect([side('in'), side('out')]).toEqual([before, after])
    }
  })

  it('reads lists by lines and steps of a course by their parts', () => {
    expect(textOf(['客服部', '法务'])).toBe('客服部\n法务')
    expect(textOf([{ at: '第0天', what: '来电', decision: null }])).toBe('第0天 | 来电')
    expect([textOf(null), textOf(3)]).toEqual(['', '3'])
  })
})
