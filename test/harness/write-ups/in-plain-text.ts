import type { WriteUp } from './write-up.ts'

/** Chinese write-ups in plain text: headings in brackets or by number, labels, chapters. */
export const IN_PLAIN_TEXT: WriteUp[] = [
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
