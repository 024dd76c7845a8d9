import { describe, expect, it } from 'vitest'
import { countReplies, precisionOf, readReplies, recallOf } from '../../../test/harness/reply-scores.ts'
import type { Audience } from '../../domain/labels.ts'
import { readPolicy, readReplyRules } from '../../node/policy-files.ts'
import { createReplyChecker } from './check-reply.ts'

const check = createReplyChecker({ rules: await readReplyRules(), policy: await readPolicy([]) })
const found = (text: string, role: Audience = 'frontline') =>
  check(text, role).flatMap(({ rule, span }) => (span ? [[rule, text.slice(span.start, span.end)]] : []))
const rules = (text: string, role?: Audience) => found(text, role).map(([rule]) => rule)

describe('the labelled replies', () => {
  // Floors under what is reached. The words were written by looking at dev, where they fit too well to say anything of other
  // replies; of test only totals were seen, some dozen times.
  it.each([
    ['dev', 0.97, 0.97],
    ['test', 0.86, 0.82],
  ] as const)('%s: precision at least %d, recall at least %d', (half, precision, recall) => {
    const counts = countReplies(readReplies(half), check)
    expect(precisionOf(counts)).toBeGreaterThanOrEqual(precision)
    expect(recallOf(counts)).toBeGreaterThanOrEqual(recall)
  })
})

describe('promises beyond powers (E3)', () => {
  it.each([
    ['frontline', '我赔您2000元', false],
    ['frontline', '我赔您2001元', true],
    ['supervisor', '我赔您5000元', false],
    ['supervisor', '我赔您5,001元', true],
    ['management', '我赔您一百万元', false],
  ] as const)('%s: %s', (role, text, over) => expect(rules(text, role).includes('over-powers')).toBe(over))

  it.each([
    '补偿您1.2万',
    '给您打¥3,000的补偿款',
    '我赔您两千五',
    '赔您五千多块',
    '补偿您人民币叁仟元整',
    '我们假一赔十',
    '您的损失我们全额赔偿',
    '按您说的两万我给您一万五',
    "We'll pay you 5,000 yuan in compensation",
  ])('is one: %s', (text) => expect(rules(text)).toContain('over-powers'))

  it.each([
    '为您退回货款3,999元',
    '您要求赔偿一万元的事我已报给主管',
    '这一万元我没有权限答应',
    '您的账单是8,600元',
    '保证金五千元会原路退给您',
  ])('is none: %s', (text) => expect(rules(text)).not.toContain('over-powers'))

  it('takes the limits from the policy', async () => {
    const banking = createReplyChecker({ rules: await readReplyRules(), policy: await readPolicy(['banking']) })
    expect(banking('我给您补偿4000元', 'frontline').map((f) => f.rule)).not.toContain('over-powers')
    expect(check('我给您补偿4000元', 'frontline').map((f) => f.rule)).toContain('over-powers')
  })
})

describe('what words mean in their place', () => {
  it.each([
    ['guarantee', '我保证不会再发生', '我不能保证明天就到'],
    ['guarantee', '快递明天一定能送到', '我们一定尽力帮您催'],
    ['deadline', '钱马上就到账', '我马上为您查询'],
    ['liability', '这确实是我们的责任', '这不是我们的责任'],
    ['liability', '是我司违约', '如核实属我司违约,会依约处理'],
    ['refusal', '没办法,规定就是这样', '现金退不了,不过可以给您换一台'],
    ['journalist', '麻烦您先把视频删了', '媒体事宜由公关部门统一对接'],
    ['personal-data', '师傅电话13812345678', '您的号码138****5678,热线400-800-1234'],
    ['blame', '是您自己没看清', '系统显示您11月3日签收'],
  ] as const)('%s: «%s», not «%s»', (rule, breach, fine) => {
    expect(rules(breach)).toContain(rule)
    expect(rules(fine)).not.toContain(rule)
  })

  it('names what a whole reply lacks, and nothing where it lacks nothing', () => {
    expect(check('知道了', 'frontline').map((f) => f.rule)).toEqual(['no-apology', 'no-next-step', 'no-date'])
    expect(check('很抱歉让您久等,我今天18点前给您回电。', 'frontline')).toEqual([])
  })
})

describe('spans', () => {
  it('are of the text as it was sent, whatever its form', () => {
    const text = '  您好\u200b!😀 我向您保證,絕對不會再發生。'
    const [first] = check(text, 'frontline').filter((f) => f.rule === 'guarantee')
    expect(text.slice(first!.span!.start, first!.span!.end)).toBe('😀 我向您保證,絕對不會再發生')
  })

  it('cut whole characters and lie within the text, in order', () => {
    for (const { text, role } of readReplies('dev')) {
      const spans = check(text, role).flatMap((f) => f.span ?? [])
      expect(spans.every((s) => 0 <= s.start && s.start < s.end && s.end <= text.length)).toBe(true)
      expect(spans.map((s) => s.start)).toEqual(spans.map((s) => s.start).sort((a, b) => a - b))
    }
  })

  it('are the same every time', () => {
    const replies = readReplies('dev').slice(0, 40)
    const once = replies.map((r) => check(r.text, r.role))
    expect(
      replies
        .reverse()
        .map((r) => check(r.text, r.role))
        .reverse(),
    ).toEqual(once)
  })
})
