import { triageRequestSchema } from '../../../domain/complaint.ts'
import type { Channel } from '../../../domain/labels.ts'
import type { Policy } from '../../../domain/policy/parse.ts'
import type { Finding, Words } from '../../../files/finding.ts'
import type { Table, TableRow } from '../../../files/table.ts'
import type { EvalCase, Labels } from '../../../quality/run.ts'
import { createIdGiver } from './case-id.ts'
import { createCodeReader } from './code-names.ts'
import type { ColumnMap } from './column-map.ts'
import { FACET_FIELDS, type Field, LABEL_FIELDS } from './fields.ts'
import type { FoundColumns } from './find-columns.ts'
import { labelWords, NO, plainWord, YES } from './label-words.ts'
import { type LabelReaders, readLabel } from './read-label.ts'

const ERROR_VALUE = /^#(?:N\/A|REF!|VALUE!|NAME\?|DIV\/0!|NULL!|NUM!)$/
const BOOLEANS = ['media_threat', 'external_threat', 'repeat', 'group'] as const

/** The cases of a table, with a finding for every row and cell that could not be read. An empty cell is a label not given. */
export function casesOfTable(
  table: Table,
  found: FoundColumns,
  map: ColumnMap,
  policy: Policy,
): { cases: EvalCase[]; findings: Finding[] } {
  const readers: LabelReaders = { words: labelWords(policy), code: createCodeReader(policy.codes) }
  const meanings = meaningsOf(map.values)
  const giveId = createIdGiver()
  const findings: Finding[] = []
  const cases: EvalCase[] = []
  for (const row of table.rows) {
    const say = (effect: Finding['effect'], field: Field, problem: Words, advice: Words, value: string | null = null) =>
      findings.push({
        effect,
        row: row.row,
        column: table.columns[found.fields[field]!] ?? null,
        problem,
        advice,
        value,
      })
    const cell = (field: Field): string => meaningOf(field, rawCell(row, found.fields[field]))
    const text = rawCell(row, found.fields.text)
    const fault = textFault(text)
    if (fault) {
      say('row', 'text', fault.problem, fault.advice)
      continue
    }
    if (text.includes('\uFFFD'))
      say(
        'note',
        'text',
        { zh: '有无法解码的字符', en: 'it holds characters that could not be decoded' },
        { zh: '用 --encoding 写明编码', en: 'name the encoding with --encoding' },
      )
    const { id, finding } = giveId(
      rawCell(row, found.fields.id).trim(),
      text,
      row.row,
      found.fields.id === undefined ? null : table.columns[found.fields.id]!,
    )
    if (finding) findings.push(finding)
    const labels: Record<string, unknown> = {}
    for (const field of LABEL_FIELDS) {
      if (found.fields[field] === undefined) continue
      const value = cell(field).trim()
      if (value === '') continue
      const read = readLabel(field, value, readers)
      if ('value' in read) labels[field] = read.value
      else
        say(
          'cell',
          field,
          { zh: `${field} 的取值无法识别,这一项不计分`, en: `this is no ${field}; it is not scored` },
          {
            zh: `应为 ${read.expected};或在 --map-file 的 values.${field} 里写明对应关系`,
            en: `expected ${read.expected}; or say what it means under values.${field} of a --map-file`,
          },
          value,
        )
    }
    const channel = channelOf(cell('channel'))
    if (channel === undefined)
      say(
        'note',
        'channel',
        { zh: '渠道无法识别,按 other 处理', en: 'no known channel; asked as «other»' },
        {
          zh: '在 --map-file 的 values.channel 里写明对应关系',
          en: 'say what it means under values.channel of a --map-file',
        },
        cell('channel'),
      )
    const domain = cell('domain').trim()
    cases.push({
      id,
      text,
      ...(channel ? { channel } : {}),
      ...(triageRequestSchema.shape.domain.safeParse(domain).success && domain ? { domain } : {}),
      labels: labels as Labels,
      facets: Object.fromEntries(
        [
          ...FACET_FIELDS.map((f): [string, string] => [f, cell(f)]),
          ...found.facets.map((f): [string, string] => [f.name, rawCell(row, f.column)]),
        ]
          .map(([name, value]): [string, string] => [name, value.trim().slice(0, 60)])
          .filter(([, value]) => value !== ''),
      ),
    })
  }
  return { cases, findings: [...findings, ...onlyYes(table, found, cases)] }

  function meaningOf(field: Field, cell: string): string {
    return meanings.get(field)?.get(plainWord(cell)) ?? cell
  }
  function channelOf(cell: string): Channel | null | undefined {
    return cell.trim() === '' ? null : (readers.words.channel.get(plainWord(cell)) as Channel | undefined)
  }
}

const rawCell = (row: TableRow, column: number | undefined): string =>
  column === undefined ? '' : (row.cells.get(column) ?? '')

const meaningsOf = (values: ColumnMap['values']): Map<Field, Map<string, string>> =>
  new Map(
    Object.entries(values).map(([field, means]) => [
      field as Field,
      new Map(Object.entries(means).map(([from, to]) => [plainWord(from), to])),
    ]),
  )

function textFault(text: string): { problem: Words; advice: Words } | null {
  if (text.trim() === '')
    return {
      problem: { zh: '没有投诉内容', en: 'no complaint text' },
      advice: { zh: '补上内容或删去这一行', en: 'fill it in or take the row out' },
    }
  if (ERROR_VALUE.test(text.trim()))
    return {
      problem: { zh: '单元格是公式错误值', en: 'the cell is the error value of a formula' },
      advice: { zh: '改正公式后重新保存', en: 'mend the formula and save again' },
    }
  const parsed = triageRequestSchema.shape.text.safeParse(text)
  if (parsed.success) return null
  const [en = '', zh = en] = (parsed.error.issues[0]?.message ?? '').split(' / ')
  return {
    problem: { zh: `投诉内容不能用:${zh}`, en: `the text cannot be used: ${en}` },
    advice: { zh: '改正这一格', en: 'mend the cell' },
  }
}

/** A yes-no column in which nobody ever wrote «no»: its blanks may mean «no», and then nothing of them is scored. */
function onlyYes(table: Table, found: FoundColumns, cases: readonly EvalCase[]): Finding[] {
  return BOOLEANS.flatMap((field): Finding[] => {
    const at = found.fields[field]
    if (at === undefined || !cases.some((c) => c.labels[field] === true)) return []
    if (cases.some((c) => c.labels[field] === false)) return []
    return [
      {
        effect: 'note',
        row: null,
        column: table.columns[at]!,
        problem: {
          zh: `只有「${YES[4]}」没有「${NO[4]}」,空格按未标注处理,不计分`,
          en: 'it says yes and never no; empty cells count as not labelled and are not scored',
        },
        advice: {
          zh: `空格若表示否,请在 --map-file 写 values: {${field}: {"": 否}}`,
          en: `if empty means no, write values: {${field}: {"": no}} in a --map-file`,
        },
        value: null,
      },
    ]
  })
}
