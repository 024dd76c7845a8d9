import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { aScript, DAY, NOW } from '../../test/harness/records.ts'
import { memoryDatabase, type TestDatabase } from '../../test/harness/stores.ts'
import { createKnowledgeStore } from '../db/stores/knowledge-store.ts'
import { createUsageStore } from '../db/stores/usage-store.ts'
import type { UsageStore } from '../ports/usage-store.ts'
import { createUsageService } from './usage.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await memoryDatabase()
  await createKnowledgeStore(database.db).put({
    cases: [],
    scripts: ['script-a', 'script-b', 'script-c'].map((id) => aScript({ id })),
  })
})
afterAll(() => database.close())

/** The real store, counted, with a clock that stands until it is moved; `broken` makes the next counts fail. */
function service() {
  let n = 0
  const clock = { at: NOW, now: () => clock.at }
  const store = createUsageStore(database.db)
  const state = { counted: 0, broken: false, done: Promise.resolve() as Promise<unknown> }
  const usage: UsageStore = {
    ...store,
    counts(kind, since) {
      state.counted++
      const counting = state.broken ? Promise.reject(new Error('away')) : store.counts(kind, since)
      state.done = counting.catch(() => {})
      return counting
    },
  }
  const ids = { next: (prefix: string) => `${prefix}_${Math.random()}_${++n}` }
  return { ...createUsageService({ usage, ids, clock }), clock, state }
}
const agent = { actor: 'key_a', audience: 'frontline' as const }

describe('lifts of a triage', () => {
  it('cost one count a minute however many ask at once, and then one in the background while the old ones serve', async () => {
    const { lifts, used, clock, state } = service()
    await Promise.all([lifts(), lifts(), lifts()])
    expect(state.counted).toBe(1)
    await used('script', 'script-a', null, agent)
    expect((await lifts())('script-a').by).toBe(0)
    clock.at += 60_000
    expect((await lifts())('script-a').by).toBe(0)
    await state.done
    expect((await lifts())('script-a').why).toEqual(['近30天使用 1 次 used +0.001'])
    expect(state.counted).toBe(2)
    clock.at += 31 * DAY
    await lifts()
    await state.done
    expect((await lifts())('script-a')).toEqual({ by: 0, why: [] })
  })

  it('show a rating with the next triage, and its change', async () => {
    const { lifts, rate } = service()
    await lifts()
    await rate('script', 'script-b', 5, agent)
    const high = (await lifts())('script-b').by
    expect(high).toBeGreaterThan(0)
    expect((await rate('script', 'script-b', 1, agent)).own).toBe(1)
    expect((await lifts())('script-b').by).toBeLessThan(0)
    expect((await lifts())('script-c').by).toBe(0)
  })

  it('outlive a count that fails, and are counted again with the next', async () => {
    const { lifts, clock, state } = service()
    state.broken = true
    await expect(lifts()).rejects.toThrow('away')
    state.broken = false
    await lifts()
    state.broken = true
    clock.at += 60_000
    expect((await lifts())('script-c').by).toBe(0)
    await state.done
    state.broken = false
    await lifts()
    await state.done
    expect(state.counted).toBe(4)
  })
})

it('what is not there, or not for those eyes, is not found', async () => {
  const { used, rate, find } = service()
  for (const work of [
    used('script', 'script-none', null, agent),
    rate('script', 'script-none', 5, agent),
    find('case', 'script-a', agent),
  ])
    await expect(work).rejects.toMatchObject({ name: 'SuzhenError', code: 'not_found' })
})
