import { describe, expect, it } from 'vitest'
import { createRuns } from './embedder-runs.mjs'

/** Parts that say what they were given, two tokens of two numbers each. */
function parts() {
  const ran: string[] = []
  const opened: (string | null)[] = []
  const load = async (name: string | null) => {
    opened.push(name)
    return async (input: object) => run(name, input)
  }
  function run(name: string | null, input: object) {
    ran.push(`${name ?? 'whole'}(${Object.keys(input)})`)
    const data = Float32Array.from(name === 'judgement' ? [1, 2, 3, 6] : [3, 4, 0, 0])
    return { [name === 'lower' ? 'low' : 'last_hidden_state']: { data, dims: [1, 2, 2] } }
  }
  return { load, ran, opened }
}
const unit = Float32Array.from([3, 4].map((x) => x / 5))
const state = Float32Array.from([1, 2, 2, 4])

async function runs(built: boolean) {
  const { load, ran, opened } = parts()
  const { lower, tops } = await createRuns(load, built)
  return { ran, opened, run: async (only?: 'vector' | 'state') => tops(await lower({ ids: 1 }), only) }
}

describe('what is run for what is asked', () => {
  it('of a model in three parts: the lower half, and the tops that are needed', async () => {
    const { run, ran, opened } = await runs(true)
    expect(opened).toEqual(['lower', 'search', 'judgement'])
    expect(await run('vector')).toEqual({ vector: unit, state: null })
    expect(ran.splice(0)).toEqual(['lower(ids)', 'search(ids,low)'])
    expect(await run('state')).toEqual({ vector: null, state })
    expect(ran.splice(0)).toEqual(['lower(ids)', 'judgement(ids,low)'])
    expect(await run()).toEqual({ vector: unit, state })
    expect(ran).toEqual(['lower(ids)', 'search(ids,low)', 'judgement(ids,low)'])
  })

  it('of the base model: all of it for a vector, and nothing for a state it has not', async () => {
    const { run, ran, opened } = await runs(false)
    expect(opened).toEqual([null])
    expect(await run('state')).toEqual({ vector: null, state: null })
    expect(ran).toEqual([])
    expect(await run()).toEqual({ vector: unit, state: null })
    expect(await run('vector')).toEqual({ vector: unit, state: null })
    expect(ran).toEqual(['whole(ids)', 'whole(ids)'])
  })
})
