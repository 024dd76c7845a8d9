import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { triageRequestSchema } from '../domain/complaint.ts'
import { normalisePhone, subjectKeys } from './subject-keys.ts'

const pseudonyms = { of: (kind: string, value: string) => `${kind}:${value}` }
const keys = (over: object) => subjectKeys(triageRequestSchema.parse({ text: '慢', ...over }), pseudonyms)

describe('normalisePhone', () => {
  it.each([
    '13800138000',
    '138 0013 8000',
    '138-0013-8000',
    '+86 138-0013-8000',
    '008613800138000',
    '8613800138000',
    '\uff11\uff13800138000', // full-width digits
    ' 138.0013.8000 ',
    '电话:13800138000',
  ])('guide 9: %s is one call-back number', (raw) => {
    expect(normalisePhone(raw)).toBe('13800138000')
  })

  it.each([
    '010-62345678',
    '(010)62345678',
    '010 6234 5678',
    '+86 10 6234 5678',
    '0086-10-62345678',
    '+86 010 62345678',
  ])('guide 9: %s is one call-back number with an area code', (raw) => {
    expect(normalisePhone(raw)).toBe('01062345678')
  })

  it.each([
    '010-62345678转801',
    '010-62345678 转 801',
    '010-62345678转分机801',
    '010-62345678 ext. 801',
    '010-62345678 extension 801',
    '010-62345678x801',
    '010-62345678#801',
    '010-62345678-801',
    '+86 10 62345678 分机 801',
  ])('guide 9: %s is an extension of a switchboard', (raw) => {
    expect(normalisePhone(raw)).toBe('01062345678x801')
  })

  it('takes the end of a plain number for no extension', () => {
    expect(normalisePhone('6234-5678')).toBe('62345678')
    expect(normalisePhone('138-0013-8000')).not.toContain('x')
  })

  it('is null for what is no number', () => {
    for (const raw of ['', '无', '12345', '转801', '----']) expect(normalisePhone(raw)).toBeNull()
  })

  it('tells two extensions apart and a number from its neighbour, however spaced', () => {
    const gap = fc.constantFrom('', ' ', '-')
    fc.assert(
      fc.property(fc.stringMatching(/^1[3-9]\d{9}$/), gap, gap, fc.integer({ min: 1, max: 99999 }), (n, a, b, ext) => {
        const spaced = `${n.slice(0, 3)}${a}${n.slice(3, 7)}${b}${n.slice(7)}`
        expect(normalisePhone(spaced)).toBe(n)
        expect(normalisePhone(`${spaced}转${ext}`)).toBe(`${n}x${ext}`)
      }),
    )
  })
})

describe('subjectKeys', () => {
  it('knows a customer by id, else by e-mail in any case, and a phone apart', () => {
    expect(keys({ customer: { id: ' c1 ', email: 'a@b.cn', phone: '138 0013 8000' }, order: { id: 'O1 ' } })).toEqual({
      customer: 'customer:c1',
      phone: 'phone:13800138000',
      order: 'order:O1',
    })
    expect(keys({ customer: { email: 'Li@B.CN ' } }).customer).toBe('customer:li@b.cn')
  })

  it('knows nobody by a name alone, by a blank id, or by nothing', () => {
    const nobody = { customer: null, phone: null, order: null }
    expect(keys({})).toEqual(nobody)
    expect(keys({ customer: { name: '张三' } })).toEqual(nobody)
    expect(keys({ customer: { id: ' ', email: '  ', phone: '-' }, order: { id: '  ' } })).toEqual(nobody)
    expect(keys({ customer: { id: ' ', email: 'a@b.cn' } }).customer).toBe('customer:a@b.cn')
  })
})
