import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createIds } from './ids.ts'

describe('createIds', () => {
  it('is a prefix and 26 characters that cannot be misread', () => {
    for (const prefix of ['tri', 'req', 'key', 'evt'] as const)
      expect(createIds().next(prefix)).toMatch(new RegExp(`^${prefix}_[0-9A-HJKMNP-TV-Z]{26}$`))
  })

  it('sorts by when it was made, whatever the time', () => {
    const times = fc.integer({ min: 0, max: 2 ** 49 })
    fc.assert(
      fc.property(times, times, (a, b) => {
        fc.pre(a !== b)
        const at = (t: number) => createIds(() => t).next('tri')
        expect(at(a) < at(b)).toBe(a < b)
      }),
    )
  })

  it('never repeats itself within one instant', () => {
    const ids = createIds(() => 1_700_000_000_000)
    const made = Array.from({ length: 5_000 }, () => ids.next('evt'))
    expect(new Set(made).size).toBe(made.length)
    // The whole alphabet is drawn from, so that the chance is what it seems.
    expect(new Set(made.flatMap((id) => [...id.slice(14)])).size).toBe(32)
  })
})
