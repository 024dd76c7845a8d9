import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { aScript } from '../../test/harness/records.ts'
import { type Script, scriptSchema } from '../domain/knowledge.ts'
import { packagePath } from '../node/paths.ts'
import { readKnowledgeRules, readPolicy, readReplyRules } from '../node/policy-files.ts'
import { createLibraryCheck } from './library-check.ts'
import { createReplyChecker } from './replies/check-reply.ts'

const [rules, replyRules] = await Promise.all([readKnowledgeRules(), readReplyRules()])
async function checkUnder(...policies: string[]) {
  const policy = await readPolicy(policies)
  return createLibraryCheck({ policy, rules, checkReply: createReplyChecker({ rules: replyRules, policy }) })
}
const check = await checkUnder()
const shipped = readFileSync(packagePath('fixtures/scripts.jsonl'), 'utf8')
  .split('\n')
  .filter((line) => line.trim() !== '')
  .map((line): Script => scriptSchema.parse(JSON.parse(line)))

const found = (over: Partial<Script>) =>
  check([aScript({ id: 'script-one', ...over })]).map((f) => [f.rule, f.field, f.quote])
const says = (text: string, over: Partial<Script> = {}) => found({ text, slots: [], ...over })

describe('the whole library (E3, S3)', () => {
  it.each([[[]], [['banking']], [['logistics']]])('what ships has no finding under %s', async (policies) => {
    expect(shipped.length).toBeGreaterThan(80)
    expect((await checkUnder(...policies))(shipped)).toEqual([])
  })

  it('holds the limit and the sums of a script against the power of its audience', () => {
    expect(found({ maxPromiseYuan: 2000 })).toEqual([])
    expect(found({ maxPromiseYuan: 2001 })).toEqual([['limit-over-powers', 'maxPromiseYuan', null]])
    expect(found({ maxPromiseYuan: 2001, audience: 'supervisor' })).toEqual([])
    expect(found({ maxPromiseYuan: 1e6, audience: 'management' })).toEqual([])
    const text = '您好,抱歉,我为您申请五千五百元的补偿,明天前答复您。'
    expect(says(text)).toContainEqual(['sum-over-powers', 'text', '五千五百元'])
    expect(says(text, { audience: 'supervisor' })).toContainEqual(['sum-over-powers', 'text', '五千五百元'])
    expect(says(text, { audience: 'management' })).toEqual([])
    expect(says('您好,抱歉,我为您申请1500元以内的优惠券,明天前答复您。')).toEqual([])
  })

  it('a slot for a promised sum needs a limit', () => {
    const over = { text: '{客户称呼},为您申请{补偿金额}元以内的优惠券。', slots: ['客户称呼', '补偿金额'] }
    expect(found(over)).toEqual([['promise-without-limit', 'maxPromiseYuan', '{补偿金额}']])
    expect(found({ ...over, maxPromiseYuan: 200 })).toEqual([])
  })

  it('finds what nobody may say', () => {
    expect(says('您好,我保证明天一定给您解决。').map(([rule]) => rule)).toContain('guarantee')
    expect(says('您好,这次是我们的责任,是我们的错。').map(([rule]) => rule)).toContain('liability')
    expect(says('请先删帖,我们再谈。').map(([rule]) => rule)).toContain('journalist')
    expect(says('有事打我手机13812345678。').map(([rule]) => rule)).toContain('personal-data')
  })

  it('finds slots that would go out unfilled', () => {
    expect(says('{客户称呼},抱歉。')).toEqual([['missing-slot', 'slots', '客户称呼']])
    expect(found({ text: '您好,抱歉。' })).toEqual([['idle-slot', 'slots', '客户称呼']])
    expect(says('{客户称呼,抱歉。')).toEqual([['broken-slot', 'text', '{客户称呼,抱歉。']])
    expect(says('您好,XX商品已登记,____前答复。')).toEqual([
      ['blank', 'text', 'XX'],
      ['blank', 'text', '____'],
    ])
  })

  it('finds a slot whose words beside it say that it means something else', () => {
    const slots = ['承诺时间']
    expect(says('您好,预计{承诺时间}前送到。', { slots })).toEqual([['misnamed-slot', 'slots', '承诺时间']])
    expect(says('您好,{承诺时间}前给您答复。', { slots })).toEqual([])
    expect(says('Sorry. We offer a voucher of up to {amount} yuan.', { slots: ['amount'] })).toEqual([
      ['misnamed-slot', 'slots', 'amount'],
    ])
  })

  it('finds a script that says what it warns of, and names the script with every finding', () => {
    expect(says('您先冷静一下,我来办。', { avoid: ['您先冷静一下'] })).toContainEqual([
      'avoided',
      'text',
      '您先冷静一下',
    ])
    const list = check([aScript({ id: 'script-good' }), aScript({ id: 'script-bad', maxPromiseYuan: 9999 })])
    expect(list).toMatchObject([{ id: 'script-bad', zh: expect.stringContaining('权限'), en: expect.any(String) }])
  })
})
