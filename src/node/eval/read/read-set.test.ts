import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { makeXlsx } from '../../../../test/harness/make-xlsx.ts'
import { packagePath } from '../../paths.ts'
import { readPolicy } from '../../policy-files.ts'
import { type ColumnMap, emptyMap, parseMap, readMapFile } from './column-map.ts'
import { readSet } from './read-set.ts'

const policy = await readPolicy(['default'])
const folder = mkdtempSync(join(tmpdir(), 'suzhen-read-'))
afterAll(() => rmSync(folder, { recursive: true }))

let files = 0
function fileOf(content: string | Uint8Array, ending = 'csv'): string {
  const path = join(folder, `${files++}.${ending}`)
  writeFileSync(path, content)
  return path
}
const read = (content: string | Uint8Array, map: Partial<ColumnMap> = {}, ending = 'csv') =>
  readSet(fileOf(content, ending), { ...emptyMap(), ...map }, policy)

const columns = parseMap(['text=投诉内容,severity=等级', 'primary=类型'])
const utf16 = (text: string, big: boolean): Uint8Array => {
  const bytes = Buffer.from(text, 'utf16le')
  return big ? bytes.swap16() : bytes
}

describe('an analyst’s CSV', () => {
  it('reads GB18030 under other column names with a map file, and says what it could not read', async () => {
    const map = await readMapFile(packagePath('fixtures/eval-samples/shop.map.yaml'))
    const set = await readSet(packagePath('fixtures/eval-samples/shop-gb18030.csv'), map, policy)
    expect(set.how).toBe('gb18030, comma')
    expect([set.cases.length, set.total]).toEqual([11, 12])
    expect(set.findings.map((f) => [f.effect, f.row, f.column])).toEqual([
      ['row', 10, '客户反映'],
      ['cell', 11, '情绪'],
      ['note', 12, '工单编号'],
    ])
    expect(set.cases[1]).toEqual({
      id: 'G2026-002',
      text: '退货签收两周了,878元一直没退回来,打了三次电话都说财务在处理。',
      labels: { severity: 2, primary: 'TD-06', emotion: 4, repeat: true, media_threat: false },
      facets: { 省份: '江苏', 产品线: '厨电' },
    })
    // By code and name, by «none», by a synonym, by a name's part, and by the map's own word.
    expect(set.cases.map((c) => c.labels.primary)).toEqual([
      'TD-11', 'TD-06', 'PQ-08', null, 'PQ-02', 'RL-03', 'TD-09', 'TD-09', 'SP-02', 'TD-05', 'PQ-09',
    ]) // biome-ignore format: one line
    // The bad emotion is not scored, the row is asked all the same; the text keeps its line break.
    expect(set.cases[8]!.labels).toEqual({ severity: 3, primary: 'SP-02', repeat: true, media_threat: false })
    expect(set.cases[8]!.text).toContain('下班了,\n第二天')
    expect(set.cases.map((c) => c.id).slice(8, 10)).toEqual(['G2026-010', 'G2026-010~2'])
  })

  it('guesses the columns by their headers and says so', async () => {
    const set = await readSet(packagePath('fixtures/eval-samples/desk.tsv'), emptyMap(), policy)
    expect(set.columns).toEqual([
      { field: 'id', header: 'Ticket ID', guessed: true },
      { field: 'text', header: 'Complaint text', guessed: true },
      { field: 'severity', header: 'Level', guessed: true },
      { field: 'primary', header: 'Type', guessed: true },
      { field: 'media_threat', header: 'Media', guessed: true },
    ])
    expect(set.cases.map((c) => c.labels)).toEqual([
      { severity: 3, primary: 'SP-07', media_threat: false },
      { severity: 3, primary: 'TD-05', media_threat: false },
      { severity: 1, primary: 'PQ-08', media_threat: false },
      { severity: 2, primary: 'SP-14', media_threat: true },
    ])
  })

  it.each([
    ['UTF-8 with a mark', (t: string) => Buffer.from(`\uFEFF${t}`)],
    ['UTF-8', (t: string) => Buffer.from(t)],
    ['UTF-16LE with a mark', (t: string) => utf16(`\uFEFF${t}`, false)],
    ['UTF-16BE with a mark', (t: string) => utf16(`\uFEFF${t}`, true)],
    ['UTF-16LE', (t: string) => utf16(t, false)],
    ['UTF-16BE', (t: string) => utf16(t, true)],
  ])('tells %s by itself', async (_, encode) => {
    const set = await read(encode('投诉内容,等级,类型\r\n手机黑屏开不了机,3,PQ-01\r\n退款拖了很久,2,TD-06\r\n'), {
      columns,
    })
    expect(set.cases.map((c) => [c.text, c.labels.severity, c.labels.primary])).toEqual([
      ['手机黑屏开不了机', 3, 'PQ-01'],
      ['退款拖了很久', 2, 'TD-06'],
    ])
  })

  it('takes the encoding it is told', async () => {
    const big5 = Uint8Array.of(0xa4, 0xa4, 0xa4, 0xe5) // 中文
    const bytes = Buffer.concat([Buffer.from('text,level\n'), big5, Buffer.from(',3\n')])
    expect((await read(bytes, { encoding: 'big5' })).cases[0]!.text).toBe('中文')
    await expect(read(bytes, { encoding: 'klingon' })).rejects.toThrow(/klingon/)
  })

  it.each([
    [';', '投诉内容;等级;类型\n"坏了;不能用,两次";3;PQ-01\n'],
    ['\t', '投诉内容\t等级\t类型\n坏了;不能用,两次\t3\tPQ-01\n'],
    ['|', '投诉内容|等级|类型\n坏了;不能用,两次|3|PQ-01\n'],
    [',', '投诉内容,等级,类型\n"坏了;不能用,两次",3,PQ-01\n'],
  ])('tells the delimiter %j by itself', async (_, text) => {
    expect((await read(text, { columns })).cases[0]).toMatchObject({
      text: '坏了;不能用,两次',
      labels: { severity: 3, primary: 'PQ-01' },
    })
  })

  it('counts every row: too many cells, a text too long, an unclosed quote', async () => {
    const rows = [
      '投诉内容,等级,类型',
      '坏了,没人管,3,PQ-01',
      `${'长'.repeat(8001)},3,PQ-01`,
      '他说"不行"就挂了,3,SP-01',
      '',
      '#N/A,3,SP-01',
      '"没有闭合的,3,SP-01',
      '后面还有一行,3,SP-01',
    ]
    const set = await read(rows.join('\n'), { columns })
    expect(set.cases.map((c) => c.text)).toEqual(['他说"不行"就挂了'])
    expect(set.total).toBe(6)
    expect(set.findings.map((f) => [f.effect, f.row])).toEqual([
      ['row', 2],
      ['row', 3],
      ['row', 6],
      ['row', 7],
    ])
    // The rows lost are as many as the file has besides those read.
    expect(set.findings.at(-1)!.problem.en).toMatch(/some 2 lines/)
  })

  it('reads labels as people write them', async () => {
    const map = {
      columns: parseMap([
        'text=t,severity=s,emotion=e,nature=n,threats=th,demands=d,also_ok=a,repeat_count=c,rules=r,dominant=o,repeat=p,channel=ch',
      ]),
    }
    const set = await read(
      [
        't|s|e|n|th|d|a|c|r|o|p|ch',
        '一|一级|5|投诉|媒体:已发生;12315|退款、道歉|td-06, 推诿|3次|1a,2b|愤怒|√|电话',
        '二|P2|２|complaint|none|无|TD 11|0||无|×|微信',
        '三|重要|四级|咨询|social:threatened|加急|||||有|总机',
      ].join('\n'),
      map,
    )
    expect(set.cases.map((c) => [c.labels, c.channel])).toEqual([
      [
        {
          nature: 'complaint', severity: 1, emotion: 5, dominant: 'anger', rules: ['1a', '2b'], also_ok: ['TD-06', 'SP-04'],
          threats: [{ channel: 'media', stance: 'done' }, { channel: 'regulator', stance: 'threatened' }],
          demands: ['refund', 'apology'], repeat_count: 3, repeat: true,
        },
        'phone',
      ],
      [{ nature: 'complaint', severity: 2, emotion: 2, dominant: 'none', threats: [], demands: [], also_ok: ['TD-11'], repeat_count: 0, repeat: false }, 'wechat'],
      [{ nature: 'enquiry', severity: 2, emotion: 4, threats: [{ channel: 'social', stance: 'threatened' }], demands: ['expedite'], repeat: true }, undefined],
    ]) // biome-ignore format: a table
    expect(set.findings).toMatchObject([{ effect: 'note', row: 4, column: 'ch' }])
  })

  it('offers codes for a type it does not know, and never a cell’s content in the message', async () => {
    const set = await read('投诉内容,类型,等级\n坏了,退款问题很严重,3\n坏了,TD-77,3\n', { columns })
    expect(set.findings).toHaveLength(2)
    expect(set.findings[0]!.advice.en).toContain('TD-06')
    expect(set.findings[1]!.advice.en).toContain('TD-01')
    expect(JSON.stringify(set.findings.map(({ value: _, ...f }) => f))).not.toContain('退款问题')
  })

  it('notes a yes-no column without any «no», and takes the map’s word for its blanks', async () => {
    const text = '投诉内容,等级,媒体\n坏了,3,是\n还行,3,\n'
    const plain = await read(text, { columns: parseMap(['text=投诉内容,media=媒体']) })
    expect(plain.cases.map((c) => c.labels)).toEqual([{ media_threat: true }, {}])
    expect(plain.findings).toMatchObject([{ effect: 'note', row: null, column: '媒体' }])
    const told = await read(text, {
      columns: parseMap(['text=投诉内容,media=媒体']),
      values: { media_threat: { '': '否' } },
    })
    expect(told.cases.map((c) => c.labels)).toEqual([{ media_threat: true }, { media_threat: false }])
    expect(told.findings).toEqual([])
  })

  it('gives rows without an id one of their own that stays the same', async () => {
    const text = '投诉内容,等级\n坏了,3\n坏了,3\n'
    const [a, b] = [await read(text), await read(text)]
    expect(a.cases.map((c) => c.id)).toEqual(b.cases.map((c) => c.id))
    expect(new Set(a.cases.map((c) => c.id)).size).toBe(2)
  })
})

