import { readdirSync } from 'node:fs'
import { strToU8, zipSync } from 'fflate'
import { describe, expect, it } from 'vitest'
import { fixture, read, readIn, seeds, WHOLE } from '../../../test/harness/read-uploads.ts'
import type { CaseWriteUp, Script } from '../../domain/knowledge.ts'
import { packagePath } from '../../node/paths.ts'

describe('an upload', () => {
  it('reads every sample that ships without an error, the same case from each format', () => {
    const names = readdirSync(packagePath('fixtures/uploads')).filter((n) => n !== 'README.md')
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
