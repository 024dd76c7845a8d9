import type { WriteUp } from './write-up.ts'

/** Write-ups whose course of events is prose, a table, headings of its own, or told after its end. */
export const COURSES: WriteUp[] = [
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
]