describe('a column map', () => {
  it.each([
    ['a field that is none', () => parseMap(['txt=a']), /txt.*text/s],
    ['a pair without =', () => parseMap(['投诉内容']), /字段=列名/],
    ['a column that is not there', () => read('a,b\n1,2\n', { columns: parseMap(['text=c']) }), /«c».*a, b/s],
    ['a column that is there twice', () => read('a,a,b\n1,2,3\n', { columns: parseMap(['text=a']) }), /2 列/],
    ['no text', () => read('等级,类型\n3,PQ-01\n'), /--map text=/],
    ['no label', () => read('投诉内容,地区\n坏了,北\n'), /没有标注列/],
    ['a facet that is not there', () => read('投诉内容,等级\n坏了,3\n', { facets: ['省'] }), /«省»/],
    ['no row of use', () => read('投诉内容,等级\n,3\n'), /没有一行可用/],
    ['an empty file', () => read(''), /找不到投诉内容/],
    ['a map file that is no map', () => readMapFile(fileOf('columns: [1]\nfoo: 1\n', 'yaml')), /columns[\s\S]*foo/],
    ['a map file that is not there', () => readMapFile(join(folder, 'none.yaml')), /读不到/],
    ['a set that is not there', () => readSet('nope', emptyMap(), policy), /train、dev、test/],
  ])('refuses %s, and says what to do', async (_, work, message) => {
    await expect(async () => work()).rejects.toThrow(message)
  })
})

