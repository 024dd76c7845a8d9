import { describe, expect, it } from 'vitest'
import { decision, keyFor } from './fakes.ts'
import { itemOf, kinds, NOTES, summaryGround } from './summary-ground.ts'

const { ground, kept, appWith } = summaryGround()

describe('a write-up without a language model', () => {
  it('is a draft of the record alone, masked, with what nobody said left open and named', async () => {
    const { draft } = await appWith(null)
    const id = await kept()
    const { status, answer, headers } = await draft(id, null)
    expect(status).toBe(201)
    expect(headers.get('location')).toBe(`/v1/knowledge/items/case/${id.toLowerCase().replace('_', '-')}`)
    expect(answer).toMatchObject({ made: 'created', item: { status: 'draft', author: 'open' } })
    expect(answer.engine).toEqual({ name: 'local', reasons: [], promptVersion: null, costUsd: 0 })
    const item = itemOf(answer)
    expect(item).toMatchObject({
      code: 'SP-07',
      level: decision.severity.level,
      domain: 'logistics',
      product: '保温杯',
      occurredOn: '2026-11-20',
      channel: 'phone',
      audience: 'frontline',
      rootCause: '〔待补充〕',
      sources: [`triage ${id}`],
    })
    expect(item.title).toMatch(/:快递十天了还没到/)
    expect(item.summary).toContain('打〔电话1〕没人接')
    expect(item.course).toHaveLength(1)
    expect(item.course[0]).toMatchObject({ at: '2026-11-20 10:20', what: expect.stringContaining('电话') })
    expect(kinds(answer)).toEqual([
      'rootCause open',
      'result open',
      'remedy open',
      'turningPoint open',
      'lessons open',
      'outcome assumed',
    ])
    expect(JSON.stringify(answer)).not.toContain('13812345678')
  })

  it('takes what is said of the course, with personal data masked', async () => {
    const { draft } = await appWith(null)
    const said = { notes: `${NOTES}\n回电13987654321`, outcome: 'resolved' as const, result: '客户13987654321收货' }
    const { answer } = await draft(await kept(), { ...said, code: 'TD-06', level: 2 })
    const item = itemOf(answer)
    expect(item.course.slice(1)).toEqual([
      { at: '11月20日 10:30', what: '联系物流,确认漏分拣', decision: null },
      { at: '11月21日', what: '送达', decision: '补偿20元券 回电〔电话1〕' },
    ])
    expect(item).toMatchObject({ code: 'TD-06', level: 2, outcome: 'resolved', result: '客户〔电话1〕收货' })
    expect(kinds(answer)).toContain('result masked')
    expect(kinds(answer)).not.toContain('outcome assumed')
    expect(JSON.stringify(answer)).not.toContain('13987654321')
  })

  it('is made once: asked for again, the item is answered as it stands', async () => {
    const { draft } = await appWith(null)
    const id = await kept()
    const both = await Promise.all([draft(id), draft(id)])
    expect(both.map((b) => b.status).sort()).toEqual([200, 201])
    const { status, answer } = await draft(id, { result: '客户收货' })
    expect([status, answer.made, itemOf(answer).result, answer.item.version]).toEqual([200, 'held', '〔待补充〕', 1])
    expect(kinds(answer)).toContain('result open')
    const anew = await draft(id, { result: '客户收货', again: true })
    expect([anew.status, anew.answer.made, anew.answer.item.version]).toEqual([200, 'again', 2])
    expect(itemOf(anew.answer).result).toBe('客户收货')
  })

  it('needs a code, and a triage that is there', async () => {
    const { draft } = await appWith(null)
    const id = await kept({ types: [], nature: 'enquiry' })
    expect(await draft(id)).toMatchObject({
      status: 422,
      answer: { code: 'invalid_request', issues: [{ path: 'code' }] },
    })
    expect((await draft(id, { code: 'SP-07' })).status).toBe(201)
    expect(await draft(await kept(), { code: 'SP-98' })).toMatchObject({
      status: 422,
      answer: { code: 'invalid_request' },
    })
    expect((await draft('tri_9999999999')).status).toBe(404)
    expect((await draft('nothing')).status).toBe(404)
  })

  it('keeps long texts to the sentences the judgement rests on', async () => {
    const { draft } = await appWith(null)
    const noise = Array.from({ length: 40 }, (_, i) => `第${i}天我又看了一遍订单页面还是没有变化。`).join('')
    const text = `${noise}快递员把箱子摔坏了。`
    const at = text.indexOf('快递员')
    const evidence = [{ start: at, end: at + 9, quote: '' }]
    const id = await kept(
      {
        severity: { ...decision.severity, evidence },
        types: [{ ...decision.types[0]!, code: 'SP-07', role: 'primary', evidence }],
      },
      text,
    )
    const item = itemOf((await draft(id)).answer)
    expect(item.summary.length).toBeLessThanOrEqual(600)
    expect(item.summary).toContain('快递员把箱子摔坏了')
    expect(item.title).toContain('快递员把箱子摔坏')
  })
})

describe('who may have one drafted', () => {
  it('is the author, an audience no higher than their own, and nobody drafts over another', async () => {
    const { draft, app } = await appWith(ground.drafting, {
      auth: { required: true },
      mayAsk: (r) => (r === 'knowledge' ? 'never' : 'auto'),
    })
    const id = await kept()
    expect(await draft(id, { audience: 'management' }, 'agent')).toMatchObject({
      status: 422,
      answer: { issues: [{ path: 'audience' }] },
    })
    expect((await draft(id, {}, 'agent')).answer.item.author).toBe('key_agent')
    expect((await draft(id, { again: true }, 'agent')).answer.item.version).toBe(2)
    expect(await draft(id, { again: true }, 'analyst')).toMatchObject({ status: 409, answer: { code: 'conflict' } })
    const mended = await draft(id, { again: true }, 'knowledge')
    expect(mended.answer).toMatchObject({
      item: { version: 3, author: 'key_knowledge' },
      engine: { reasons: ['not-asked'] },
    })
    expect((await draft(id, { again: true }, 'agent')).status).toBe(409)
    const path = `/v1/knowledge/items/case/${mended.answer.item.id}`
    const shown = await app.request(path, { headers: { authorization: `Bearer ${keyFor('knowledge')}` } })
    expect(await shown.json()).toMatchObject({ status: 'draft', version: 3, publishedVersion: null })
  })
})
