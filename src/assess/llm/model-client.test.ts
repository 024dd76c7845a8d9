import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { z } from 'zod'
import { type ClientBench, GOOD, KEY, question, startClientBench } from '../../../test/harness/upstream/client-bench.ts'
import {
  type Behaviour,
  cutBody,
  garbage,
  inTurn,
  long,
  ok,
  prose,
  refusal,
  replay,
  reset,
  startUpstream,
  status,
  thinking,
  truncated,
  wrongSchema,
} from '../../../test/harness/upstream/index.ts'

let bench: ClientBench
beforeAll(async () => {
  bench = await startClientBench()
})
afterAll(() => bench.upstream.close())
beforeEach(() => {
  bench.upstream.forget()
  bench.upstream.behave(ok(GOOD))
})

describe('an answer', () => {
  it('comes with what it cost, in one request that the API has no fault to find with', async () => {
    const { reply, facts } = await bench.askOnce(
      ok(GOOD, {
        usage: { prompt_tokens: 1000, completion_tokens: 100, prompt_tokens_details: { cached_tokens: 600 } },
      }),
    )
    expect(reply.value).toEqual(GOOD)
    expect(bench.upstream.refused).toEqual([])
    expect(bench.upstream.seen).toHaveLength(1)
    expect(reply.spent).toMatchObject({ calls: 1, inputTokens: 1000, cachedTokens: 600, outputTokens: 100 })
    expect(reply.spent.costUsd).toBeCloseTo((400 * 0.15 + 600 * 0.075 + 100 * 0.6) / 1e6, 12)
    expect(reply.spent.upstreamMs).toBeGreaterThan(0)
    expect(facts).toMatchObject([{ failure: null, rung: 'json_schema', model: 'gpt-4o-mini', estimated: false }])
  })

  it('tells of tokens that DeepSeek had cached', async () => {
    const { reply } = await bench.askOnce(
      ok(GOOD, {
        usage: {
          prompt_tokens: 900,
          completion_tokens: 50,
          prompt_cache_hit_tokens: 512,
          prompt_cache_miss_tokens: 388,
        },
      }),
    )
    expect(reply.spent).toMatchObject({ inputTokens: 900, cachedTokens: 512, outputTokens: 50 })
  })

  it('is estimated, and said to be, where the endpoint counts nothing', async () => {
    const { reply, facts } = await bench.askOnce(ok(GOOD, { usage: null }))
    expect(reply.value).toEqual(GOOD)
    expect(reply.spent.inputTokens).toBeGreaterThan(100)
    expect(facts[0]!.estimated).toBe(true)
  })

  it('is read behind thoughts and between fences, but never from the thoughts', async () => {
    const { reply } = await bench.askOnce(thinking(ok(GOOD)))
    expect(reply.value).toEqual(GOOD)
  })

  it('may fill its length and still be whole', async () => {
    const { reply } = await bench.askOnce(ok(`${JSON.stringify(GOOD)}   `, { finish: 'length' }))
    expect(reply.value).toEqual(GOOD)
  })

  it.each([
    'openai-chat.json',
    'deepseek-chat.json',
    'qwen-plus.json',
    'glm-tool.json',
    'ollama.json',
  ])('as %s was written down is read', async (file) => {
    const { reply } = await bench.askOnce(replay(file))
    expect(reply.value).toEqual(GOOD)
    expect(reply.spent.inputTokens).toBeGreaterThan(0)
  })
})

