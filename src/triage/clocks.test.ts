import { describe, expect, it } from 'vitest'
import { someFacts } from '../../test/harness/assessments.ts'
import { readPolicy } from '../node/policy-files.ts'
import { setClocks } from './clocks.ts'

const policy = await readPolicy([])
const banking = await readPolicy(['banking'])
// A Friday.
const AT = Date.parse('2026-11-20T10:20:00+08:00')
const of = (over: Parameters<typeof someFacts>[0] = {}, at = AT) => setClocks(at, someFacts(over), policy)

describe('setClocks', () => {
  it('A1, E1, E4, E6: level 1 has a team and a first answer within 30 minutes and a report every 2 h', () => {
    expect(of({ level: 1, rules: ['1a'], tier: 'vip' })).toMatchObject({
      firstResponseBy: '2026-11-20T10:50:00+08:00',
      teamBy: '2026-11-20T10:50:00+08:00',
      progressBy: '2026-11-20T12:20:00+08:00',
      resolveBy: '2026-11-21T10:20:00+08:00',
    })
  })

  it('A2: level 2 is closed within 24 h and reported daily, with no team of its own', () => {
    expect(of({ level: 2 })).toMatchObject({
      firstResponseBy: '2026-11-20T14:20:00+08:00',
      teamBy: null,
      progressBy: '2026-11-21T10:20:00+08:00',
      resolveBy: '2026-11-21T10:20:00+08:00',
    })
  })

  it('A3, E2: level 3 is solved within 72 h, with a report at 48 h', () => {
    expect(of({ level: 3 })).toMatchObject({
      resolveBy: '2026-11-23T10:20:00+08:00',
      progressBy: '2026-11-22T10:20:00+08:00',
    })
  })

  it('A4, E1: level 4 takes three working days, over the weekend, and no legal clock runs for an enquiry', () => {
    expect(of({ level: 4, nature: 'enquiry', codes: [], domain: 'bank' })).toMatchObject({
      firstResponseBy: '2026-11-21T10:20:00+08:00',
      resolveBy: '2026-11-25T18:00:00+08:00',
      progressBy: null,
      legalBy: null,
      legalProfile: null,
      legalExtendableTo: [],
    })
  })

  it.each([
    ['a VIP', { tier: 'vip' as const }, '11:20'],
    ['others', {}, '14:20'],
    ['attitude', { codes: ['SP-01'] }, '14:20'],
    ['a technical matter', { codes: ['PQ-11'] }, '12:20'],
    ['a network that is down', { codes: ['SP-10'] }, '12:20'],
    ['a VIP with a technical matter', { codes: ['PQ-11'], tier: 'vip' as const }, '11:20'],
  ])('E1: first answer for %s', (_, over, time) => {
    expect(of(over).firstResponseBy).toBe(`2026-11-20T${time}:00+08:00`)
  })

  it('E1: a contract is answered within 24 h', () => {
    expect(of({ codes: ['RL-01'] }).firstResponseBy).toBe('2026-11-21T10:20:00+08:00')
  })

  it('legal: a bank or insurer has 15 days, which may become 30 and 60', () => {
    for (const domain of ['bank', 'insurance'])
      expect(of({ domain, channel: 'regulator' })).toMatchObject({
        legalProfile: 'bank-insurance',
        legalBy: '2026-12-05T10:20:00+08:00',
        legalExtendableTo: ['2026-12-20T10:20:00+08:00', '2027-01-19T10:20:00+08:00'],
      })
  })

  it('legal: telecom has 15 days and no more', () => {
    expect(of({ domain: 'telecom' })).toMatchObject({
      legalProfile: 'telecom',
      legalBy: '2026-12-05T10:20:00+08:00',
      legalExtendableTo: [],
    })
  })

  it('legal: 12315 has 10 working days: over National Day 2026, with the make-up Saturday of 10 October', () => {
    // Mon 28 Sep. Working days after it: 29, 30 | 8, 9, 10 (a Saturday), 12, 13, 14, 15, 16 October.
    expect(of({ channel: 'regulator', domain: 'retail' }, Date.parse('2026-09-28T16:00:00+08:00'))).toMatchObject({
      legalProfile: '12315-online',
      legalBy: '2026-10-16T18:00:00+08:00',
    })
  })

  it('legal: any other complaint has the general 15 days', () => {
    expect(of()).toMatchObject({ legalProfile: 'general', legalBy: '2026-12-05T10:20:00+08:00', profile: 'default' })
  })

  it('E2: a bank is on the spot within 1 h, answers in 4, reports in 8; level 1 keeps its 30 minutes', () => {
    expect(setClocks(AT, someFacts(), banking)).toMatchObject({
      profile: 'bank',
      teamBy: '2026-11-20T11:20:00+08:00',
      firstResponseBy: '2026-11-20T14:20:00+08:00',
      progressBy: '2026-11-20T18:20:00+08:00',
      legalProfile: 'bank-insurance',
    })
    expect(setClocks(AT, someFacts({ level: 1 }), banking).teamBy).toBe('2026-11-20T10:50:00+08:00')
  })

  it('a graver level never has more time than a lighter one, whatever the code and tier', () => {
    for (const { code } of policy.codes)
      for (const tier of ['ordinary', 'vip'] as const) {
        const by = ([1, 2, 3] as const).map((level) => of({ level, codes: [code], tier }))
        for (let i = 0; i + 1 < by.length; i++) {
          expect(Date.parse(by[i]!.resolveBy)).toBeLessThanOrEqual(Date.parse(by[i + 1]!.resolveBy))
          expect(Date.parse(by[i]!.firstResponseBy)).toBeLessThanOrEqual(Date.parse(by[i + 1]!.firstResponseBy))
        }
      }
  })
})
