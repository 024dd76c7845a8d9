import { describe, expect, it } from 'vitest'
import { countReplies, precisionOf, readReplies, recallOf } from '../../../test/harness/reply-scores.ts'
import type { Audience } from '../../domain/labels.ts'
import { readPolicy, readReplyRules } from '../../node/policy-files.ts'
import { createReplyChecker } from './check-reply.ts'

// By patterns alone; with the reader: meaning.test.ts.
const check = createReplyChecker({ rules: await readReplyRules(), policy: await readPolicy([]) })
const found = (text: string, role: Audience = 'frontline') =>
  check(text, role).flatMap(({ rule, span }) => (span ? [[rule, text.slice(span.start, span.end)]] : []))
const rules = (text: string, role?: Audience) => found(text, role).map(([rule]) => rule)

describe('the labelled replies', () => {
  // Floors under what is reached (eval/replies/README.md). The words were written by looking at dev, where they fit too well
  // to say anything of other replies; of test only totals were seen.
  it.each([
    ['dev', 0.97, 0.97],
    ['held', 0.87, 0.85],
    ['test', 0.88, 0.84],
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

  it.each([
    ['blame', '您说店员讲您“买不起就别看”,这话太伤人'],
    ['blame', '我没有怪您的意思'],
    ['blame', '您再试试'],
    ['blame', '都是您自己交的钱'],
    ['deadline', '24小时内到账'],
    ['deadline', '有的客服可能会跟您说立马解决'],
    ['over-powers', '或拨打12378向监管部门反映'],
    ['over-powers', '用户要求赔偿精神损失2万元'],
    ['refusal', '这个真不行。不好意思。您可以做个公证委托'],
    ['journalist', '群里有人说记者要来'],
    ['blame', '您连着打了六个电话都没解决'],
    ['blame', '我们会从自身找原因,加强员工素质培训'],
    ['blame', 'You are entitled to a full refund'],
    ['deadline', "We're working on it right now"],
    ['deadline', '您在页面上点一下就能取消'],
    ['deadline', '收到后两小时内审完'],
    ['deadline', '骑手二十分钟就到'],
    ['deadline', '20元券今天就到账'],
    ['liability', '因我们系统升级给您造成不便'],
    ['liability', '我们会督促承运方承担责任'],
    ['liability', '您来信要求我行承认违规销售,结论尚未形成'],
    ['guarantee', '我不敢说百分百能追回来'],
    ['guarantee', '这个问题今天解决不了'],
    ['refusal', '三千五我批不了,我能给的是两百元券'],
  ] as const)('%s is not «%s»', (rule, fine) => expect(rules(fine)).not.toContain(rule))

  it.each([
    ['blame', '此次摔坏完全是因为您保管不善'],
    ['blame', '您自己记性不好忘了取件,倒来埋怨我们'],
    ['deadline', '今儿个太阳落山前,您这一屋子家具全给您退换利索'],
    ['deadline', '十分钟,就十分钟,退款、赔偿、发票全部给您弄完'],
    ['refusal', '您的要求我们不予考虑'],
    ['blame', '我说了三遍了您怎么就听不懂呢'],
    ['deadline', '天黑之前,所有路灯全部修好'],
    ['deadline', 'The lift will be repaired by tonight'],
    ['liability', '渗水系我司施工不合格引起'],
    ['liability', '我司承担事故全部责任'],
    ['liability', 'Your injury was caused by our failure to maintain the slide'],
    ['refusal', '我们不可能为您一个人破例'],
  ] as const)('%s is «%s»', (rule, breach) => expect(rules(breach)).toContain(rule))

  it.each([
    '抱歉给您带来不便,敬请谅解',
    '很抱歉。感谢您的反馈。',
    '抱歉,我司不予处理。特此告知。',
    '经核查,属于正常现象,给您添麻烦了',
    '对不起,我们始终为您提供优质服务',
  ])('names no next step: %s', (text) => expect(check(text, 'frontline').map((f) => f.rule)).toContain('no-next-step'))

  it('takes a request, an offer and a hand-over for a next step', () => {
    for (const text of ['抱歉,请您重启试试', '抱歉,我给您转到技术那边', 'Sorry! Please try reinstalling the app'])
      expect(check(text, 'frontline').map((f) => f.rule)).not.toContain('no-next-step')
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
