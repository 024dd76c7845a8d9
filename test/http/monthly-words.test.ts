import { describe, expect, it } from 'vitest'
import { monthlyWordsSchema } from '../../src/http/routes/monthly-words.ts'
import type { MonthlyWordsResult } from '../../src/knowledge/monthly-words.ts'
import { allKeys, apiKey, fakeApp, fakeKeys, keyFor } from './fakes.ts'

const found: MonthlyWordsResult = {
  month: '2026-10',
  complete: true,
  complaints: 900,
  complainants: 800,
  before: { month: '2026-09', complaints: 700, complainants: 650 },
  rose: 0,
  new: 1,
  missing: 1,
  words: [
    {
      word: '刷脸支付',
      change: 'new',
      count: 20,
      share: 0.025,
      before: { count: 0, share: 0 },
      ratio: 33.3,
      ratioLow: 4.2,
      ratioHigh: null,
      g2: 23.9,
      p: 1e-6,
      codes: [{ code: 'TD-02', count: 18 }],
      script: null,
    },
  ],
  reason: null,
}

describe('GET /v1/knowledge/monthly-words', () => {
  it('answers the words of the month asked for, and logs none of them', async () => {
    const { app, monthlyWords, logs } = await fakeApp()
    const asked: unknown[] = []
    monthlyWords.on.of = async (question) => {
      asked.push(question)
      return found
    }
    const response = await app.request('/v1/knowledge/monthly-words?month=2026-10&limit=7')
    expect(monthlyWordsSchema.strict().parse(await response.json())).toEqual(found)
    await app.request('/v1/knowledge/monthly-words')
    expect(asked).toEqual([
      { month: '2026-10', audience: null, limit: 7 },
      { month: null, audience: null, limit: 50 },
    ])
    expect(logs[0]?.fields).toMatchObject({ month: '2026-10', complaints: 900, hits: 1 })
    expect(JSON.stringify(logs)).not.toContain('刷脸')
  })

  it('looks at the scripts that the key may see', async () => {
    const keys = fakeKeys({
      ...allKeys(),
      [`hash:key:${keyFor('analyst')}`]: apiKey('analyst', { audience: 'supervisor' }),
    })
    const { app, monthlyWords } = await fakeApp({ auth: { required: true }, keys })
    const seen: unknown[] = []
    monthlyWords.on.of = async ({ audience }) => {
      seen.push(audience)
      return found
    }
    await app.request('/v1/knowledge/monthly-words', { headers: { 'x-api-key': keyFor('analyst') } })
    expect(seen).toEqual(['supervisor'])
  })

  it.each([
    'month=2026-13',
    'month=2026-1',
    'month=',
    'limit=0',
    'limit=201',
    'moth=2026-10',
    'month=2026-10&month=2026-11',
  ])('refuses %s', async (query) => {
    const { app } = await fakeApp()
    const response = await app.request(`/v1/knowledge/monthly-words?${query}`)
    expect([response.status, await response.json()]).toMatchObject([422, { code: 'invalid_request' }])
  })
})
