import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Facts, firstMatch, holds } from './condition.ts'
import type { Condition } from './schema.ts'

const facts: Facts = {
  level: 2,
  rules: ['2a', '2b'],
  codes: ['TD-06', 'SP-01'],
  families: ['TD', 'SP'],
  nature: 'complaint',
  domain: 'bank',
  channel: 'phone',
  tier: 'vip',
  flags: new Set(['mediaEscalation', 'repeatComplainant']),
  repeatRisk: 'high',
  emotionAlert: true,
  tags: new Set(['situation:atm', 'stage:delivery']),
}

const fitting: Required<Condition> = {
  levels: [1, 2],
  rules: ['1a', '2b'],
  codes: ['SP-01', 'PQ-01'],
  families: ['RL', 'TD'],
  natures: ['complaint'],
  domains: ['insurance', 'bank'],
  channels: ['web', 'phone'],
  tiers: ['vip'],
  flags: ['group', 'mediaEscalation'],
  repeatRisk: ['high'],
  emotionAlert: true,
  tags: ['situation:atm'],
}
const failing: Required<Condition> = {
  levels: [1, 3],
  rules: ['1a'],
  codes: ['SP-02'],
  families: ['PQ'],
  natures: ['enquiry'],
  domains: ['telecom'],
  channels: ['regulator'],
  tiers: ['ordinary'],
  flags: ['group'],
  repeatRisk: ['none', 'low'],
  emotionAlert: false,
  tags: ['situation:media'],
}
const keys = Object.keys(fitting) as (keyof Condition)[]

describe('holds', () => {
  it('no condition and an empty one always hold', () => {
    expect(holds(undefined, facts)).toBe(true)
    expect(holds({}, facts)).toBe(true)
  })

  it.each(keys)('%s', (key) => {
    expect(holds({ [key]: fitting[key] }, facts)).toBe(true)
    expect(holds({ [key]: failing[key] }, facts)).toBe(false)
  })

  it.each(['domains', 'channels', 'tiers'] as const)('%s does not hold where the request names none', (key) => {
    const bare: Facts = { ...facts, domain: null, channel: null, tier: null }
    expect(holds({ [key]: fitting[key] }, bare)).toBe(false)
  })

  it('emotionAlert: false asks for a calm complaint', () => {
    expect(holds({ emotionAlert: false }, { ...facts, emotionAlert: false })).toBe(true)
  })

  it('an empty list has nothing in common', () => {
    expect(holds({ codes: [] }, facts)).toBe(false)
  })

  it('holds exactly when every named key does', () => {
    fc.assert(
      fc.property(fc.subarray(keys), fc.subarray(keys), (named, bad) => {
        const condition = Object.fromEntries(named.map((k) => [k, bad.includes(k) ? failing[k] : fitting[k]]))
        expect(holds(condition, facts)).toBe(!named.some((k) => bad.includes(k)))
      }),
    )
  })
})

describe('firstMatch', () => {
  const rules: { id: string; when?: Condition }[] = [
    { id: 'gravest', when: { levels: [1] } },
    { id: 'vip', when: { tiers: ['vip'] } },
    { id: 'second', when: { levels: [2] } },
    { id: 'any' },
  ]
  it('takes the first that holds, in the policy’s order', () => {
    expect(firstMatch(rules, facts)?.id).toBe('vip')
    expect(firstMatch(rules, { ...facts, tier: null })?.id).toBe('second')
    expect(firstMatch(rules, { ...facts, tier: null, level: 4 })?.id).toBe('any')
  })
  it('is undefined where none holds', () => {
    expect(firstMatch(rules.slice(0, 1), facts)).toBeUndefined()
  })
})
