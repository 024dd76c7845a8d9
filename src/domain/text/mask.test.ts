import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { anyText, growth } from '../../../test/harness/texts.ts'
import { applyMask, maskText, toMasked } from './mask.ts'
import { readText } from './reading.ts'

const mask = (text: string) => maskText(readText(text))

describe('masking of any text', () => {
  it('finds a card whose neighbours look like its end', () => {
    expect(maskText(readText('4111111111111111 010-62345678 010-62345678')).text).not.toContain('4111')
    expect(maskText(readText('卡号 4111111111111111 12')).text).toBe('卡号 〔卡号1〕 12')
  })

  it('keeps all that is not personal, in order, with a placeholder for each span', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const { text: masked, spans } = mask(text)
        let rest = masked
        let at = 0
        for (const s of spans) {
          expect(s.start).toBeGreaterThanOrEqual(at)
          expect(s.end).toBeGreaterThan(s.start)
          const between = text.slice(at, s.start) + s.placeholder
          expect(rest.startsWith(between)).toBe(true)
          rest = rest.slice(between.length)
          at = s.end
        }
        expect(rest).toBe(text.slice(at))
        expect(applyMask(text, spans)).toBe(masked)
      }),
      { numRuns: 500 },
    )
  })

  it('finds nothing more in what it has masked', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const once = mask(text).text
        expect(mask(once).text).toBe(once)
      }),
      { numRuns: 800 },
    )
  })

  it('moves offsets in order and within bounds, and a span onto its placeholder', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const { text: masked, spans } = mask(text)
        let before = { start: 0, end: 0 }
        for (let i = 0; i <= text.length; i++) {
          const now = toMasked(spans, i, i)
          expect(now.start).toBeGreaterThanOrEqual(before.start)
          expect(now.end).toBeGreaterThanOrEqual(before.end)
          expect(now.end).toBeGreaterThanOrEqual(now.start)
          expect(now.end).toBeLessThanOrEqual(masked.length)
          before = now
        }
        expect(toMasked(spans, 0, text.length)).toEqual({ start: 0, end: masked.length })
        for (const s of spans) {
          const { start, end } = toMasked(spans, s.start, s.end)
          expect(masked.slice(start, end)).toBe(s.placeholder)
        }
      }),
      { numRuns: 400 },
    )
  })

  it('leaves no mobile number, whatever stands around it', () => {
    const around = fc.string({
      unit: fc.constantFrom('我', ',', '退', ' ', 'a', '。', '电', '😀', 'X', '号'),
      maxLength: 8,
    })
    fc.assert(
      fc.property(around, fc.integer({ min: 0, max: 99_999_999 }), around, (a, n, b) => {
        const phone = `138${String(n).padStart(8, '0')}`
        expect(mask(a + phone + b).text).not.toContain(phone)
      }),
    )
  })
})

describe('masking', () => {
  it.each([
    ['电话13812345678', '电话〔电话1〕'],
    ['打 138-1234-5678 或 +86 139 1234 5678', '打 〔电话1〕 或 〔电话2〕'],
    ['电话:1 3 8 1 2 3 4 5 6 7 8', '电话:〔电话1〕'],
    ['电话１３８１２３４５６７８', '电话〔电话1〕'],
    ['座机02162345678转8012', '座机〔电话1〕'],
    ['call (415) 555-2671', 'call 〔电话1〕'],
    ['13812345678,13912345678,13812345678', '〔电话1〕,〔电话2〕,〔电话1〕'],
    ['身份证11010519491231002X', '身份证〔证件号1〕'],
    ['身份证11010519491231002x号', '身份证〔证件号1〕号'],
    ['11010519491231002X11010519491231002X', '〔证件号1〕〔证件号1〕'],
    ['卡号4111 1111 1111 1111被盗刷', '卡号〔卡号1〕被盗刷'],
    ['车牌沪AD12345', '车牌〔车牌1〕'],
    ['邮箱 Foo@Example.COM', '邮箱 〔邮箱1〕'],
    ['我住在北京市朝阳区建国路88号3号楼502室', '我住在〔地址1〕'],
    ['和谐家园2栋101住改商,开了棋牌室', '和谐家园〔地址1〕住改商,开了棋牌室'],
    ['中山路12号13812345678', '〔地址1〕〔电话1〕'],
    ['13812345678½a@b.cn', '〔电话1〕〔邮箱1〕'],
  ])('%j becomes %j', (text, masked) => expect(mask(text).text).toBe(masked))

  it.each([
    '身份证110105194912310021', // checksum
    '卡号4111111111111112', // Luhn
    '订单号20251103138123456',
    '工单 2025110313812345678',
    '运单SF1234567890123',
    '打12315和10086都没用',
    '2025年11月3日买的,花了1299元',
    '中山路很堵',
    '型号京东A款',
  ])('%j stays as it is', (text) => expect(mask(text)).toEqual({ text, spans: [] }))

  it.each([
    '1',
    '1 ',
    '1-',
    '路',
    'a@',
    'a.',
    '中山路1',
    '京A',
    '北京市区',
    '(0',
    '路1号',
    'a@b.',
    '138',
    '1号楼',
  ])('takes time in proportion to a text of %j', (unit) => expect(growth(mask, unit, 30)).toBeLessThan(36))

  it('takes time in proportion to a text full of personal data', () => {
    expect(growth(mask, '13812345678,', 20)).toBeLessThan(40)
  })
})
