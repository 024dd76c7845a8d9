import type { Labels } from '../../../quality/run.ts'
import type { createCodeReader } from './code-names.ts'
import type { LabelField } from './fields.ts'
import { isNone, type LabelWords, NO, plainWord, YES } from './label-words.ts'

/** A label, or what was expected in its place. */
export type LabelReading = { value: Labels[LabelField] } | { expected: string }

export interface LabelReaders {
  words: LabelWords
  code: ReturnType<typeof createCodeReader>
}

const DIGITS: Record<string, string> = { 一: '1', 二: '2', 三: '3', 四: '4', 五: '5' }

/** Reads one cell (not empty) as the label of a field. Lists are split by , 、 ; | and line ends. */
export function readLabel(field: LabelField, cell: string, { words, code }: LabelReaders): LabelReading {
  const word = plainWord(cell)
  switch (field) {
    case 'nature':
      return one(words.nature, word)
    case 'dominant':
      return one(words.dominant, word)
    case 'severity':
      return graded(word, 4, words.level)
    case 'emotion':
      return graded(word, 5, new Map())
    case 'primary': {
      if (isNone(cell)) return { value: null }
      const read = code(cell)
      return 'code' in read ? { value: read.code } : { expected: codeExpected(read.candidates) }
    }
    case 'also_ok':
    case 'secondary': {
      const whole = code(cell)
      if ('code' in whole && split(cell).length > 1 && !/\d/.test(cell)) return { value: [whole.code] }
      return list(cell, (item) => {
        const read = code(item)
        return 'code' in read ? { value: read.code } : { expected: codeExpected(read.candidates) }
      })
    }
    case 'rules':
      return list(cell, (item) => one(words.rule, plainWord(item)))
    case 'demands':
      return list(cell, (item) => one(words.demand, plainWord(item)))
    case 'threats':
      return list(cell, (item) => threat(item, words))
    case 'repeat_count': {
      if (isNone(cell)) return { value: null }
      const count = /^(\d{1,4})\s*次?$/.exec(word)
      return count ? { value: Number(count[1]) } : { expected: '0, 1, 2 …' }
    }
    default:
      if (YES.includes(word)) return { value: true }
      if (NO.includes(word)) return { value: false }
      return { expected: '是/否, true/false, 1/0' }
  }
}

const one = (words: ReadonlyMap<string, string>, word: string): LabelReading => {
  const value = words.get(word)
  return value === undefined
    ? { expected: [...new Set(words.values())].join(', ') }
    : { value: value as Labels[LabelField] }
}

function graded(word: string, most: number, names: ReadonlyMap<string, string>): LabelReading {
  const digit = /^(?:level|lv|l|p|s)?[ .]*([1-5一二三四五])(?:\.0+)?\s*(?:级|等|级别|分|星)?$/.exec(word)?.[1]
  const value = Number(names.get(word) ?? (digit ? (DIGITS[digit] ?? digit) : Number.NaN))
  return value >= 1 && value <= most
    ? { value: value as Labels['severity'] }
    : { expected: `1-${most}${names.size ? ` (1 最重 gravest), ${[...names.keys()].slice(0, 8).join(', ')}` : ''}` }
}

function threat(item: string, words: LabelWords): LabelReading {
  const [name = '', stance = 'threatened'] = item.split(/[:：]/).map(plainWord)
  const channel = words.threat.get(name)
  const how = words.stance.get(stance)
  return channel && how
    ? ({ value: { channel, stance: how } } as unknown as LabelReading)
    : { expected: `${[...new Set(words.threat.values())].join(', ')}; :threatened, :done` }
}

function list(cell: string, read: (item: string) => LabelReading): LabelReading {
  if (isNone(cell)) return { value: [] }
  const values: unknown[] = []
  for (const item of split(cell)) {
    const got = read(item)
    if ('expected' in got) return got
    values.push(got.value)
  }
  return { value: values as string[] as Labels['also_ok'] }
}

const split = (cell: string): string[] =>
  cell
    .split(/[,,、;;|｜\n]/)
    .map((s) => s.trim())
    .filter(Boolean)

const codeExpected = (candidates: readonly string[]): string =>
  candidates.length ? `${candidates.join(', ')} ?` : 'TD-06, 退款延迟/未到账, refund late …'
