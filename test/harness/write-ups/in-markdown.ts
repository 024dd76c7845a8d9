import type { WriteUp } from './write-up.ts'

/** Chinese write-ups in Markdown: what is known in front matter or in lines, the rest under headings. */
export const IN_MARKDOWN: WriteUp[] = [
  {
    of: 'Markdown with front matter in English keys and sections in Chinese',
    file: 'kettle.md',
    text: `---
title: 电热水壶漏电,客户手指被电麻
code: PQ-08
codes: [PQ-08, RL-07]
level: 1
domain: appliance
product: 电热水壶
departments: [质量安全, 客服, 法务]
occurredOn: 2025-03-14
channel: phone
audience: management
sources: [产品质量法第四十三条, E6]
---
## 投诉内容
水壶用了一周,倒水时手指一麻,把手里有水。
## 处理经过
- 第0天 09:40 客户来电,说人没事但很害怕;决定:请客户停用,当场升级
- 第0天 10:05 专班成立,调同批次出货记录;决定:全批次暂停销售
- 第2天 实验室确认把手密封圈漏装
## 根本原因
一个工位漏装密封圈,终检没有通电测试。
## 结局
已解决
## 处理结果
整批召回,客户收到退款和体检费。
## 客户所得
退款 129 元,体检费 300 元
## 转折点
接线员没有解释,先请客户停用。
## 经验教训
凡是说「麻」「电」的,先停用再问情况。`,
    item: {
      title: '电热水壶漏电,客户手指被电麻',
      code: 'PQ-08',
      codes: ['PQ-08', 'RL-07'],
      level: 1,
      domain: 'appliance',
      product: '电热水壶',
      departments: ['质量安全', '客服', '法务'],
      occurredOn: '2025-03-14',
      channel: 'phone',
      summary: '水壶用了一周,倒水时手指一麻,把手里有水。',
      course: [
        { at: '第0天 09:40', what: '客户来电,说人没事但很害怕', decision: '请客户停用,当场升级' },
        { at: '第0天 10:05', what: '专班成立,调同批次出货记录', decision: '全批次暂停销售' },
        { at: '第2天', what: '实验室确认把手密封圈漏装', decision: null },
      ],
      rootCause: '一个工位漏装密封圈,终检没有通电测试。',
      outcome: 'resolved',
      result: '整批召回,客户收到退款和体检费。',
      remedy: '退款 129 元,体检费 300 元',
      turningPoint: '接线员没有解释,先请客户停用。',
      lessons: '凡是说「麻」「电」的,先停用再问情况。',
      audience: 'management',
      sources: ['产品质量法第四十三条', 'E6'],
      lang: 'zh',
    },
    rules: [],
  },
  {
    of: 'Markdown with numbered headings and labelled lines, two on one line',
    file: 'fridge.md',
    text: `# 案例:冰箱三次维修未果,客户扬言曝光

- 问题类型:PQ-01 功能缺陷
- 严重程度:二级(重要/严重)
- 行业:家电;渠道:电话
- 发生时间:2025年3月14日
- 责任部门:售后维修部、客服部

## 一、案情简介
客户反映冰箱买回来两个月不制冷,修了三次。
## 二、处理经过
1. 3月14日 09:40,客户第四次来电要求退货;决定:并案处理
2. 3月15日上午,技师上门检测,确认压缩机漏氟(决定:当场换新机)
3. 3月18日 回访,客户满意。
## 三、原因分析
前三次只加氟,没有查漏。
## 四、处理结果
已解决。换新机一台。
## 五、补偿
200元家电清洗券
## 六、关键节点
主管并单后派资深技师。
## 七、启示
第二次报修就并单。`,
    item: {
      title: '冰箱三次维修未果,客户扬言曝光',
      code: 'PQ-01',
      level: 2,
      domain: 'appliance',
      product: null,
      departments: ['售后维修部', '客服部'],
      occurredOn: '2025-03-14',
      channel: 'phone',
      course: [
        { at: '3月14日 09:40', what: '客户第四次来电要求退货', decision: '并案处理' },
        { at: '3月15日上午', what: '技师上门检测,确认压缩机漏氟', decision: '当场换新机' },
        { at: '3月18日', what: '回访,客户满意。', decision: null },
      ],
      outcome: 'resolved',
      result: '已解决。换新机一台。',
      turningPoint: '主管并单后派资深技师。',
      lessons: '第二次报修就并单。',
      audience: 'supervisor',
    },
    rules: [],
  },
  {
    of: 'front matter in Chinese with lists, and a course as maps',
    file: 'loan.md',
    text: `---
标题: 提前还款被收违约金
问题类型: [TD-10, SP-11]
级别: 三级
行业: 银行
日期: 2025-02-11
渠道: APP
部门: [个贷部, 消保部]
结案状态: 已办结
可见对象: 全员
处理经过:
  - { 时间: 2月11日, 经过: 客户在应用内投诉, 决定: 调合同 }
  - { 时间: 2月13日, 经过: 合同没有写违约金, 决定: 全额退还 }
---
## 客户诉求
提前还款被扣三千元违约金,合同里没有这一条。
## 原因
系统按旧模板收费。
## 最终处理
退还三千元。
## 补偿情况
利息十二元
## 转机
消保部看了合同原件。
## 总结
收费以合同为准。`,
    item: {
      title: '提前还款被收违约金',
      codes: ['TD-10', 'SP-11'],
      level: 3,
      domain: 'bank',
      departments: ['个贷部', '消保部'],
      channel: 'app',
      occurredOn: '2025-02-11',
      audience: 'frontline',
      outcome: 'resolved',
      course: [
        { at: '2月11日', what: '客户在应用内投诉', decision: '调合同' },
        { at: '2月13日', what: '合同没有写违约金', decision: '全额退还' },
      ],
      result: '退还三千元。',
    },
    rules: [],
  },
  {
    of: 'two things in one heading, and a heading that means nothing here',
    file: 'mixed.md',
    text: `# 课程退费扯皮
类型:TD-08
等级:三级
行业:教育
时间:2024-08-20
渠道:微信
部门:教务部
## 客户诉求及背景
要求退剩余课时费。
## 处理过程和跟进情况
8月20日 家长在公众号留言
8月25日 退费到账
## 天气
当日大雨。
## 原因分析与反思
合同没有写退费公式。
## 处理结果说明
顺利解决
## 补偿方案
退回 2,400 元
## 关键节点
财务给出算式。
## 经验教训与改进措施
合同写明退费公式。`,
    item: {
      code: 'TD-08',
      domain: 'education',
      channel: 'wechat',
      summary: '要求退剩余课时费。',
      course: [
        { at: '8月20日', what: '家长在公众号留言', decision: null },
        { at: '8月25日', what: '退费到账', decision: null },
      ],
      rootCause: '合同没有写退费公式。',
      outcome: 'resolved',
      lessons: '合同写明退费公式。',
    },
    rules: [],
  },
  {
    of: 'traditional characters',
    file: 'tour.md',
    text: `# 旅行團臨時加收費用
類型:收費不合理
等級:三級
行業:旅遊
發生時間:2024年5月2日
渠道:現場
責任部門:地接部
## 客戶反映
導遊在車上說每人再交三百元,不交就下車。
## 處理經過
5月2日:客戶現場投訴
5月3日:退還加收款項
## 原因分析
地接社私自加點。
## 處理結果
已解決,全額退還。
## 補償
每人一百元
## 轉折點
客戶出示合同。
## 經驗教訓
行前寫明不再收費。`,
    item: {
      title: '旅行團臨時加收費用',
      code: 'TD-10',
      level: 3,
      domain: 'travel',
      channel: 'onsite',
      occurredOn: '2024-05-02',
      summary: '導遊在車上說每人再交三百元,不交就下車。',
      course: [
        { at: '5月2日', what: '客戶現場投訴', decision: null },
        { at: '5月3日', what: '退還加收款項', decision: null },
      ],
      outcome: 'resolved',
      lessons: '行前寫明不再收費。',
    },
    rules: [],
  },
]
