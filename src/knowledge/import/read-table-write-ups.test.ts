import { beforeAll, describe, expect, it } from 'vitest'
import { makeXlsx } from '../../../test/harness/make-xlsx.ts'
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
const read = (name: string, bytes: Uint8Array) => readUpload({ name, bytes }, words, policy)
const utf8 = (text: string) => new TextEncoder().encode(text)

const CHINESE = [
  '序号,案例名称,投诉类型,严重程度,所属行业,产品名称,责任部门,发生时间,投诉渠道,客户反映,处理过程,原因分析,处理状态,处理结果,补偿情况,关键节点,经验教训,适用范围,法律依据,客户电话,天气',
  '1,洗发水致头皮过敏,安全隐患,一级,零售,洗发水,质量安全部、客服部,2025-03-01,电话,用了两次头皮红肿去了医院。,第0天 客户来电;决定:先垫医药费;第1天 送检,香精超标。,已解决,全额赔付医药费,医药费860元,先垫付,先治后查,管理层,《产品质量法》第四十三条,13812345678,晴',
  '2,会员价没有生效,会员价失效,轻微,超市,,市场部,2025/3/2,小程序,"结账时没有按会员价,\n收银员说系统问题。","3月2日:客户留言\n3月3日:补差价,决定:系统修复前人工核价",价格表晚更新,解决,补回差价,差价12元,人工核价,价签和系统同一时间改,一线;全员,,,雨',
  '3,快递员辱骂客户,RL-06,Ⅱ级,快递,,营运部/法务部,25年3月3日,热线,催件时被快递员骂。,"1. 3月3日 客户来电\n2. 3月4日 快递员书面道歉",没有情绪管理培训,部分解决,客户接受道歉但要求开除,道歉信,当天停岗,停岗先于调查,主管,快递暂行条例第三十四条,13912345678,',
].join('\n')

const EXPECTED: Partial<CaseWriteUp>[] = [
  {
    title: '洗发水致头皮过敏',
    code: 'PQ-08',
    level: 1,
    domain: 'retail',
    product: '洗发水',
    departments: ['质量安全部', '客服部'],
    occurredOn: '2025-03-01',
    channel: 'phone',
    summary: '用了两次头皮红肿去了医院。',
    course: [
      { at: '第0天', what: '客户来电', decision: '先垫医药费' },
      { at: '第1天', what: '送检', decision: null },
    ],
    rootCause: '香精超标。',
    outcome: 'resolved',
    remedy: '医药费860元',
    audience: 'management',
    sources: ['产品质量法第四十三条'],
  },
  {
    code: 'TD-03',
    level: 3,
    domain: 'retail',
    product: null,
    channel: 'wechat',
    occurredOn: '2025-03-02',
    summary: '结账时没有按会员价,\n收银员说系统问题。',
    course: [
      { at: '3月2日', what: '客户留言', decision: null },
      { at: '3月3日', what: '补差价', decision: '系统修复前人工核价' },
    ],
    outcome: 'resolved',
    audience: 'frontline',
  },
  {
    code: 'RL-06',
    level: 2,
    domain: 'logistics',
    departments: ['营运部', '法务部'],
    occurredOn: '2025-03-03',
    course: [
      { at: '3月3日', what: '客户来电', decision: null },
      { at: '3月4日', what: '快递员书面道歉', decision: null },
    ],
    outcome: 'partly',
    audience: 'supervisor',
    sources: ['快递暂行条例第三十四条'],
  },
]

