import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { aPrior } from '../../test/harness/assessments.ts'
import { readPolicy } from '../node/policy-files.ts'
import type { Prior, SubjectKeys } from '../ports/triage-store.ts'
import { findGroup } from './group.ts'

const policy = await readPolicy([])
const matter = { orderKey: 'mine', product: '儿童餐', codes: ['PQ-08'] }
const who = (customer: string | null, phone: string | null = null): SubjectKeys => ({ customer, phone, order: null })
const self = who('me')
let n = 0
const by = (keys: SubjectKeys, over: Partial<Prior> = {}): Prior =>
  aPrior({ id: `tri_${++n}`, product: '儿童餐', codes: ['PQ-08'], ...over, keys })
const find = (recent: Prior[], me = self) => findGroup(matter, me, recent, policy)

describe('findGroup (guide 9, D5)', () => {
  it('three distinct customers on the same matter are a group, two are not', () => {
    expect(find([])).toEqual({ distinctCustomers: 1, related: [], reached: false })
    expect(find([by(who('a'))])).toMatchObject({ distinctCustomers: 2, reached: false })
    const third = find([by(who('a'), { id: 'tri_a' }), by(who('b'), { id: 'tri_b' })])
    expect(third).toEqual({ distinctCustomers: 3, related: ['tri_a', 'tri_b'], reached: true })
  })

  it('one customer who complains again and again is one', () => {
    expect(find([by(who('a')), by(who('a')), by(who('a'))])).toMatchObject({ distinctCustomers: 2, reached: false })
    expect(find([by(self), by(self)])).toMatchObject({ distinctCustomers: 1, reached: false, related: [] })
  })

  it('people with one call-back number are one household; the extensions of a switchboard are several', () => {
    expect(find([by(who('a', 'p1')), by(who('b', 'p1'))])).toMatchObject({ distinctCustomers: 2, reached: false })
    expect(find([by(who('a', 's:801')), by(who('b', 's:802'))])).toMatchObject({ distinctCustomers: 3, reached: true })
    expect(find([by(who('a', 'p9')), by(who('b', 'p9'))], who('me', 'p9')).distinctCustomers).toBe(1)
  })

  it('one customer known once by id and number and once by id alone is one', () => {
    expect(find([by(who('a', 'p1')), by(who('a'))])).toMatchObject({ distinctCustomers: 2, reached: false })
    expect(find([by(who('a')), by(who('a', 'p1')), by(who(null, 'p1'))]).distinctCustomers).toBe(2)
  })

  it('the household of this customer is told through the number given earlier', () => {
    expect(find([by(who('me', 'p1')), by(who('sister', 'p1'))])).toMatchObject({ distinctCustomers: 1, related: [] })
  })

  it('nobody known does not count', () => {
    expect(find([by(who(null)), by(who(null)), by(who(null))]).distinctCustomers).toBe(1)
  })

  it('another product or fault does not count, and two customers never share an order', () => {
    expect(find([by(who('a'), { product: '汉堡' }), by(who('b'), { codes: ['SP-01'] })]).distinctCustomers).toBe(1)
    const recent = [by({ ...who('a'), order: 'mine' }, { product: null, similarity: null }), by(who('b'))]
    expect(find(recent).distinctCustomers).toBe(2)
  })

  it('lists twenty related at most', () => {
    expect(find(Array.from({ length: 30 }, (_, i) => by(who(`c${i}`)))).related).toHaveLength(20)
  })

  it('the count does not hang on the order in which complaints are read, and one more never lowers it but by joining two', () => {
    const person = fc.record({
      customer: fc.constantFrom(null, 'a', 'b', 'c', 'me'),
      phone: fc.constantFrom(null, 'p1', 'p2', 'p3'),
    })
    fc.assert(
      fc.property(fc.array(person, { maxLength: 7 }), (people) => {
        const recent = people.map((p) => by(who(p.customer, p.phone)))
        const found = find(recent)
        expect(find([...recent].reverse()).distinctCustomers).toBe(found.distinctCustomers)
        const known = people.filter((p) => p.customer !== null || p.phone !== null)
        const names = new Set(known.map((p) => p.customer ?? p.phone))
        expect(found.distinctCustomers).toBeLessThanOrEqual(1 + names.size)
        expect(found.reached).toBe(found.distinctCustomers >= 3)
      }),
    )
  })
})