describe('a failure', () => {
  it.each<[string, Behaviour, string]>([
    ['rate-limited', status(429), 'rate-limited'],
    [
      'out of money',
      status(429, { code: 'insufficient_quota', message: 'You exceeded your current quota' }),
      'rate-limited',
    ],
    ['429 as OpenAI says it', replay('openai-429.json'), 'rate-limited'],
    ['server-error', status(500), 'server-error'],
    ['a gateway', replay('gateway-502.json'), 'server-error'],
    ['the page of a proxy', garbage(), 'server-error'],
    ['JSON that is no completion', garbage({ hello: 'world' }), 'server-error'],
    ['a wrong key', status(401), 'rejected'],
    [
      'another address',
      (seen) => ({ kind: 'status', status: 307, body: '', headers: { location: `${seen.path}x` } }),
      'rejected',
    ],
    ['reset', reset(), 'unreachable'],
    ['cut in the body', cutBody(ok(GOOD)), 'unreachable'],
    ['refused', refusal(), 'refused'],
    ['a filter', ok('', { finish: 'content_filter' }), 'refused'],
    [
      'a filter of the request',
      status(400, { code: 'data_inspection_failed', message: 'Input data may contain inappropriate content.' }),
      'refused',
    ],
    ['truncated', truncated(ok(GOOD)), 'truncated'],
    ['megabytes', long(), 'truncated'],
    ['not-json', prose(), 'not-json'],
    ['nothing', ok(''), 'not-json'],
    ['another shape', wrongSchema(), 'off-schema'],
    ['another language', ok({ level: '二级', quotes: [], note: null }), 'off-schema'],
  ])('%s: says so and throws nothing', async (_, behaviour, failure) => {
    const { reply, facts } = await bench.askOnce(behaviour)
    expect(reply).toMatchObject({ value: null, failure })
    expect(facts).toMatchObject([{ failure }])
  })

  it('unreachable: nobody listens', async () => {
    const gone = await startUpstream()
    await gone.close()
    const { model } = bench.client({ baseUrl: gone.baseUrl })
    expect((await model.ask(question())).failure).toBe('unreachable')
  })

  it('gets one turn to be mended, and it says what was wrong', async () => {
    bench.upstream.behave(inTurn(ok({ level: 9, quotes: [], note: null }), ok(GOOD)))
    const { model } = bench.client()
    const reply = await model.ask(question())
    expect(reply.value).toEqual(GOOD)
    expect(reply.spent.calls).toBe(2)
    expect(bench.upstream.seen[1]!.body!.messages.at(-1)!.content).toContain('level')
    expect(bench.upstream.refused).toEqual([])
  })

  it('that stays after the repair is the answer', async () => {
    const { reply } = await bench.askOnce(inTurn(prose(), wrongSchema(), ok(GOOD)))
    expect(reply.failure).toBe('off-schema')
    expect(reply.spent.calls).toBe(2)
  })

  it('of the schema itself is no exception', async () => {
    const { model } = bench.client()
    const reply = await model.ask({ ...question(), schema: z.record(z.string(), z.string()) as never })
    expect(reply.failure).toBe('rejected')
    expect(bench.upstream.seen).toEqual([])
  })

  it('never tells the key, nor does a log', async () => {
    const said: unknown[] = []
    const spies = (['log', 'info', 'warn', 'error', 'debug'] as const).map((m) =>
      vi.spyOn(console, m).mockImplementation((...a) => void said.push(a)),
    )
    vi.stubEnv('OPENAI_LOG', 'debug')
    const { reply, facts } = await bench.askOnce(status(401, { message: `Incorrect API key provided: ${KEY}` }))
    const bad = bench.client({ apiKey: `${KEY}\nx` })
    const second = await bad.model.ask(question())
    vi.unstubAllEnvs()
    for (const spy of spies) spy.mockRestore()
    expect(second.failure).toBe('rejected')
    expect(JSON.stringify([said, reply, facts, second, bad.facts])).not.toContain('sk-secret')
    expect(said).toEqual([])
  })
})

describe('who sees what', () => {
  it('tells the endpoint nothing of this machine, and sends the key as each wants it', async () => {
    await bench.askOnce(ok(GOOD))
    expect(Object.keys(bench.upstream.seen[0]!.headers).filter((h) => h.startsWith('x-stainless'))).toEqual([])
    expect(bench.upstream.seen[0]!.key).toBe(KEY)
    const asked: Headers[] = []
    const { model } = bench.client({
      baseUrl: 'https://ours.openai.azure.com/openai/v1',
      fetch: async (_, init) => {
        asked.push(new Headers(init?.headers))
        return Response.json({})
      },
      change: (own) => {
        own.retries.most = 0
      },
    })
    await model.ask(question())
    expect(asked[0]!.get('api-key')).toBe(KEY)
  })
})
