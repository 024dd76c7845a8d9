import { env } from 'cloudflare:workers'
import { describe, expect, it } from 'vitest'
import { decisionSchema } from '../../../src/domain/decision.ts'
import { as, call, eventsOf, problemOf, sent } from './calls.ts'

const TEXT = '包裹五天没到,再不处理我就找记者曝光'
const STREAM = { accept: 'text/event-stream' }
const ask = (body: unknown, headers: Record<string, string> = as('agent')) =>
  call('/v1/triage', sent(body, headers), 'ASKING')

/** When the model is asked about the complaint with these words; how that ended. */
const upstreamSays = async (what: 'asked' | 'end', words: string): Promise<string> =>
  (await fetch(`${env.HOME.ends}/${what}/${encodeURIComponent(words)}`)).text()

describe.skipIf(env.HOME.database === null)('a Worker with a language model', () => {
  it('answers in two phases: the local decision, what the model changes, done', async () => {
    const response = await ask({ text: TEXT }, { ...as('agent'), ...STREAM })
    expect(response.headers.get('content-type')).toContain('text/event-stream')
    const stream = eventsOf(response)
    const first = (await stream.next())!
    expect(first.event).toBe('assessment')
    const local = decisionSchema.parse(first.data)
    expect(local.engine).toMatchObject({ costUsd: 0, promptVersion: null })
    const refined = (await stream.next())!
    expect(refined.event).toBe('refined')
    const decision = decisionSchema.parse(refined.data.decision)
    expect(decision.id).toBe(local.id)
    expect(decision.engine).toMatchObject({ promptVersion: expect.stringMatching(/^triage@1#[0-9a-f]{12}/) })
    expect(decision.engine.models).toMatchObject({ embedder: 'text-embedding-3-small@512' })
    expect(decision.engine.tokens!.input).toBeGreaterThan(100)
    expect(await stream.next()).toMatchObject({ event: 'done', data: { id: local.id, stored: true } })
    expect(await stream.next()).toBeNull()
  })

  it('waits in plain JSON', async () => {
    const response = await ask({ text: TEXT, options: { store: false } })
    const { engine } = decisionSchema.parse(await response.json())
    expect([engine.degraded, engine.promptVersion]).toEqual([false, expect.stringContaining('triage@1#')])
  })

  it('lets the local answer stand when the endpoint fails, and says why', async () => {
    const response = await ask({ text: `【接口故障】${TEXT}`, options: { store: false } })
    const { engine, severity } = decisionSchema.parse(await response.json())
    expect([engine.name, engine.degraded, severity.level]).toEqual(['local', true, 2])
    expect(engine.reasons).toContain('llm-rejected')
  })

  it('answers more at once than the bulkhead holds, the rest by the local engine, and frees every place again', async () => {
    const answers = await Promise.all(
      Array.from({ length: 24 }, async (_, i) => {
        const response = await ask({ text: `第${i}单退款没到`, options: { store: false } })
        return decisionSchema.parse(await response.json()).engine.reasons
      }),
    )
    for (const reasons of answers) expect(['', 'llm-too-busy']).toContain(reasons.join())
    const after = await ask({ text: TEXT, options: { store: false } })
    expect(decisionSchema.parse(await after.json()).engine.reasons).toEqual([])
  })

  it('ends the question when the reader of the stream goes away', async () => {
    const words = '【无人应答】甲'
    const stream = eventsOf(await ask({ text: `${words}${TEXT}` }, { ...as('agent'), ...STREAM }))
    expect((await stream.next())!.event).toBe('assessment')
    await stream.cancel()
    expect(await upstreamSays('end', words)).toBe('left')
  })

  it('ends the question when the client goes away before its answer', async () => {
    const words = '【无人应答】乙'
    const gone = new AbortController()
    const response = call(
      '/v1/triage',
      { ...sent({ text: `${words}${TEXT}`, options: { store: false } }), signal: gone.signal },
      'ASKING',
    ).catch((error: Error) => error.name)
    await upstreamSays('asked', words)
    gone.abort()
    expect(await response).toBe('AbortError')
    expect(await upstreamSays('end', words)).toBe('left')
  })

  it('asks none for a role that may not', async () => {
    const forced = await ask({ text: TEXT, options: { engine: 'llm' } })
    expect((await problemOf(forced)).slice(0, 2)).toEqual([403, 'forbidden'])
    const may = await ask({ text: TEXT, options: { engine: 'llm', store: false } }, as('analyst'))
    expect(decisionSchema.parse(await may.json()).engine.name).toBe('llm')
  })
})
