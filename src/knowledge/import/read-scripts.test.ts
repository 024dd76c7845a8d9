import { describe, expect, it } from 'vitest'
import { readIn } from '../../../test/harness/read-uploads.ts'

describe('scripts', () => {
  it('reads one in Markdown: band, slots in any braces, what is not to be said', () => {
    const { items } = readIn(
      'a.md',
      `# 话术:破损件客户情绪激动
适用类型:运输/配送损坏、TD-12
客户情绪:4级以上
阶段:降温
行业:快递
可见范围:主管
承诺上限:2,000元
## 话术内容
{客户称呼},东西碎了换谁都生气。{{赔付金额}}元今天到账。
## 不要说
- 没保价不赔
- 您先冷静
`,
    )
    expect(items).toMatchObject([
      {
        kind: 'script',
        findings: [],
        item: {
          scene: '破损件客户情绪激动',
          codes: ['SP-09', 'TD-12'],
          emotionMin: 4,
          emotionMax: 5,
          stage: 'deescalate',
          domain: 'logistics',
          audience: 'supervisor',
          text: '{客户称呼},东西碎了换谁都生气。{赔付金额}元今天到账。',
          slots: ['客户称呼', '赔付金额'],
          avoid: ['没保价不赔', '您先冷静'],
          maxPromiseYuan: 2000,
        },
      },
    ])
  })

  it('reads a band in words, a family for codes, and warns of a blank without a name', () => {
    const rows = '场景,适用编码,情绪,阶段,话术,上限金额\n退款催问,交易纠纷,平静到不满,回访,XX先生您好,看情况\n'
    const { items } = readIn('a.csv', rows)
    expect(items[0]!.item).toMatchObject({
      codes: [],
      families: ['TD'],
      emotionMin: 1,
      emotionMax: 2,
      stage: 'followup',
    })
    expect(items[0]!.findings.map((f) => [f.severity, f.rule])).toEqual([
      ['warning', 'unnamed-slot'],
      ['note', 'default'],
      ['error', 'bad-amount'],
    ])
  })

  it('names a stage and an emotion that it does not know', () => {
    const { items } = readIn('a.csv', '场景,适用编码,情绪,阶段,话术\n催问,TD-06,七级,午休,您好;马上查\n')
    expect(items[0]!.findings.filter((f) => f.severity === 'error').map((f) => f.rule)).toEqual([
      'bad-emotion',
      'unknown-stage',
    ])
  })
})
