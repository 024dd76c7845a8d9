import { describe, expect, it } from 'vitest'
import { makeDocx } from '../../../test/harness/make-docx.ts'
import { read, readIn } from '../../../test/harness/read-uploads.ts'
import type { CaseWriteUp } from '../../domain/knowledge.ts'

describe('documents', () => {
  it('reads a Word write-up whose facts stand in a table, and leaves the file’s own title for last', () => {
    const bytes = makeDocx(
      [
        { text: '快件破损拒赔引发投诉', style: 'Title' },
        {
          rows: [
            ['问题类型', 'SP-09 运输损坏', '等级', '三级'],
            ['行业', '快递', '时间', '2025年6月18日'],
            ['渠道', '公众号', '责任部门', '营运部;客服部'],
          ],
        },
        { text: '一、客户反映', style: 'Heading1' },
        '收到的花瓶碎成几块,网点说没保价不赔。',
        { text: '二、处理经过', style: 'Heading1' },
        {
          rows: [
            ['时间', '经过', '决定'],
            ['6月18日 10:00', '客户在公众号投诉', '先赔后查'],
            ['6月19日', '查监控,分拣时摔落', ''],
          ],
        },
        { text: '三、原因分析', style: 'Heading1' },
        { text: '分拣传送带落差过大', list: 'bullet' },
        { text: '网点把没保价当成不赔', list: 'bullet' },
        { text: '四、处理结果', style: 'Heading1' },
        '已解决,按实际损失赔付。',
        { text: '五、客户所得', style: 'Heading1' },
        '赔付 260 元',
        { text: '六、转折点', style: 'Heading1' },
        '主管先赔后查。',
        { text: '七、经验教训', style: 'Heading1' },
        '没保价不等于不赔。',
      ],
      { title: '会议纪要模板' },
    )
    const { items } = read('花瓶.docx', bytes)
    expect(items).toHaveLength(1)
    expect(items[0]!.findings.filter((f) => f.severity !== 'note')).toEqual([])
    expect(items[0]!.item).toMatchObject({
      title: '快件破损拒赔引发投诉',
      code: 'SP-09',
      level: 3,
      domain: 'logistics',
      channel: 'wechat',
      occurredOn: '2025-06-18',
      departments: ['营运部', '客服部'],
      course: [
        { at: '6月18日 10:00', what: '客户在公众号投诉', decision: '先赔后查' },
        { at: '6月19日', what: '查监控,分拣时摔落', decision: null },
      ],
      rootCause: '分拣传送带落差过大\n网点把没保价当成不赔',
      outcome: 'resolved',
    })
  })

  it('reads two cases of one document as two', () => {
    const one = (n: string, title: string, code: string) => `## 案例${n}:${title}
类型:${code}
等级:3
时间:2025-02-0${n === '一' ? 1 : 2}
### 投诉内容
${title}的内容。
### 处理经过
第0天:受理
### 原因
无人跟进。
### 处理结果
已解决
### 补偿
致歉信
### 转折点
有人跟进。
### 教训
要有人跟进。
`
    const { items } = readIn(
      '汇编.md',
      `# 二月案例汇编\n${one('一', '退款慢', 'TD-06')}${one('二', '态度差', 'SP-01')}`,
    )
    expect(items.map((i) => [i.row, (i.item as CaseWriteUp).title, (i.item as CaseWriteUp).code])).toEqual([
      [1, '退款慢', 'TD-06'],
      [2, '态度差', 'SP-01'],
    ])
    expect(items.flatMap((i) => i.findings.filter((f) => f.severity === 'error'))).toEqual([])
  })

  it('reads a table of cases inside a document as one case a row', () => {
    const text = `# 三月案例
| 标题 | 类型 | 等级 | 投诉内容 |
|---|---|---|---|
| 断网三天 | SP-10 | 2 | 断网三天没人来 |
| 多收年费 | TD-10 | 3 | 年费多收一百 |
`
    const { items } = readIn('三月.md', text)
    expect(items.map((i) => [i.row, i.item])).toMatchObject([
      [2, { title: '断网三天', code: 'SP-10', level: 2, domain: 'other' }],
      [3, { title: '多收年费', code: 'TD-10', summary: '年费多收一百' }],
    ])
  })

  it('finds no item in a paper that is none', () => {
    const { items, files } = readIn('会议通知.txt', '会议通知\n\n明天下午三点在二楼开会,请准时参加。')
    expect(items).toEqual([])
    expect(files[0]!.findings).toMatchObject([{ severity: 'error', rule: 'no-item' }])
  })
})
