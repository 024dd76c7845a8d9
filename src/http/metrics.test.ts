import { describe, expect, it } from 'vitest'
import { createMetrics } from './metrics.ts'

describe('createMetrics', () => {
  it('says nothing of what was not counted', () => {
    expect(createMetrics().text()).toBe('\n')
  })

  it('adds up by name and labels', () => {
    const metrics = createMetrics()
    metrics.add('suzhen_requests_total', { route: '/v1/triage', status: 200 })
    metrics.add('suzhen_requests_total', { route: '/v1/triage', status: 200 }, 2)
    metrics.add('suzhen_requests_total', { route: '/v1/triage', status: 422 })
    expect(metrics.text().split('\n')).toEqual([
      '# HELP suzhen_requests_total Requests by route and status',
      '# TYPE suzhen_requests_total counter',
      'suzhen_requests_total{route="/v1/triage",status="200"} 3',
      'suzhen_requests_total{route="/v1/triage",status="422"} 1',
      '',
    ])
  })

  it('keeps durations in buckets that add up, with their sum and number', () => {
    const metrics = createMetrics()
    for (const s of [0.004, 0.02, 0.02, 60]) metrics.time('suzhen_llm_seconds', { model: 'm' }, s)
    const text = metrics.text()
    expect(text).toContain('suzhen_llm_seconds_bucket{model="m",le="0.005"} 1\n')
    expect(text).toContain('suzhen_llm_seconds_bucket{model="m",le="0.025"} 3\n')
    expect(text).toContain('suzhen_llm_seconds_bucket{model="m",le="10"} 3\n')
    expect(text).toContain('suzhen_llm_seconds_bucket{model="m",le="+Inf"} 4\n')
    expect(text).toContain('suzhen_llm_seconds_count{model="m"} 4\n')
    expect(Number(/seconds_sum\{model="m"\} ([\d.]+)/.exec(text)![1])).toBeCloseTo(60.044, 9)
  })

  it('reads a number that is watched whenever somebody looks, and the latest reader of the same labels', () => {
    const metrics = createMetrics()
    let state = 0
    metrics.watch('suzhen_breaker_state', { use: 'embedding', model: 'm' }, () => 7)
    metrics.watch('suzhen_breaker_state', { use: 'embedding', model: 'm' }, () => state)
    const line = () => metrics.text().split('\n').slice(1)
    expect(line()).toEqual([
      '# TYPE suzhen_breaker_state gauge',
      'suzhen_breaker_state{use="embedding",model="m"} 0',
      '',
    ])
    state = 2
    expect(line()[1]).toBe('suzhen_breaker_state{use="embedding",model="m"} 2')
  })

  it('lets no label break out of its quotes, and no flood of labels fill the memory', () => {
    const metrics = createMetrics()
    metrics.add('suzhen_llm_questions_total', { model: 'a"} 1\nevil{x="\\' })
    expect(metrics.text()).toContain('{model="a\\"} 1\\nevil{x=\\"\\\\"} 1\n')
    for (let i = 0; i < 2_000; i++) metrics.add('suzhen_llm_questions_total', { model: i })
    expect(metrics.text().split('\n').length).toBeLessThan(510)
  })
})
