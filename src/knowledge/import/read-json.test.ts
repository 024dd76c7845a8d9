import { describe, expect, it } from 'vitest'
import { readIn, WHOLE } from '../../../test/harness/read-uploads.ts'
import type { CaseWriteUp } from '../../domain/knowledge.ts'

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
