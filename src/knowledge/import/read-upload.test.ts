import { readdirSync, readFileSync } from 'node:fs'
import { strToU8, zipSync } from 'fflate'
import { beforeAll, describe, expect, it } from 'vitest'
import { makeDocx } from '../../../test/harness/make-docx.ts'
import type { CaseWriteUp, Script } from '../../domain/knowledge.ts'
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
const readIn = (name: string, text: string) => read(name, strToU8(text))
const fixture = (file: string) => readFileSync(new URL(`../../../fixtures/${file}`, import.meta.url))
const seeds = <T>(file: string): T[] =>
  fixture(file)
    .toString()
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))

const WHOLE = seeds<CaseWriteUp>('cases.jsonl')[0]!

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

describe('JSON', () => {
  const asJson = (value: unknown) => readIn('a.json', JSON.stringify(value)).items

  it('takes an item of the house as it is, in a list, wrapped, by kind, or a line each', () => {
    for (const items of [
      asJson([WHOLE]),
      asJson(WHOLE),
      asJson({ items: [{ kind: 'case', item: WHOLE }] }),
      asJson({ cases: [WHOLE] }),
      readIn('a.jsonl', `${JSON.stringify(WHOLE)}\n`).items,
    ])
      expect(items).toMatchObject([{ kind: 'case', item: WHOLE, findings: [] }])
  })

  it('reads Chinese keys, and a course as maps or texts', () => {
    const items = asJson({
      案例: '不读',
      标题: '甲',
      问题类型: ['TD-06', 'SP-02'],
      等级: 2,
      处理经过: [{ 时间: '第0天', 经过: '来电', 决定: '垫付' }, '第1天:到账'],
      发生时间: '2025-03-14T09:00:00+08:00',
    })
    expect(items[0]!.item).toMatchObject({
      title: '甲',
      codes: ['TD-06', 'SP-02'],
      level: 2,
      occurredOn: '2025-03-14',
      course: [
        { at: '第0天', what: '来电', decision: '垫付' },
        { at: '第1天', what: '到账', decision: null },
      ],
    })
  })

  it('reads again an item that breaks the schema, and keeps what is right in it', () => {
    const [item] = asJson({ ...WHOLE, code: 'ZZ-01', lessons: '' })
    expect(item!.findings.filter((f) => f.severity === 'error').map((f) => [f.rule, f.field])).toEqual([
      ['unknown-code', 'code'],
      ['missing', 'lessons'],
    ])
    expect(item!.item).toMatchObject({ id: WHOLE.id, course: WHOLE.course, rootCause: WHOLE.rootCause })
  })

  it('names the line that is no object, and reads the others', () => {
    const { items, files } = readIn('a.jsonl', `${JSON.stringify(WHOLE)}\n{"title": \n\n[1]\n`)
    expect(items.map((i) => i.row)).toEqual([1])
    expect(files[0]!.findings.map((f) => f.problem.zh)).toEqual([
      '第 2 行不是 JSON 对象,或字段太多',
      '第 4 行不是 JSON 对象,或字段太多',
    ])
  })

  it('masks personal data in an item that is whole', () => {
    const [item] = asJson({ ...WHOLE, remedy: '退款,致电 13812345678 确认;全国热线 400-820-8820' })
    expect((item!.item as CaseWriteUp).remedy).toBe('退款,致电 〔电话1〕 确认;全国热线 400-820-8820')
    expect(item!.findings).toMatchObject([
      {
        severity: 'warning',
        rule: 'personal-data',
        field: 'remedy',
        problem: { zh: '「补偿」里有个人信息(电话),已遮蔽' },
      },
    ])
    expect(JSON.stringify(item!.findings)).not.toContain('13812345678')
  })
})

