import { describe, expect, it } from 'vitest'
import { embedderBench } from '../../test/harness/upstream/embedder-bench.ts'
import { never, status } from '../../test/harness/upstream/index.ts'
import { createMetrics } from '../http/metrics.ts'

const { bench, embedder: embedderOf } = embedderBench()

function counted(budgetMs = 20_000) {
  const metrics = createMetrics()
  const retries = { ...bench.rules.retries, most: 1 }
  const breaker = { ...bench.rules.breaker, openMs: 600_000, window: 4, least: 4 }
  const embedder = embedderOf({ model: 'v', budgetMs, rules: { retries, breaker }, metrics })
  const lines = (about: string) =>
    metrics
      .text()
      .split('\n')
      .filter((line) => line.startsWith(about))
  return { embedder, lines, text: metrics.text }
}

describe('the metrics of an endpoint for vectors', () => {
  it('count requests with their retries as one, the texts that were answered, and the time', async () => {
    const { embedder, lines } = counted()
    await embedder.embed('退款一直没到')
    await embedder.embedMany(Array.from({ length: 70 }, (_, i) => `第${i}件`))
    expect(lines('suzhen_embedding_requests_total')).toEqual([
      'suzhen_embedding_requests_total{model="v",result="answered"} 3',
    ])
    expect(lines('suzhen_embedding_texts_total')).toEqual(['suzhen_embedding_texts_total{model="v"} 71'])
    expect(lines('suzhen_embedding_seconds_count')).toEqual(['suzhen_embedding_seconds_count{model="v"} 3'])
    expect(Number(lines('suzhen_embedding_seconds_sum')[0]!.split(' ')[1])).toBeGreaterThan(0)
  })

  it('name why there are no vectors, show the breaker as it stands, and hold no text and no key', async () => {
    const { embedder, lines, text } = counted()
    expect(lines('suzhen_breaker_state')).toEqual(['suzhen_breaker_state{use="embedding",model="v"} 0'])
    bench.upstream.behave(status(400))
    await embedder.embed('机密的话').catch(() => {})
    bench.upstream.behave(status(503))
    // Two calls each: the breaker looks at four.
    for (let i = 0; i < 2; i++) await embedder.embed('机密的话').catch(() => {})
    await embedder.embed('机密的话').catch(() => {})
    expect(lines('suzhen_embedding_requests_total').sort()).toEqual([
      'suzhen_embedding_requests_total{model="v",result="breaker-open"} 1',
      'suzhen_embedding_requests_total{model="v",result="rejected"} 1',
      'suzhen_embedding_requests_total{model="v",result="server-error"} 2',
    ])
    expect(lines('suzhen_embedding_texts_total')).toEqual([])
    expect(lines('suzhen_breaker_state')).toEqual(['suzhen_breaker_state{use="embedding",model="v"} 2'])
    expect(text()).not.toMatch(/机密|Bearer|geheim/)
  })

  it('tell a late endpoint from a caller who has gone', async () => {
    bench.upstream.behave(never())
    const late = counted(50)
    await late.embedder.embed('退款').catch(() => {})
    expect(late.lines('suzhen_embedding_requests_total')).toEqual([
      'suzhen_embedding_requests_total{model="v",result="timeout"} 1',
    ])
    const gone = new AbortController()
    const { embedder, lines } = counted()
    const before = bench.upstream.seen.length
    const asked = embedder.embed('退款', gone.signal).catch(() => {})
    while (bench.upstream.seen.length === before) await new Promise((resolve) => setTimeout(resolve, 5))
    gone.abort()
    await asked
    expect(lines('suzhen_embedding_requests_total')).toEqual([
      'suzhen_embedding_requests_total{model="v",result="aborted"} 1',
    ])
  })
})
