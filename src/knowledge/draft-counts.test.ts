import { describe, expect, it } from 'vitest'
import { countsIn } from './draft-counts.ts'
import { readingOf } from './draft-rests.ts'

const kinds = (text: string) => [...countsIn(readingOf(text))].filter((c) => !c.startsWith('number:')).sort()

describe('what a text counts', () => {
  it.each([
    ['a sum', '299元;¥299;两百九十九块;299 yuan', ['money:299']],
    ['a large sum', '3万元;三万块;30,000 yuan;thirty thousand yuan', ['money:30000']],
    ['a share', '30%,百分之三十,三成,thirty percent,30 %', ['percent:30']],
    ['a discount', '八折,8折,80折', ['discount:80']],
    ['a multiple', '双倍不算,三倍,triple the price', ['times:3']],
    ['a day', '11月22日,2026-11-22,22 November,Nov 22nd,十一月二十二号', ['day:11-22']],
    ['a time of day', '10:20,10点20分', ['clock:10:20']],
    ['half past', '3点半,3:30', ['clock:3:30']],
    ['how long', '48小时,两天,2 days,forty-eight hours', ['span:2880']],
    ['days of work', '3个工作日,three working days', ['worked:3']],
    ['a stretch of days', '3到5天', ['span:4320', 'span:7200']],
  ])('is %s, however it is written', (_, text, counted) => {
    expect(kinds(text)).toEqual(counted)
  })

  it('tells numbers of sixteen digits and more apart', () => {
    expect(countsIn('6222020200112233445').has('number:6222020200112233446')).toBe(false)
  })

  it('takes a large number without a unit for a sum where it is asked to', () => {
    expect(countsIn('退我299', { bare: true }).has('money:299')).toBe(true)
    expect(countsIn('等了10天', { bare: true }).has('money:10')).toBe(false)
    expect(kinds('退我299')).toEqual([])
  })
})