describe('other files', () => {
  it('reads an xlsx like a CSV', async () => {
    const book = makeXlsx([
      {
        name: 's',
        rows: [
          ['投诉内容', '等级', '类型', '媒体'],
          ['手机黑屏', 3, 'PQ01', false],
          ['', 2, '', ''],
        ],
      },
    ])
    const set = await read(book, { columns: { ...columns, media_threat: '媒体' } }, 'xlsx')
    expect(set.cases[0]).toMatchObject({
      text: '手机黑屏',
      labels: { severity: 3, primary: 'PQ-01', media_threat: false },
    })
    expect([set.cases.length, set.total, set.findings.length]).toEqual([1, 2, 1])
  })

  it('reads JSONL of other keys, lists and all; what is no object is a finding', async () => {
    const lines = [
      { content: '手机黑屏', level: 3, tags: ['PQ-01', 'SP-12'], threats: [{ channel: 'media', stance: 'done' }] },
      { content: '谢谢', level: 4, tags: [], threats: [] },
    ]
    const text = `${lines.map((l) => JSON.stringify(l)).join('\n')}\n[1]\n{"content":\n`
    const set = await read(
      text,
      { columns: parseMap(['text=content,severity=level,also_ok=tags,threats=threats']) },
      'jsonl',
    )
    expect(set.cases.map((c) => c.labels)).toEqual([
      { severity: 3, also_ok: ['PQ-01', 'SP-12'], threats: [{ channel: 'media', stance: 'done' }] },
      { severity: 4, also_ok: [], threats: [] },
    ])
    expect(set.findings.map((f) => [f.effect, f.row])).toEqual([
      ['row', 3],
      ['row', 4],
    ])
    expect(set.total).toBe(4)
  })

  it('reads our own sets whole, with their facets, and finds what breaks the scheme', async () => {
    const set = await readSet('dev', emptyMap(), policy)
    expect([set.own, set.cases.length, set.findings]).toEqual([true, set.total, []])
    expect(Object.keys(set.cases[0]!.facets)).toEqual(expect.arrayContaining(['domain', 'lang', 'register', 'channel']))
    expect(set.cases[0]!.labels).not.toHaveProperty('situation')
    const line = { id: 'a', text: '坏了', lang: 'zh', nature: 'complaint', severity: 2, rules: [], primary: 'PQ-01', also_ok: [], secondary: [], emotion: 2, dominant: 'anger', threats: [], repeat: false, repeat_count: null, group: false, demands: [], slice: null, domain: 'retail', channel: 'app', register: 'review', situation: 's', source: 'x' } // biome-ignore format: one case
    const own = await read(
      `${JSON.stringify(line)}\n${JSON.stringify({ ...line, id: 'b', severity: 3 })}\n`,
      {},
      'jsonl',
    )
    expect(own.cases.map((c) => c.id)).toEqual(['b'])
    expect(own.findings).toMatchObject([{ effect: 'row', row: 1, column: 'severity' }])
  })
})
