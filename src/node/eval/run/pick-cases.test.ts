import { describe, expect, it } from 'vitest'
import type { EvalCase } from '../../../quality/run.ts'
import { pickCases } from './pick-cases.ts'

const cases: EvalCase[] = Array.from({ length: 60 }, (_, i) => ({
  id: `c${i}`,
  text: 't',
  labels: { severity: ((i % 4) + 1) as 1, primary: i % 2 ? 'TD-06' : null },
  facets: { lang: i % 3 ? 'zh' : 'en', ...(i % 5 ? {} : { slice: 'irony' }) },
}))
const ids = (where: string[], more: object = {}) => pickCases(cases, { where, seed: 's', ...more }).map((c) => c.id)

describe('pickCases', () => {
  it('keeps what fits every filter', () => {
    expect(ids(['slice=irony,lang=en'])).toEqual(['c0', 'c15', 'c30', 'c45'])
    expect(ids(['slice=irony', 'lang=en'])).toEqual(['c0', 'c15', 'c30', 'c45'])
    expect(ids(['severity=1|2'])).toHaveLength(30)
    expect(ids(['family=TD', 'severity=2'])).toHaveLength(15)
    expect(ids(['id=c7|c3'])).toEqual(['c3', 'c7'])
  })

  it('draws by seed, the same whatever the order of the set, and keeps the set’s order', () => {
    const drawn = ids([], { sample: 10 })
    expect(drawn).toHaveLength(10)
    expect(drawn).toEqual(ids([], { sample: 10 }))
    expect(pickCases(cases.toReversed(), { where: [], seed: 's', sample: 10 }).map((c) => c.id)).toEqual(
      drawn.toReversed(),
    )
    expect(ids([], { sample: 10, seed: 'other' })).not.toEqual(drawn)
    expect(ids([], { sample: 10, limit: 3 })).toEqual(drawn.slice(0, 3))
    expect(ids([], { sample: 1000 })).toHaveLength(60)
  })

  it('says what there is when a filter fits nothing', () => {
    expect(() => ids(['slice=iron'])).toThrow(/irony/)
    expect(() => ids(['slize=irony'])).toThrow(/lang.*slice|slice.*lang/)
    expect(() => ids(['slice'])).toThrow(/--where/)
  })
})
