import { describe, expect, it } from 'vitest'
import { obedient, ok, truncated } from '../harness/upstream/index.ts'
import { decision } from './fakes.ts'
import { HONEST, itemOf, kinds, NOTES, summaryGround } from './summary-ground.ts'

const { ground, kept, appWith } = summaryGround()

describe('a write-up with a language model', () => {
  it('is filled from masked texts alone, and names the prompt', async () => {
    const { draft } = await appWith(ground.drafting)
    const { answer } = await draft(await kept(), { notes: `${NOTES},回电13987654321` })
    expect(ground.upstream.refused).toEqual([])
    expect(ground.upstream.seen).toHaveLength(1)
    const sent = JSON.stringify(ground.upstream.seen[0]!.body)
    expect(sent).toContain('〔电话1〕')
    expect(sent).not.toMatch(/13812345678|13987654321/)
    expect(ground.upstream.seen[0]!.system).not.toContain('快递十天')
    expect(answer.engine).toMatchObject({
      name: 'llm',
      reasons: [],
      promptVersion: expect.stringMatching(/^case-summary@1#/),
    })
    expect(itemOf(answer)).toMatchObject({ ...HONEST, level: decision.severity.level, code: 'SP-07' })
    expect(kinds(answer)).toEqual(['course masked'])
  })

  it('says nothing of a course that nobody wrote down', async () => {
    const { draft } = await appWith(ground.drafting)
    const { answer } = await draft(await kept())
    const item = itemOf(answer)
    expect(item.summary).toBe(HONEST.summary)
    expect([item.rootCause, item.result, item.remedy, item.outcome]).toEqual([
      '〔待补充〕',
      '〔待补充〕',
      '〔待补充〕',
      'partly',
    ])
    expect(item.course[0]!.at).toBe('2026-11-20 10:20')
    expect(kinds(answer)).toContain('title refused')
    expect(kinds(answer)).toContain('result open')
  })

  it('F3: loses every sentence that stands in nothing that was sent', async () => {
    const { draft } = await appWith(ground.drafting)
    ground.upstream.behave(
      ok({
        ...HONEST,
        summary: '快递十天了还没到,打电话没人接。公司赔偿了8000元。李经理登门道歉。',
        course: [{ at: '12月24日', what: '向客户退款8000元', decision: null }, HONEST.course[0]],
        result: '客户收到8000元。详见 http://evil.example。',
        remedy: '<script>alert(1)</script>',
        rootCause: '记录未说明',
        lessons: '先查物流;拨打13666666666咨询。',
        outcome: 'resolved',
      }),
    )
    const { answer } = await draft(await kept(), { notes: NOTES })
    const item = itemOf(answer)
    expect(JSON.stringify(item)).not.toMatch(/8000|李经理|12月24日|evil|script|13666666666/)
    expect(item.summary).toBe('快递十天了还没到,打电话没人接。')
    expect(item.course).toEqual([HONEST.course[0]])
    expect([item.result, item.remedy, item.rootCause]).toEqual(['〔待补充〕', '〔待补充〕', '〔待补充〕'])
    expect(item.lessons).toBe('先查物流;')
    // Without a result that stands, what it says of the outcome is worth nothing.
    expect(item.outcome).toBe('partly')
    for (const finding of [
      'summary refused',
      'course.0.what refused',
      'result refused',
      'remedy refused',
      'lessons refused',
      'outcome assumed',
    ])
      expect(kinds(answer)).toContain(finding)
  })

  it('stays what people said', async () => {
    const { draft } = await appWith(ground.drafting)
    const said = {
      notes: NOTES,
      title: '快递漏分拣',
      result: '客户不接受',
      outcome: 'failed' as const,
      lessons: '早查',
    }
    expect(itemOf((await draft(await kept(), said)).answer)).toMatchObject({
      title: '快递漏分拣',
      result: '客户不接受',
      outcome: 'failed',
      lessons: '早查',
      remedy: HONEST.remedy,
    })
  })

  it.each([
    ['obeys whatever stands in the text', () => obedient()],
    ['is cut short', () => truncated()],
    ['says half a character', () => ok({ ...HONEST, summary: '快递十天了还没到\u0000\ud83d' })],
  ])('is a sound draft where the model %s', async (_, behaviour) => {
    const { draft } = await appWith(ground.drafting)
    ground.upstream.behave(behaviour())
    const { status, answer } = await draft(await kept(), { notes: NOTES })
    expect(status).toBe(201)
    expect(JSON.stringify(itemOf(answer))).not.toMatch(/script>|evil\.example|案例库的编辑|\\u0000|\\ud83d/)
  })

  it('is made of the record where the model is down, late or not to be asked', async () => {
    const { draft } = await appWith(ground.drafting)
    await ground.upstream.down()
    try {
      const { status, answer } = await draft(await kept())
      expect([status, answer.engine.name, answer.engine.reasons]).toEqual([201, 'local', ['llm-unreachable']])
      expect(itemOf(answer).summary).toContain('快递十天')
    } finally {
      await ground.upstream.up()
    }
    const injected = await kept({ flags: { ...decision.flags, injectionSuspected: true } })
    expect((await draft(injected)).answer.engine.reasons).toEqual(['injection-suspected'])
    expect((await draft(await kept(), { engine: 'local' })).answer.engine.reasons).toEqual(['not-asked'])
    expect(ground.upstream.seen).toEqual([])
  })

  it('leaves no word of the complaint in the log', async () => {
    const { draft, logs } = await appWith(ground.drafting)
    await draft(await kept(), { notes: NOTES })
    expect(JSON.stringify(logs)).not.toMatch(/快递|分拣|20元/)
    expect(logs.at(-1)!.fields).toMatchObject({ made: 'created', engine: 'llm' })
  })
})
