import { expect, it } from 'vitest'
import { runsOf } from './runs.ts'
import { createSketch, eachGram, slotOf } from './sketch.ts'

it('reads Han in unbroken stretches, simplified, and other words in lower case', () => {
  expect(runsOf('電熱毯,漏电!ＡＰＰ 闪退\u200b了 Refund isn’t here')).toEqual({
    han: ['电热毯', '漏电', '闪退了'],
    words: ['app', 'refund', "isn't", 'here'],
  })
})

it('leaves out placeholders, and numbers, and does not join what they parted', () => {
  expect(runsOf('请打〔电话1〕找我,订单20261012,付了1,299.5元,3个x')).toEqual({
    han: ['请打', '找我', '订单', '付了', '元', '个'],
    words: [],
  })
  expect(runsOf('报错e05,〔地址2〕iphone15-pro')).toEqual({ han: ['报错'], words: ['e05', 'iphone15-pro'] })
})

it('walks every gram of two to six characters, with the slot that the word itself has', () => {
  const seen: string[] = []
  eachGram('一二三四五六七', (start, length, slot) => {
    const gram = '一二三四五六七'.slice(start, start + length)
    expect(slot).toBe(slotOf(gram))
    seen.push(gram)
  })
  expect(seen).toHaveLength(6 + 5 + 4 + 3 + 2)
  expect(seen).toContain('二三四五六七')
})

it('never counts too low', () => {
  const sketch = createSketch(3)
  const words = Array.from({ length: 5000 }, (_, i) => `词${i}`)
  for (let times = 0; times < 3; times++) for (const word of words) sketch.add(slotOf(word))
  expect(words.filter((word) => !sketch.mayBe(slotOf(word)))).toEqual([])
  expect(Array.from({ length: 5000 }, (_, i) => `无${i}`).filter((w) => sketch.mayBe(slotOf(w))).length).toBeLessThan(
    10,
  )
})
