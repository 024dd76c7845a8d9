import { describe, expect, it } from 'vitest'
import { axisVector, DAY } from '../../test/harness/records.ts'
import { NOW, triageRoad } from '../../test/harness/triage-road.ts'
import type { Assessment } from '../domain/assessment.ts'

const { service } = triageRoad()
let n = 0

describe('history (guide 9)', () => {
  const at = (days: number) => new Date(NOW - days * DAY).toISOString()
  const late = (vector = axisVector(0)): Partial<Assessment> => ({ vector })

  it('D2: rises from none to medium to high on one order; 91 days ago is forgotten', async () => {
    const { ask } = service(() => late())
    const complain = (days: number) =>
      ask({ text: '还没到', customer: { id: 'riser' }, order: { id: 'o-rise' }, receivedAt: at(days) })
    expect((await complain(91)).decision.repeat).toMatchObject({ risk: 'none', priorCount: 0 })
    expect((await complain(0.5)).decision.repeat).toMatchObject({ risk: 'none', priorCount: 0 })
    expect((await complain(0.4)).decision).toMatchObject({
      repeat: { risk: 'medium', priorCount: 1, sameIssue: true },
      flags: { repeatComplainant: true },
    })
    expect((await complain(0.3)).decision).toMatchObject({
      repeat: { risk: 'high', priorCount: 2 },
      routing: { collaborators: ['process'], senior: true },
    })
  })

  it('through a regulator with none before it raises nothing; after one on the same matter it is high', async () => {
    const { ask } = service(() => late())
    const complain = (customer: string, channel: 'regulator' | 'phone') =>
      ask({
        text: '还没到',
        channel,
        customer: { id: customer },
        order: { id: `o-${customer}` },
        receivedAt: at(1 - ++n / 1e6),
      })
    expect((await complain('reg-1', 'regulator')).decision.repeat).toMatchObject({ risk: 'none', score: 0 })
    await complain('reg-2', 'phone')
    expect((await complain('reg-2', 'regulator')).decision.repeat).toMatchObject({ risk: 'high', priorCount: 1 })
  })

  it('praise and enquiries never count', async () => {
    const nice = service(() => ({ nature: { value: 'praise', confidence: 0.9 }, types: [] }))
    const asks = service(() => ({ nature: { value: 'enquiry', confidence: 0.9 } }))
    for (const s of [nice, asks]) await s.ask({ text: '很好', customer: { id: 'fan' }, receivedAt: at(2) })
    const { decision } = await service(() => late()).ask({ text: '还没到', customer: { id: 'fan' } })
    expect(decision.repeat).toMatchObject({ risk: 'none', priorCount: 0 })
  })

  it('D5: the third household within 7 days makes a group; one call-back number is one, two extensions are two', async () => {
    const ill: Partial<Assessment> = {
      types: [{ code: 'PQ-05', role: 'primary', confidence: 0.9, evidence: [] }],
      vector: axisVector(9),
    }
    const { ask } = service(() => ill)
    const complain = (id: string, phone: string, days: number) =>
      ask({ text: '吃坏了', customer: { id, phone }, order: { product: '盒饭' }, receivedAt: at(days) })
    await complain('g0', '13900000000', 9.6)
    await complain('g1', '13900000001', 3)
    const wife = await complain('g2', '139 0000 0001', 2)
    expect(wife.decision).toMatchObject({ group: { distinctCustomers: 1 }, flags: { group: false } })
    const first = await complain('g3', '010-62345678转801', 1)
    expect(first.decision.group.distinctCustomers).toBe(2)
    const second = await complain('g4', '010-62345678转802', 0.5)
    expect(second.decision).toMatchObject({
      group: { distinctCustomers: 3, related: expect.arrayContaining([first.decision.id]) },
      flags: { group: true },
      routing: { senior: true },
    })
  })
})
