import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { caseSchema } from '../../src/domain/knowledge.ts'
import { knowledgeResultSchema } from '../../src/http/routes/knowledge.ts'
import { NO_FILTER } from '../../src/ports/knowledge-store.ts'
import { allKeys, apiKey, fakeApp, fakeKeys, keyFor } from './fakes.ts'

const [first] = readFileSync(new URL('../../fixtures/cases.jsonl', import.meta.url), 'utf8').split('\n')
const item = caseSchema.parse(JSON.parse(first!))

describe('GET /v1/knowledge/search', () => {
  it('hands the question over and answers what the service found', async () => {
    const { app, knowledge, logs } = await fakeApp()
    const found = {
      mode: 'hybrid' as const,
      cases: [{ score: 0.7, why: ['同一类型'], item }],
      scripts: [],
      reason: null,
    }
    knowledge.on.search = async () => found
    const response = await app.request(
      `/v1/knowledge/search?q=${encodeURIComponent('洗衣机 三修')}&limit=3&role=management`,
    )
    expect(knowledgeResultSchema.parse(await response.json())).toEqual(found)
    expect(knowledge.calls).toEqual([
      { q: '洗衣机 三修', kind: 'case', limit: 3, audience: 'management', filter: NO_FILTER },
    ])
    expect(logs[0]?.fields).toMatchObject({ route: '/v1/knowledge/search', kind: 'case', mode: 'hybrid', hits: 1 })
    expect(JSON.stringify(logs)).not.toContain('洗衣机')
  })

  it.each([
    ['frontline', 'management', 'frontline'],
    ['supervisor', 'management', 'supervisor'],
    ['supervisor', 'frontline', 'frontline'],
    ['management', 'management', 'management'],
    ['management', null, 'frontline'],
  ] as const)('a key that may see %s and asks for %s sees %s', async (audience, role, seen) => {
    const keys = fakeKeys({ ...allKeys(), [`hash:key:${keyFor('agent')}`]: apiKey('agent', { audience }) })
    const { app, knowledge } = await fakeApp({ auth: { required: true }, keys })
    knowledge.on.search = async () => ({
      mode: 'words',
      cases: [],
      scripts: [],
      reason: '没有足够接近的 · none near enough',
    })
    const path = `/v1/knowledge/search?q=x&kind=script${role ? `&role=${role}` : ''}`
    expect((await app.request(path, { headers: { 'x-api-key': keyFor('agent') } })).status).toBe(200)
    expect(knowledge.calls).toEqual([{ q: 'x', kind: 'script', limit: 5, audience: seen, filter: NO_FILTER }])
  })

  it('hands filters over for cases and refuses them for scripts', async () => {
    const { app, knowledge } = await fakeApp()
    knowledge.on.search = async () => ({ mode: 'words', cases: [], scripts: [], reason: null })
    await app.request(
      '/v1/knowledge/search?q=x&code=SP&level=2&domain=bank&outcome=failed&from=2024-01-01&to=2024-12-31',
    )
    expect(knowledge.calls[0]?.filter).toEqual({
      code: 'SP',
      level: 2,
      domain: 'bank',
      outcome: 'failed',
      from: '2024-01-01',
      to: '2024-12-31',
    })
    for (const bad of ['kind=script&level=2', 'level=5', 'code=XX', 'outcome=good', 'from=2024-13-01'])
      expect((await app.request(`/v1/knowledge/search?q=x&${bad}`)).status).toBe(422)
  })
})