describe('a table with a case in each row', () => {
  it('reads Chinese columns, lists in cells, and says which columns it did not read', () => {
    const { items, files } = read('三月案例.csv', utf8(CHINESE))
    expect(items.map((i) => [i.kind, i.file, i.row])).toEqual([
      ['case', '三月案例.csv', 2],
      ['case', '三月案例.csv', 3],
      ['case', '三月案例.csv', 4],
    ])
    for (const [i, item] of items.entries()) expect(item.item).toMatchObject(EXPECTED[i]!)
    expect(items.flatMap((i) => i.findings.filter((f) => f.severity === 'error'))).toEqual([])
    expect(items[2]!.findings.map((f) => f.rule)).toContain('short-year')
    expect(files).toHaveLength(1)
    expect(files[0]!.findings).toMatchObject([
      { severity: 'note', rule: 'unknown-column', problem: { zh: '不认识的列,没有读取:天气' } },
      { severity: 'note', rule: 'personal-column', problem: { zh: '含个人信息的列,没有收入:客户电话' } },
    ])
  })

  it('reads the same with tabs, in UTF-16', () => {
    const rows = CHINESE.split('\n').slice(0, 2).join('\n')
    const tabs = Buffer.from(`\ufeff${rows.replaceAll(',', '\t')}`, 'utf16le')
    expect(read('a.tsv', tabs).items[0]!.item).toMatchObject(EXPECTED[0]!)
  })

  it('reads a workbook of two sheets, cases and scripts, with dates as cells and a title above the columns', () => {
    const book = makeXlsx(
      [
        {
          name: '案例',
          rows: [
            ['2025年一季度案例汇编'],
            [
              'Title',
              'Complaint type',
              'Severity',
              'Sector',
              'Date',
              'Summary',
              'Timeline',
              'Root cause',
              'Outcome',
              'Result',
              'Remedy',
              'Turning point',
              'Lessons',
              'Team',
              'Via',
              'Visible to',
            ],
            [
              'Gift card balance gone',
              'coupon',
              'Important',
              'Retail',
              { xml: '<c s="1"><v>45730</v></c>' },
              'The balance of a gift card was gone on the first use.',
              'Day 0 10:15 Customer calls. Decision: freeze the card; Day 2 Balance restored',
              'Card numbers could be guessed.',
              'Partially resolved',
              'Balance restored, customer asks for interest.',
              '500 yuan restored',
              'The card was frozen at once.',
              'Freeze first.',
              'Marketing; Finance',
              'Walk-in',
              'team leaders',
            ],
          ],
        },
        {
          name: '话术',
          rows: [
            ['场景', '适用编码', '情绪', '阶段', '正文', '禁用语', '上限金额', '可见范围'],
            [
              '退款延迟,安抚并给时间',
              'TD-06;TD-04',
              '2-3',
              '安抚',
              '{客户称呼}您好,退款{金额}元预计{到账时间}到账。',
              '等着吧;系统就这样',
              '200元以内',
              '一线',
            ],
          ],
        },
      ],
      { styles: ['yyyy-mm-dd'] },
    )
    const { items, files } = read('book.xlsx', book)
    expect(items).toHaveLength(2)
    expect(items[0]).toMatchObject({
      kind: 'case',
      row: 3,
      item: {
        title: 'Gift card balance gone',
        code: 'TD-07',
        level: 2,
        domain: 'retail',
        occurredOn: '2025-03-14',
        channel: 'onsite',
        departments: ['Marketing', 'Finance'],
        course: [
          { at: 'Day 0 10:15', what: 'Customer calls.', decision: 'freeze the card' },
          { at: 'Day 2', what: 'Balance restored', decision: null },
        ],
        outcome: 'partly',
        audience: 'supervisor',
        lang: 'en',
      },
    })
    expect(items[1]).toMatchObject({
      kind: 'script',
      row: 2,
      findings: [],
      item: {
        scene: '退款延迟,安抚并给时间',
        codes: ['TD-06', 'TD-04'],
        families: [],
        emotionMin: 2,
        emotionMax: 3,
        stage: 'empathy',
        slots: ['客户称呼', '金额', '到账时间'],
        avoid: ['等着吧', '系统就这样'],
        maxPromiseYuan: 200,
        audience: 'frontline',
        domain: null,
        lang: 'zh',
      },
    })
    expect(files.map((f) => f.how)).toEqual(['xlsx, sheet 案例', 'xlsx, sheet 话术'])
  })

  it('reads a form, labels in one column and values in the next, as one case', () => {
    const rows = [
      '标题,房间漏水无人处理',
      '类型,SP-15',
      '等级,三级',
      '时间,2025年1月20日',
      '部门,工程部',
      '客户反映,天花板滴水到床上',
      '处理经过,21:00 客人来电;21:40 换房',
      '原因,空调冷凝管堵塞',
      '解决情况,已解决',
      '处理结果,换房并免一晚',
      '补偿,免一晚房费',
      '转折点,先换房再修',
      '教训,雨季前清管',
    ].join('\n')
    const { items } = read('form.csv', utf8(rows))
    expect(items).toHaveLength(1)
    expect(items[0]).toMatchObject({
      row: null,
      item: {
        title: '房间漏水无人处理',
        code: 'SP-15',
        occurredOn: '2025-01-20',
        departments: ['工程部'],
        course: [
          { at: '21:00', what: '客人来电', decision: null },
          { at: '21:40', what: '换房', decision: null },
        ],
        outcome: 'resolved',
      },
    })
    expect(items[0]!.findings.filter((f) => f.severity === 'error')).toEqual([])
  })

  it('takes a cell that begins like a formula for text, with or without the apostrophe of an export', () => {
    const rows = ['标题,类型,投诉内容,教训', `"=HYPERLINK(""http://x"",""y"")",TD-06,'+86 开头的号码来电,-先核实`].join(
      '\n',
    )
    const { items } = read('a.csv', utf8(rows))
    expect(items[0]!.item).toMatchObject({
      title: '=HYPERLINK("http://x","y")',
      summary: '+86 开头的号码来电',
      lessons: '-先核实',
    })
  })

  it('refuses a table whose columns it does not know, and names them', () => {
    const { items, files } = read('a.csv', utf8('甲,乙,丙\n1,2,3'))
    expect(items).toEqual([])
    expect(files[0]!.findings).toMatchObject([
      { severity: 'error', rule: 'no-columns', problem: { zh: '认不出列名:甲、乙、丙' } },
    ])
  })

  it('says of a table with too few columns that it knows which it does know', () => {
    const { items, files } = read('a.csv', utf8('标题,等级,甲\n漏水,2,x'))
    expect(items).toEqual([])
    expect(files[0]!.findings).toMatchObject([
      {
        severity: 'error',
        rule: 'few-columns',
        problem: {
          zh: '只认得 2 列(标题、等级),至少要 3 列;不认识:甲',
          en: 'only 2 of its columns are known (标题, 等级), and 3 are needed; not known: 甲',
        },
      },
    ])
  })

  it('masks what a column of telephones holds as a telephone and no name, wherever else it stands', () => {
    const rows =
      '标题,类型,投诉内容,客户姓名,联系电话,证件号\n漏水,PQ-01,陈小五(6234-5678、13812345678)证件 440101199001011 要求换机,陈小五,6234-5678,440101199001011'
    const { items } = read('a.csv', utf8(`${rows}\n退款,TD-06,回拨 139****5678 无人接,,139****5678,`))
    expect(items.map((i) => (i.item as { summary: string }).summary)).toEqual([
      '〔姓名1〕(〔电话1〕、〔电话2〕)证件 〔卡号1〕 要求换机',
      '回拨 〔电话1〕 无人接',
    ])
    expect(items[1]!.findings.find((f) => f.rule === 'personal-data')?.problem.zh).toContain('(电话)')
  })

  it('names the row that it repeats', () => {
    const lines = CHINESE.split('\n')
    const { items } = read('a.csv', utf8([lines[0], lines[1], lines[1]].join('\n')))
    expect(items[0]!.findings.some((f) => f.rule === 'same-id')).toBe(false)
    expect(items[1]!.findings.find((f) => f.rule === 'same-id')?.problem.zh).toBe('与 a.csv第 2 行 是同一条')
  })
})
