import { describe, expect, it } from 'vitest'
import { readPolicy, readReplyRules } from '../../node/policy-files.ts'
import { createClockReader } from './clocks.ts'
import { createPassage } from './passage.ts'
import { promisedTimes } from './promised-time.ts'

const { calendar } = await readPolicy([])
// A Monday, 10:00 in Shanghai.
const NOW = Date.parse('2026-11-23T10:00:00+08:00')

describe('times that a reply names', () => {
  it.each([
    ['三天内', '2026-11-26T10:00:00+08:00'],
    ['24小时内', '2026-11-24T10:00:00+08:00'],
    ['半小时内', '2026-11-23T10:30:00+08:00'],
    ['1-3个工作日内', '2026-11-26T18:00:00+08:00'],
    ['明天下午六点前', '2026-11-24T18:00:00+08:00'],
    ['今天18:30前', '2026-11-23T18:30:00+08:00'],
    ['周五', '2026-11-27T23:59:59.999+08:00'],
    ['下周一上午', '2026-11-30T12:00:00+08:00'],
    ['12月1日', '2026-12-01T23:59:59.999+08:00'],
    ['1月5号', '2027-01-05T23:59:59.999+08:00'],
    ['within two days', '2026-11-25T10:00:00+08:00'],
  ])('%s', (text, expected) => {
    const [time] = promisedTimes(text, NOW, calendar)
    expect(new Date(time!.at).toISOString()).toBe(new Date(expected).toISOString())
  })

  it('a date that is none is left alone', () => expect(promisedTimes('13月40日', NOW, calendar)).toEqual([]))
})

describe('against the clocks of the case', async () => {
  const read = createClockReader(await readReplyRules(), calendar)
  const clocks = { firstResponseBy: '2026-11-23T14:00:00+08:00', resolveBy: '2026-11-26T10:00:00+08:00' }
  const severities = (text: string) => read(createPassage(text), clocks, NOW).map((b) => b.severity)
  it.each([
    ['我们下周五给您办好退款', ['warn']],
    ['明天为您退款', ['hint']],
    ['后天给您回电', ['warn']],
    ['今天12点前给您回电', []],
    ['11月20日给您办好', ['warn']],
    ['预计下周五到账', []],
    ['您11月30日过生日', []],
  ])('%s', (text, expected) => expect(severities(text)).toEqual(expected))
})
