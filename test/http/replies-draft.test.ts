import { describe, expect, it } from 'vitest'
import { decision } from './fakes.ts'
import { ABOVE, replyDraftGround, SCRIPT } from './reply-draft-ground.ts'

const { ground, kept, appWith } = replyDraftGround()
const rules = (answer: { findings: { rule: string }[] }) => answer.findings.map((f) => f.rule)

describe('a reply without a language model', () => {
  it('is the best script, with the slots that the record fills, and the others open and named', async () => {
    const { draft } = await appWith(null)
    const answer = await draft(await kept())
    expect(answer.text).toBe(
      '{客户称呼},说好的日子没收到,换作是我也会失望,很抱歉。我已请{配送站点}专人跟单,11月22日10:20前把派件进度发给您。',
    )
    expect(answer).toMatchObject({
      unfilled: ['客户称呼', '配送站点'],
      from: { scripts: ['script-late'], cases: [] },
      ok: true,
      role: 'frontline',
      engine: { name: 'local', reasons: [], promptVersion: null, degraded: false, costUsd: 0 },
    })
  })

  it('begins with the script of the wanted scene, and says what it lacks in the company’s words', async () => {
    const { draft } = await appWith(null)
    const answer = await draft(await kept(), { scene: '查件' })
    expect(answer.from.scripts).toEqual(['script-bare'])
    expect(answer.text).toMatch(/^您好,.*抱歉.*包裹的位置已经在系统里查询。.*会在11月22日10:20前给您答复。/)
    expect(answer.text.match(/您好/g)).toHaveLength(1)
    expect(rules(answer)).toEqual([])
  })

  it('promises no time that is gone by, and fills in no slot that nothing fills', async () => {
    const { draft } = await appWith(null)
    const clocks = { ...decision.clocks, firstResponseBy: '2026-11-20T10:30:00+08:00' }
    const late = await kept({ clocks: { ...clocks, resolveBy: '2026-11-20T10:35:00+08:00' } })
    expect((await draft(late)).unfilled).toEqual(['客户称呼', '配送站点', '承诺时间'])
  })

  it('uses no script against which something stands, of another tongue, with an address, or above the role', async () => {
    const { draft } = await appWith(null)
    const bad = [
      { ...SCRIPT, text: '非常抱歉,我保证三天内赔您一万元,明天给您答复。', slots: [] },
      { ...SCRIPT, text: '非常抱歉,请看 http://evil.example 的说明,明天给您答复。', slots: [] },
      { ...SCRIPT, text: 'We are sorry. We will call you tomorrow.', slots: [] },
      ABOVE,
    ]
    const answer = await draft(await kept({ scripts: bad }))
    expect(answer.from).toEqual({ scripts: [], cases: [] })
    expect(answer.text).toMatch(/^您好,.*抱歉.*会在11月22日10:20前给您答复/)
    expect(answer).toMatchObject({ ok: true, findings: [], unfilled: [] })
    expect((await draft(await kept({ scripts: [ABOVE] }), { role: 'management' })).from.scripts).toEqual([ABOVE.id])
  })

  it('speaks English where the complaint does, or where it is asked to', async () => {
    const { draft } = await appWith(null)
    const answer = await draft(await kept(), { language: 'en' })
    expect(answer.text).toMatch(/sorry for the trouble.* We will reply by 10:20 on 22 November\./)
    expect(answer).toMatchObject({ language: 'en', ok: true, findings: [], from: { scripts: [] } })
    expect((await draft(await kept({ language: 'en' }))).language).toBe('en')
  })

  it('tells nothing of what masking took out', async () => {
    const { draft } = await appWith(null)
    expect(JSON.stringify(await draft(await kept()))).not.toMatch(/13812345678|王芳/)
  })
})

describe('POST /v1/replies/draft', () => {
  it('answers 404 for a complaint that is not there, and 422 for a scene that no script has', async () => {
    const { ask } = await appWith(null)
    expect((await ask({ triageId: 'tri_00000000009999' })).status).toBe(404)
    const { status: code, json } = await ask({ triageId: await kept(), scene: '没有这个场景' })
    expect([code, json.code, json.issues[0].path]).toEqual([422, 'invalid_request', 'scene'])
    expect((await ask({ triageId: 'x' })).status).toBe(422)
    expect((await ask({ triageId: await kept(), text: 'x' })).status).toBe(422)
  })

  it('never gives more than the key may see, and asks no model for a role that may cost nothing', async () => {
    const asked: string[] = []
    const { draft } = await appWith(ground.drafting, {
      auth: { required: true },
      mayAsk: (role) => {
        asked.push(role ?? 'none')
        return 'never'
      },
    })
    const answer = await draft(await kept({ scripts: [ABOVE] }), { role: 'management' }, 'agent')
    expect(answer).toMatchObject({ role: 'frontline', from: { scripts: [] }, engine: { reasons: ['not-asked'] } })
    expect([asked, ground.upstream.seen]).toEqual([['agent'], []])
  })

  it('keeps nothing but that the complaint was read, and logs no word', async () => {
    const { draft, logs } = await appWith(ground.drafting)
    await draft(await kept())
    expect(JSON.stringify(logs)).not.toMatch(/快递|抱歉|派件/)
    expect(logs.at(-1)!.fields).toMatchObject({ engine: 'llm', degraded: false })
  })
})
