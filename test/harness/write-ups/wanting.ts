import type { WriteUp } from './write-up.ts'

/** Write-ups in which something is missing, contradicts itself, or is not to be kept. */
export const WANTING: WriteUp[] = [
  {
    of: 'a write-up with much missing: each is named, nothing is made up',
    file: 'thin.md',
    text: `# 配送延误
时间:三月
等级:五级
类型:外星人
## 投诉内容
约好上午送,晚上才到。
## 处理结果
跟客户道了歉。`,
    item: { title: '配送延误', summary: '约好上午送,晚上才到。', result: '跟客户道了歉。', audience: 'supervisor' },
    rules: [
      'unknown-code',
      'bad-date',
      'missing rootCause',
      'missing outcome',
      'bad-level',
      'guessed',
      'missing departments',
      'missing course',
      'missing remedy',
      'missing turningPoint',
      'missing lessons',
    ],
  },
  {
    of: 'a number and a word for the level that disagree, and a day that is none',
    file: 'contradiction.md',
    text: `# 电饭煲不加热
类型:PQ-01
等级:4级(紧急)
时间:2025年2月30日
部门:售后
渠道:飞鸽
## 概述
买来第三天不加热。
## 过程
第0天:来电
## 原因
保险丝断。
## 结局
没有解决
## 结果
客户退货。
## 补偿
退款
## 转折点
没有备件。
## 教训
备足保险丝。`,
    item: {
      code: 'PQ-01',
      outcome: 'failed',
      channel: 'other',
      course: [{ at: '第0天', what: '来电', decision: null }],
    },
    rules: ['bad-date', 'level-contradiction', 'unknown-channel'],
  },
  {
    of: 'personal data under a label of its own and in the text',
    file: 'private.md',
    text: `# 外卖洒漏被拒赔
客户姓名:陈某华
联系电话:13912345678
类型:SP-09
等级:3
行业:外卖
时间:2025-04-01 12:30
渠道:APP反馈
部门:运营部
## 投诉内容
陈某华点的汤洒了一半,回拨 139 1234 5678 没人接。
## 经过
12:30 客户在应用内投诉;12:50 陈某华要求重做
## 原因
包装没有封口。
## 结果
已解决
## 客户所得
重做一份
## 关键点
当场重做。
## 启示
汤类要封口。`,
    item: {
      summary: '〔姓名1〕点的汤洒了一半,回拨 〔电话1〕 没人接。',
      domain: 'takeaway',
      channel: 'app',
      occurredOn: '2025-04-01',
      course: [
        { at: '12:30', what: '客户在应用内投诉', decision: null },
        { at: '12:50', what: '〔姓名1〕要求重做', decision: null },
      ],
      outcome: 'resolved',
      result: '已解决',
    },
    rules: ['personal-data', 'personal-data'],
  },
]
