import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { chromiumPath, type Page } from '../harness/chromium.ts'
import { type Behaviour, ok, plainAnswer, startUpstream, type Upstream } from '../harness/upstream/index.ts'
import { pagesGround } from './ground.ts'
import type { Person } from './person.ts'

const TEXT = '洗衣机用了两天就坏了,客服一直说在处理,我已经等了很久'
const HARM = '<img src=x onerror="window.harmed=1">'

describe.skipIf(!chromiumPath)('the console with a language model', () => {
  let upstream: Upstream
  let answer: (behaviour: Behaviour) => void
  beforeAll(async () => {
    upstream = await startUpstream()
  })
  const ground = pagesGround(() => ({
    OPENAI_API_KEY: 'key-of-a-test',
    OPENAI_BASE_URL: upstream.baseUrl,
    OPENAI_MODEL: 'gpt-4o-mini',
    LLM_BUDGET_MS: '30000',
  }))
  let page: Page
  let person: Person
  beforeAll(() => {
    ;({ page, person } = ground.stand())
  })
  afterAll(() => upstream?.close())
  // The upstream answers when a test says so, and with what.
  beforeEach(() => {
    const told = new Promise<Behaviour>((resolve) => {
      answer = resolve
    })
    upstream.behave(async (seen) => (await told)(seen))
  })
  const begin = async () => {
    await ground.open('/console')
    await person.write('#complaint', TEXT)
    await person.click('#judge')
    await person.untilShown('#outcome')
  }

  it('shows the local answer at once, then what the model changed, with what it took', async () => {
    await begin()
    expect(await person.text('#said')).toContain('大模型正在复核')
    expect(await person.text('#feedback-box')).toContain('复核结束后可以反馈')
    expect(await person.count('#verdict .refined')).toBe(0)
    const before = await person.text('.judgement.of-emotion b')
    await person.click('[data-id="level"] .quotes, #reply')
    answer(
      ok((seen: Parameters<typeof plainAnswer>[0]) => ({
        ...plainAnswer(seen),
        emotion: { level: 5, dominant: 'anger', quotes: ['我已经等了很久'] },
        demands: ['repair'],
        sure: { nature: 1, severity: 0.9, types: 0.9, emotion: 1, threats: 1 },
      })),
    )
    await person.untilText('#verdict', '大模型复核后改了')
    await person.untilText('#said', '已分诊')
    const listed = await person.text('#verdict .refined')
    const after = await person.text('.judgement.of-emotion b')
    expect(after).not.toBe(before)
    expect(listed).toMatch(/主导情绪.*失望.*愤怒/s)
    expect(await person.text('.judgement.of-emotion')).toContain('已更新')
    expect((await person.text('#verdict .engine')).replaceAll('\n', ' ')).toMatch(
      /引擎 本地 \+ 大模型\s*用量 输入 [1-9]\d+.*输出 [1-9].*费用 0\.0\d+ 美元/s,
    )
    expect(await person.see('window.harmed ?? null')).toBeNull()
    await person.click('#feedback-box .agree')
    await person.untilText('#feedback-box', '已收到')
    await person.click('#language')
    expect(await person.text('#verdict .refined')).toContain('The language model changed')
    await person.click('#language')
  })

  it('stands by the local answer and says why, when the model fails', async () => {
    await begin()
    const first = await person.text('#words')
    answer(() => ({ kind: 'status', status: 401, body: { error: { message: HARM } } }))
    await person.untilText('#verdict', '复核没有完成,以本地引擎为准')
    expect(await person.text('#verdict .refined')).not.toContain('改了')
    expect(await person.text('#verdict .engine')).toMatch(/引擎 本地.*降级运行.*大模型/s)
    expect(await person.text('#words')).toBe(first)
    expect(await person.see('window.harmed ?? null')).toBeNull()
    await person.untilShown('#feedback-box .agree')
  })

  it('forgets an answer that is no longer wanted', async () => {
    await begin()
    await person.click('#clear')
    expect(await person.shown('#outcome')).toBe(false)
    answer(ok())
    await person.write('#complaint', '快递三天没到')
    await person.click('#judge')
    await person.untilText('#words', '快递三天没到')
    await person.untilText('#said', '已分诊')
    expect(await person.text('#failure')).toBe('')
    expect(page.complaints.filter((c) => !/aborted|ERR_ABORTED/i.test(c))).toEqual([])
    page.complaints.splice(0)
  })
})