describe('an upload', () => {
  it('reads every sample that ships without an error, the same case from each format', () => {
    const names = readdirSync(new URL('../../../fixtures/uploads/', import.meta.url)).filter((n) => n !== 'README.md')
    expect(names.length).toBeGreaterThanOrEqual(8)
    const ids = new Map<string, Set<string>>()
    for (const name of names) {
      const { items, files } = read(name, fixture(`uploads/${name}`))
      const errors = [...items, ...files].flatMap((x) => x.findings.filter((f) => f.severity === 'error'))
      expect([name, errors]).toEqual([name, []])
      expect(items.length).toBeGreaterThan(0)
      for (const { kind, item } of items) ids.set(kind, (ids.get(kind) ?? new Set()).add(item.id!))
    }
    expect([ids.get('case')!.size, ids.get('script')!.size]).toEqual([2, 1])
  })

  it('gives back all seed cases and scripts from the words that people would write for them', () => {
    const cases = seeds<CaseWriteUp>('cases.jsonl')
    const course = (c: CaseWriteUp) =>
      c.course.map((s) => `${s.at} ${s.what}${s.decision ? `;决定:${s.decision}` : ''}`).join('\n')
    const columns: [string, (c: CaseWriteUp) => string][] = [
      ['案例编号', (c) => c.id],
      ['标题', (c) => c.title],
      ['问题类型', (c) => c.codes.join('、')],
      ['等级', (c) => `${['一', '二', '三', '四'][c.level - 1]}级`],
      ['行业', (c) => c.domain],
      ['产品', (c) => c.product ?? '无'],
      ['责任部门', (c) => c.departments.join('、')],
      ['发生时间', (c) => c.occurredOn.replace(/(\d+)-0?(\d+)-0?(\d+)/, '$1年$2月$3日')],
      ['渠道', (c) => c.channel],
      ['投诉内容', (c) => c.summary],
      ['处理经过', course],
      ['根本原因', (c) => c.rootCause],
      ['状态', (c) => ({ resolved: '已解决', partly: '部分解决', failed: '失败', escalated: '升级' })[c.outcome]],
      ['处理结果', (c) => c.result],
      ['补偿', (c) => c.remedy],
      ['转折点', (c) => c.turningPoint],
      ['经验教训', (c) => c.lessons],
      ['可见范围', (c) => ({ frontline: '一线', supervisor: '主管', management: '管理层' })[c.audience]],
      ['依据', (c) => c.sources.join(';')],
    ]
    const cell = (s: string) => `"${s.replaceAll('"', '""')}"`
    const csv = [
      columns.map(([name]) => name).join(','),
      ...cases.map((c) => columns.map(([, of]) => cell(of(c))).join(',')),
    ]
    const { items } = readIn('全部.csv', csv.join('\n'))
    expect(items.map((i) => i.item)).toEqual(cases.map((c) => ({ ...c, validFrom: null, validTo: null })))
    const scripts = seeds<Script>('scripts.jsonl')
    const read = readIn('scripts.jsonl', fixture('scripts.jsonl').toString()).items
    expect(read.map((i) => i.item)).toEqual(scripts.map((s) => ({ ...s, validFrom: null, validTo: null })))
  })

  it('gives the same items and ids for the same bytes, and another id for another title', () => {
    const text = (title: string) => `标题,类型,时间,投诉内容\n${title},TD-06,2025-01-01,慢\n`
    const first = readIn('a.csv', text('甲'))
    expect(readIn('a.csv', text('甲'))).toEqual(first)
    expect(first.items[0]!.item.id).toMatch(/^case-td06-[0-9a-f]{8}$/)
    expect(readIn('a.csv', text('乙')).items[0]!.item.id).not.toBe(first.items[0]!.item.id)
  })

  it('makes an id of a number that cannot be one, and says so', () => {
    const [item] = readIn('a.csv', '案例编号,标题,类型,投诉内容\n案例第7号,甲,TD-06,慢\n').items
    expect(item!.item.id).toMatch(/^case-[0-9a-f]{8}$/)
    expect(item!.findings).toContainEqual(
      expect.objectContaining({ severity: 'note', rule: 'id-made-fit', field: 'id' }),
    )
  })

  it('says what is too long, where, and how much there may be; the words stay to be cut', () => {
    const long = '长'.repeat(700)
    const [item] = readIn(
      'a.json',
      JSON.stringify({ ...WHOLE, summary: long, course: [{ at: '第0天', what: long, decision: null }] }),
    ).items
    expect(item!.findings.filter((f) => f.rule === 'too-long').map((f) => [f.field, f.problem.zh])).toEqual([
      ['summary', '「投诉内容」太长,最多 600'],
      ['course.0.what', '「处理经过」第 1 项太长,最多 400'],
    ])
    expect((item!.item as CaseWriteUp).summary).toBe(long)
  })

  it('keeps nothing of an item that is a book', () => {
    const course = Array.from({ length: 4000 }, (_, i) => `第${i}天 13812345678 客户来电说了很多很多很多话`).join('\n')
    const { items } = readIn('a.md', `# 甲\n## 投诉内容\n慢\n## 处理经过\n${course}\n## 结果\n好了`)
    expect(items).toMatchObject([{ item: {}, findings: [{ severity: 'error', rule: 'too-long', field: null }] }])
  })

  it.each<[string, string]>([
    ['labels.md', `# 甲\n${'等级:'.repeat(200_000)}`],
    ['label.md', `# 甲\n投诉内容:${'a:'.repeat(300_000)}`],
    ['course.md', `# 甲\n## 经过\n${'第0天 来电。'.repeat(60_000)}`],
    ['laws.md', `# 甲\n## 依据\n${'《法》第'.repeat(100_000)}`],
    ['keys.json', JSON.stringify(Object.fromEntries(Array.from({ length: 50_000 }, (_, i) => [`k${i}`, 'v'])))],
    ['columns.csv', `${'甲,'.repeat(200_000)}\n1,2`],
    ['rows.csv', `甲,乙\n${'这不是列名,1\n'.repeat(100_000)}`],
    ['deep.json', `${'{"item":'.repeat(50_000)}1${'}'.repeat(50_000)}`],
  ])('is not held up by %s', (name, text) => {
    const from = process.cpuUsage()
    readIn(name, text)
    const { user, system } = process.cpuUsage(from)
    // Quadratic readers took ten times as long.
    expect((user + system) / 1000).toBeLessThan(4000)
  })

  it('reads the files of a zip, each under its path; one that is refused leaves the others', () => {
    const zip = zipSync({
      'cases/a.json': strToU8(JSON.stringify(WHOLE)),
      'b.md': strToU8('# 甲\n## 投诉内容\n慢\n## 处理结果\n快了\n'),
      'c.pdf': strToU8('%PDF-1.7'),
    })
    const { items, files } = read('all.zip', zip)
    expect(items.map((i) => i.file)).toEqual(['cases/a.json', 'b.md'])
    expect(files.map((f) => [f.file, f.findings.filter((x) => x.severity === 'error').map((x) => x.rule)])).toEqual([
      ['all.zip', []],
      ['cases/a.json', []],
      ['b.md', []],
      ['c.pdf', ['not-readable']],
    ])
    expect(files[3]!.findings[0]!.problem).toMatchObject({
      zh: expect.stringMatching(/不读 PDF/),
      en: expect.stringMatching(/^PDFs are not read/),
    })
  })

  it.each([
    ['a.docx', strToU8('not a docx')],
    ['a.xlsx', Uint8Array.of(0xd0, 0xcf, 0x11, 0xe0)],
    ['a.exe', strToU8('MZ')],
    ['a.md', new Uint8Array()],
    ['a.json', strToU8('{"a":')],
  ])('refuses %s with words for people', (name, bytes) => {
    const { items, files } = read(name, bytes)
    expect(items).toEqual([])
    expect(files[0]!.findings[0]).toMatchObject({
      severity: 'error',
      problem: { zh: expect.stringMatching(/\p{Script=Han}/u) },
    })
    expect(files[0]!.findings[0]!.problem.en).not.toMatch(/\p{Script=Han}/u)
  })
})
