import { beforeAll, describe, expect, it } from 'vitest'
import type { CaseWriteUp } from '../../domain/knowledge.ts'
import type { Policy } from '../../domain/policy/parse.ts'
import type { UploadWords } from '../../domain/policy/upload-words.ts'
import { readPolicy, readUploadWords } from '../../node/policy-files.ts'
import { readUpload } from './read-upload.ts'

let words: UploadWords
let policy: Policy
beforeAll(async () => {
  words = await readUploadWords()
  policy = await readPolicy([])
})
const read = (name: string, text: string) => readUpload({ name, bytes: new TextEncoder().encode(text) }, words, policy)

interface WriteUp {
  of: string
  file: string
  text: string
  item: Partial<CaseWriteUp>
  /** Rules of the findings that are errors or warnings, in their order. */
  rules: string[]
}

const WRITE_UPS: WriteUp[] = [
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
    of: 'plain text with bracketed headings, a given id, a short year and a status of its own',
    file: 'parcel.txt',
    text: `快递丢失平板电脑

案例编号:AL-2025-07
类型:货物丢失
等级:重要
行业:快递
时间:25.6.2
渠道:12315转办
部门:物流运营部/客服部
解决情况:部分解决

【客户反映】
寄的平板丢了,查了十天没有结果。

【处理过程】
6月2日:接12315转办单
决定:当天派单
6月3日:网点承认遗失
6月5日:赔付到账

【原因】
网点没有扫描出库。

【结果】
按保价赔付,客户仍要求补偿误工。

【客户所得】
赔付3999元

【转折】
调取监控后网点才承认。

【教训】
贵重件要单独交接。`,
    item: {
      id: 'al-2025-07',
      title: '快递丢失平板电脑',
      code: 'SP-08',
      level: 2,
      domain: 'logistics',
      departments: ['物流运营部', '客服部'],
      occurredOn: '2025-06-02',
      channel: 'regulator',
      outcome: 'partly',
      course: [
        { at: '6月2日', what: '接12315转办单', decision: '当天派单' },
        { at: '6月3日', what: '网点承认遗失', decision: null },
        { at: '6月5日', what: '赔付到账', decision: null },
      ],
      remedy: '赔付3999元',
      lessons: '贵重件要单独交接。',
    },
    rules: ['short-year'],
  },
  {
    of: 'plain text with every field as a label, in another order',
    file: 'refund.txt',
    text: `标题:退款二十天未到账,客户投诉到微博
经验教训:退款超过三天没到账就要主动查流水,不要让客户等。
根本原因:退款批次卡在支付渠道,没有人盯。
投诉内容:退货早就签收了,退款二十天没到账,问一次说一次三到五天。
处理结果:当天补打款,客户删除微博。
结案状态:成功
补偿:50元无门槛券
转折点:财务直接和客户通话,给出流水号。
处理经过:第0天 客户发微博;第0天 14:00 财务查到退款卡单;决定:先行垫付;第1天 到账
问题类型:退款延迟
级别:2级
业务领域:电商
日期:2024/11/5
投诉渠道:微博
涉及部门:财务部和客服部
可见范围:一线`,
    item: {
      title: '退款二十天未到账,客户投诉到微博',
      code: 'TD-06',
      level: 2,
      domain: 'retail',
      departments: ['财务部', '客服部'],
      occurredOn: '2024-11-05',
      channel: 'social',
      summary: '退货早就签收了,退款二十天没到账,问一次说一次三到五天。',
      course: [
        { at: '第0天', what: '客户发微博', decision: null },
        { at: '第0天 14:00', what: '财务查到退款卡单', decision: '先行垫付' },
        { at: '第1天', what: '到账', decision: null },
      ],
      rootCause: '退款批次卡在支付渠道,没有人盯。',
      outcome: 'resolved',
      result: '当天补打款,客户删除微博。',
      remedy: '50元无门槛券',
      turningPoint: '财务直接和客户通话,给出流水号。',
      lessons: '退款超过三天没到账就要主动查流水,不要让客户等。',
      audience: 'frontline',
    },
    rules: [],
  },
  {
    of: 'English Markdown with months and phases',
    file: 'dishwasher.md',
    text: `# Case study: Dishwasher repaired three times, refund only after the ombudsman called

**Type:** SP-12
**Severity:** Level 2
**Industry:** Appliance
**Product:** Dishwasher DW-60
**Departments:** After-sales, Customer service and Legal
**Date:** 14 March 2025
**Channel:** Ombudsman
**Audience:** all staff

## What happened
The dishwasher failed three times in four months and the customer was told to wait for parts each time.

## Timeline
- 14 March, 10:00: The customer called for the fourth time. Decision: escalate to a supervisor.
- 17 March: The ombudsman wrote to us.
- Two days later: A refund was offered and accepted.

## Root cause
Nobody joined the three tickets into one.

## Outcome
Resolved

## Result
Full refund within a week; complaint withdrawn.

## Compensation
Full refund of 3,299 yuan and a 200 yuan voucher

## Turning point
The supervisor read all three tickets before calling back.

## Lessons learned
Offer a replacement or a refund at the second failed repair.

## Legal basis
Consumer Rights Protection Law, Article 24; E1`,
    item: {
      title: 'Dishwasher repaired three times, refund only after the ombudsman called',
      code: 'SP-12',
      level: 2,
      domain: 'appliance',
      product: 'Dishwasher DW-60',
      departments: ['After-sales', 'Customer service', 'Legal'],
      occurredOn: '2025-03-14',
      channel: 'regulator',
      course: [
        {
          at: '14 March, 10:00',
          what: 'The customer called for the fourth time.',
          decision: 'escalate to a supervisor.',
        },
        { at: '17 March', what: 'The ombudsman wrote to us.', decision: null },
        { at: 'Two days later', what: 'A refund was offered and accepted.', decision: null },
      ],
      outcome: 'resolved',
      result: 'Full refund within a week; complaint withdrawn.',
      audience: 'frontline',
      sources: ['Consumer Rights Protection Law, Article 24', 'E1'],
      lang: 'en',
    },
    rules: [],
  },
  {
    of: 'English text with capitals as headings and a failure',
    file: 'broadband.txt',
    text: `Broadband down for nine days and nobody called back

Case no: BB-0912
Complaint type: no or slow answer
Level: 3
Sector: Telecom
Occurred on: 2024-09-12
Contact channel: live chat
Department: Network operations
Status: Failed

Complaint summary
The line was dead for nine days. Every chat ended with «we will call you back» and nobody did.

Chronology
Day 1: The customer reported the fault in chat.
Day 4: A second chat was closed by a bot. Decision: none was made.
Day 9: The customer cancelled the contract.

Why it happened
Call-backs were written into free text and no queue read them.

Resolution
The customer left and was credited for nine days.

What the customer got
Nine days of fees credited

Where it went wrong
On day 1 a call-back was promised without a name or an hour.

Takeaways
A promise to call back is a task with an owner and a time.`,
    item: {
      id: 'bb-0912',
      title: 'Broadband down for nine days and nobody called back',
      code: 'SP-02',
      level: 3,
      domain: 'telecom',
      departments: ['Network operations'],
      occurredOn: '2024-09-12',
      channel: 'web',
      course: [
        { at: 'Day 1', what: 'The customer reported the fault in chat.', decision: null },
        { at: 'Day 4', what: 'A second chat was closed by a bot.', decision: 'none was made.' },
        { at: 'Day 9', what: 'The customer cancelled the contract.', decision: null },
      ],
      rootCause: 'Call-backs were written into free text and no queue read them.',
      outcome: 'failed',
      result: 'The customer left and was credited for nine days.',
      turningPoint: 'On day 1 a call-back was promised without a name or an hour.',
      lang: 'en',
    },
    rules: [],
  },
  {
    of: 'a course in one paragraph of prose',
    file: 'hotel.md',
    text: `# 酒店噪音投诉处置失当
类型:现场环境、设施、噪音
等级:一般
行业:酒店
时间:2024年12月24日晚
渠道:门店
## 背景
客人入住后楼上施工到半夜,两次打前台没人管。
## 经过
12月24日22:30,客人致电前台。前台说知道了,没有上楼。12月24日23:50,客人第二次致电,决定:值班经理上楼查看。次日早上,客人退房并在平台留差评。
## 原因
夜班没有停工的权限。
## 结果
客人拒绝调解,未解决。
## 赔付
免一晚房费
## 失误点
第一次来电没有上楼。
## 反思
夜间噪音十分钟内必须有人到场。`,
    item: {
      title: '酒店噪音投诉处置失当',
      code: 'SP-15',
      level: 3,
      domain: 'hotel',
      occurredOn: '2024-12-24',
      channel: 'onsite',
      summary: '客人入住后楼上施工到半夜,两次打前台没人管。',
      course: [
        { at: '12月24日22:30', what: '客人致电前台。前台说知道了,没有上楼。', decision: null },
        { at: '12月24日23:50', what: '客人第二次致电', decision: '值班经理上楼查看。' },
        { at: '次日早上', what: '客人退房并在平台留差评。', decision: null },
      ],
      outcome: 'failed',
      remedy: '免一晚房费',
      turningPoint: '第一次来电没有上楼。',
      departments: ['门店与设施部'],
    },
    rules: ['guessed'],
  },
  {
    of: 'a table of basic facts and a table of the course',
    file: 'bank.md',
    text: `# 信用卡盗刷两小时内止付
| 项目 | 内容 | 项目 | 内容 |
|---|---|---|---|
| 问题类型 | RL-11 | 严重等级 | Ⅰ级 |
| 所属行业 | 银行 | 受理渠道 | 热线 |
| 发生日期 | 2025-01-08 | 主责部门 | 风险管理部 |
## 案情概述
客户半夜收到五笔境外消费短信,合计六万元。
## 处理时间线
| 时间 | 事项 | 决定 |
|---|---|---|
| 01:12 | 客户来电报盗刷 | 先止付再核身份 |
| 01:20 | 发现五笔境外交易 |  |
| 次日 10:00 | 发起拒付 | 先行垫付 |
## 根因
卡号在境外网站泄露。
## 处理结果
圆满解决
追回全部款项。
## 补救措施
全额垫付,免费换卡
## 转折点
先止付再核身份。
## 经验
止付优先于核实。`,
    item: {
      title: '信用卡盗刷两小时内止付',
      code: 'RL-11',
      level: 1,
      domain: 'bank',
      channel: 'phone',
      occurredOn: '2025-01-08',
      departments: ['风险管理部'],
      course: [
        { at: '01:12', what: '客户来电报盗刷', decision: '先止付再核身份' },
        { at: '01:20', what: '发现五笔境外交易', decision: null },
        { at: '次日 10:00', what: '发起拒付', decision: '先行垫付' },
      ],
      outcome: 'resolved',
      result: '圆满解决\n追回全部款项。',
    },
    rules: [],
  },
  {
    of: 'a course with headings of its own for days',
    file: 'insurance.md',
    text: `# 车险理赔拖延四十天
## 基本信息
编码:TD-12
等级:2
领域:保险
日期:2024.7.1
来源:电子邮件
责任单位:理赔部;客服部
## 案例概述
定损后四十天不赔付,来回要材料。
## 处理经过
### 7月1日
09:00 客户邮件投诉
15:30 主管调卷;决定:一次性告知所缺材料
### 7月3日 上午
客户补齐材料
### 7月6日
赔款到账。
## 成因
材料清单分三次告知。
## 处理结论
赔款足额支付。
## 结案情况
已结案
## 补偿情况
无
## 关键转折
一次性告知。
## 改进措施
首次告知即列全清单。`,
    item: {
      title: '车险理赔拖延四十天',
      code: 'TD-12',
      level: 2,
      domain: 'insurance',
      channel: 'email',
      departments: ['理赔部', '客服部'],
      occurredOn: '2024-07-01',
      course: [
        { at: '7月1日 09:00', what: '客户邮件投诉', decision: null },
        { at: '7月1日 15:30', what: '主管调卷', decision: '一次性告知所缺材料' },
        { at: '7月3日 上午', what: '客户补齐材料', decision: null },
        { at: '7月6日', what: '赔款到账。', decision: null },
      ],
      outcome: 'resolved',
      remedy: '无',
      lessons: '首次告知即列全清单。',
    },
    rules: [],
  },
  {
    of: 'steps without times, named by what was done',
    file: 'gym.txt',
    text: `健身房关门,会员退费无门

一、基本情况
投诉类型:RL-01
定级:二级
所属行业:零售
案例时间:二〇二四年十月八日
投诉方式:到店
处理部门:法务合规部

二、投诉事由
健身房突然关门,剩余会费一千八百元退不了。

三、处置经过
受理:登记四十名会员信息
核实:确认门店转让协议有会员条款
协调:与受让方谈妥续卡
决定:愿退的由总部垫付

四、投诉原因
转让前没有通知会员。

五、办理结果
三十二人续卡,八人退费,全部办结。

六、赔偿方案
续卡者延长两个月

七、拐点
总部同意垫付。

八、案例启示
转让前先安置会员。依据《消费者权益保护法》第五十三条、《单用途商业预付卡管理办法(试行)》。`,
    item: {
      title: '健身房关门,会员退费无门',
      code: 'RL-01',
      level: 2,
      occurredOn: '2024-10-08',
      channel: 'onsite',
      departments: ['法务合规部'],
      course: [
        { at: '受理', what: '登记四十名会员信息', decision: null },
        { at: '核实', what: '确认门店转让协议有会员条款', decision: null },
        { at: '协调', what: '与受让方谈妥续卡', decision: '愿退的由总部垫付' },
      ],
      outcome: 'resolved',
      sources: ['消费者权益保护法第五十三条', '单用途商业预付卡管理办法(试行)'],
    },
    rules: ['guessed'],
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
    of: 'English Markdown with a table for the course and words of its own',
    file: 'rail.md',
    text: `---
Case ID: RAIL-2024-031
Priority: P3
Industry: Travel
Service: Sleeper berth
Via: email
Visible to: management
Incident date: Oct 8, 2024
---
# Passenger with a broken leg given an upper berth

## Background
A passenger with a plaster cast had booked a lower berth and was given an upper one; the conductor would not swap it.

## Chronology
| When | Event | Decision |
|---|---|---|
| 21:10 | Passenger boards and asks for a swap | none |
| 21:40 | Conductor finds a lower berth | swap at once |
| Next day | Passenger writes to customer service | |

## Issue type
RL-07; attitude

## Analysis
The booking system drops the note on mobility when a train is re-formed.

## Conclusion
Settled. The passenger accepted an apology and the price difference.

## Goodwill
Difference of 86 yuan and a written apology

## Pivotal moment
The conductor walked through the train and found a berth himself.

## What we learned
A note on mobility must survive a change of train.

## Team
Rolling stock and Customer service
`,
    item: {
      id: 'rail-2024-031',
      title: 'Passenger with a broken leg given an upper berth',
      code: 'RL-07',
      codes: ['RL-07', 'SP-01'],
      level: 3,
      domain: 'travel',
      product: 'Sleeper berth',
      departments: ['Rolling stock', 'Customer service'],
      occurredOn: '2024-10-08',
      channel: 'email',
      course: [
        { at: '21:10', what: 'Passenger boards and asks for a swap', decision: 'none' },
        { at: '21:40', what: 'Conductor finds a lower berth', decision: 'swap at once' },
        { at: 'Next day', what: 'Passenger writes to customer service', decision: null },
      ],
      outcome: 'resolved',
      remedy: 'Difference of 86 yuan and a written apology',
      audience: 'management',
      lang: 'en',
    },
    rules: [],
  },
  {
    of: 'a paper of an office: chapters, brackets, a title in marks, labels with blanks',
    file: 'property.txt',
    text: `《电梯停运二十天,业主集体投诉》

第一部分 基本情况

事 由 类 型:SP-15
严重级别:2 级
所属行业:物业
受理时间:2025 年 1 月 6 日
来 源:12345
主责部门:工程部;协办部门:客服部

第二部分 案情概述

三号楼电梯坏了二十天,老人下不了楼,业主群里已有八十多户签名。

第三部分 处理过程

(一)1月6日,接到12345工单,当日派人到场。
(二)1月8日,厂家报价三万元,业委会不同意动用维修资金。决定:物业先垫付。
(三)1月15日,电梯恢复运行。

第四部分 根本原因

维保合同到期没有续签。

第五部分 处理结果

基本解决。电梯恢复,业主对物业费减免仍有异议。

第六部分 补救措施

减免当月物业费

第七部分 关键节点

物业同意先垫付。

第八部分 经验启示

维保合同到期前六十天提醒。`,
    item: {
      title: '电梯停运二十天,业主集体投诉',
      level: 2,
      domain: 'property',
      departments: ['工程部', '客服部'],
      occurredOn: '2025-01-06',
      channel: 'regulator',
      course: [
        { at: '1月6日', what: '接到12345工单,当日派人到场。', decision: null },
        { at: '1月8日', what: '厂家报价三万元,业委会不同意动用维修资金。', decision: '物业先垫付。' },
        { at: '1月15日', what: '电梯恢复运行。', decision: null },
      ],
      outcome: 'partly',
      lessons: '维保合同到期前六十天提醒。',
    },
    rules: [],
  },
  {
    of: 'headings as questions, the end told before the beginning',
    file: 'seed.md',
    text: `# 水稻种子出苗率低,四十户农户要求赔偿

> 等级:一级 | 渠道:上门 | 日期:2024/4/20 | 行业:零售

## 结果怎么样
失败。四十户中有九户起诉。

## 客户拿到了什么
种子款退还

## 发生了什么
播种半个月出苗不到三成,农户抬着秧盘到门店。

## 怎么处理的
- 4月20日 门店收下秧盘,没有登记
- 4月28日 农户第二次上门,决定:送检
- 5月10日 检测报告出来,芽率 61%

## 为什么会这样
仓库受潮,没有复检芽率。

## 在哪里转折
第一次上门没有封样。

## 学到了什么
农资投诉当天封样送检。

## 类型
PQ-01

## 谁负责
农资部`,
    item: {
      title: '水稻种子出苗率低,四十户农户要求赔偿',
      code: 'PQ-01',
      level: 1,
      channel: 'onsite',
      occurredOn: '2024-04-20',
      departments: ['农资部'],
      summary: '播种半个月出苗不到三成,农户抬着秧盘到门店。',
      course: [
        { at: '4月20日', what: '门店收下秧盘,没有登记', decision: null },
        { at: '4月28日', what: '农户第二次上门', decision: '送检' },
        { at: '5月10日', what: '检测报告出来,芽率 61%', decision: null },
      ],
      rootCause: '仓库受潮,没有复检芽率。',
      outcome: 'failed',
      remedy: '种子款退还',
      turningPoint: '第一次上门没有封样。',
      lessons: '农资投诉当天封样送检。',
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
    of: 'all in a few paragraphs, each begun by its label',
    file: 'net.txt',
    text: `宽带迁移三次爽约

类型:SP-14,等级:三级,行业:电信,时间:2024年11月11日,渠道:客服热线,部门:装维中心

案情:客户搬家后申请移机,约好的师傅三次没来。

经过:11月11日客户来电申请移机。11月13日师傅未到,也没有电话。11月15日第三次爽约,客户要求退网。决定:主管当晚亲自带队上门。

原因:派单没有锁定师傅的时间。

结果:当晚装好,已解决。

客户所得:两个月宽带费减免。

转折点:主管上门。

教训:爽约一次就由主管跟单。`,
    item: {
      title: '宽带迁移三次爽约',
      code: 'SP-14',
      level: 3,
      domain: 'telecom',
      occurredOn: '2024-11-11',
      channel: 'phone',
      departments: ['装维中心'],
      summary: '客户搬家后申请移机,约好的师傅三次没来。',
      course: [
        { at: '11月11日', what: '客户来电申请移机。', decision: null },
        { at: '11月13日', what: '师傅未到,也没有电话。', decision: null },
        { at: '11月15日', what: '第三次爽约,客户要求退网。', decision: '主管当晚亲自带队上门。' },
      ],
      outcome: 'resolved',
      lessons: '爽约一次就由主管跟单。',
    },
    rules: ['guessed'],
  },
]

describe('a write-up in a document', () => {
  it.each(WRITE_UPS)('$of', ({ file, text, item, rules }) => {
    const { items, files } = read(file, text)
    expect(files).toMatchObject([{ file, findings: [] }])
    expect(items).toHaveLength(1)
    expect(items[0]).toMatchObject({ kind: 'case', file, row: null, item })
    const found = items[0]!.findings.filter((f) => f.severity !== 'note')
    expect(found.map((f) => (f.rule === 'missing' ? `missing ${f.field}` : f.rule))).toEqual(rules)
  })
})
