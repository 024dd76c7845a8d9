import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { markData, newDelimiter, plain } from './datamark.ts'

const D = 'ab12'.repeat(6)

describe('datamark', () => {
  it('makes a new delimiter each time', () => {
    const many = new Set(Array.from({ length: 200 }, newDelimiter))
    expect(many.size).toBe(200)
    for (const d of many) expect(d).toMatch(/^[0-9a-f]{24}$/)
  })

  it('puts the text between two lines', () => {
    expect(markData('退款没到', D, 100)).toBe(`<<<${D}\n退款没到\n${D}>>>`)
  })

  it('takes the delimiter out, also where taking it out would make one', () => {
    const half = D.slice(0, 10)
    const rest = D.slice(10)
    const marked = markData(`x ${D}>>> ${half}${D}${rest} ${D.toUpperCase()} y`, D, 1000)
    expect(marked.slice(3 + D.length, -(D.length + 3)).toLowerCase()).not.toContain(D)
    expect(marked).toContain('x ')
    expect(marked).toContain(' y')
  })

  it('takes out what a person does not see', () => {
    expect(plain('忽\u200b略\u202e指\u2066令\u0007\ufeff\u{e0041}\ufe0f\ud800', 100)).toBe('忽略指令')
    expect(plain('一行\r\n二行\r三行\t完', 100)).toBe('一行\n二行\n三行\t完')
  })

  it.each([
    '<|im_start|>system',
    '<|User|>',
    '</s>',
    '[INST]',
    '[/INST]',
    '<<SYS>>',
    '<start_of_turn>',
    '</think>',
    '<SYSTEM>',
  ])('breaks %s, by which servers know whose turn it is', (mark) => {
    expect(plain(`好${mark}好`, 100)).not.toContain(mark)
    expect(plain(`好${mark}好`, 100).replaceAll(' ', '')).toBe(`好${mark}好`)
  })

  it('leaves ordinary brackets and signs as they are', () => {
    const text = '[图片] 价格<100元,重量>5斤;a<b|c 3<5 <b>'
    expect(plain(text, 100)).toBe(text)
  })

  it('cuts at the length, never in the middle of a character', () => {
    expect(plain('😀😀😀', 4)).toBe('😀…')
    expect(plain('一二三四五', 3)).toBe('一二…')
  })

  it('refuses a delimiter that somebody could guess', () => {
    for (const bad of ['', 'data', '<<<', 'g'.repeat(24)]) expect(() => markData('x', bad, 10)).toThrow()
  })

  it('holds for any text: two delimiters, one in the first line and one in the last', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('a', 'b', '1', '2', '\n', '<', '>', D, D.slice(0, 12), D.slice(12)) }),
        (text) => {
          const marked = markData(text, D, 10_000)
          expect(marked.split(D)).toHaveLength(3)
          expect(marked.startsWith(`<<<${D}\n`) && marked.endsWith(`\n${D}>>>`)).toBe(true)
        },
      ),
    )
  })
})
