import type { Reading } from './reading.ts'
import { readText, toOriginal } from './reading.ts'

export type PersonalKind = 'phone' | 'idcard' | 'bankcard' | 'plate' | 'email' | 'address' | 'name'

/** One piece of personal data: where it stands in the original, and the placeholder that takes its place. */
export interface MaskedSpan {
  kind: PersonalKind
  start: number
  end: number
  /** Stable within one text: the same value has the same placeholder. */
  placeholder: string
}

export interface Masked {
  /** The original with every personal span replaced. */
  text: string
  spans: MaskedSpan[]
}

const LABEL: Record<PersonalKind, string> = {
  phone: '电话',
  idcard: '证件号',
  bankcard: '卡号',
  plate: '车牌',
  email: '邮箱',
  address: '地址',
  name: '姓名',
}

const PLATE_PROVINCE = '京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼'
// Separators people put between digits.
const GAP = '[ \\-·.]?'
const digits = (n: number) => `\\d(?:${GAP}\\d){${n - 1}}`

// First match wins over later kinds; a candidate of digits is checked before it counts.
interface Finder {
  kind: PersonalKind
  pattern: RegExp
  valid?: (bare: string) => boolean
  before?: RegExp
}

/** Names that the caller knows, as they read; a single character would mask half the text. */
function namesFinder(names: readonly string[]): Finder[] {
  const words = names.map((n) => readText(n).text.trim()).filter((n) => n.length >= 2)
  if (words.length === 0) return []
  const literal = (w: string) => w.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&')
  const kinds = new Map<PersonalKind, string[]>()
  for (const word of words) kinds.set(kindOf(word), [...(kinds.get(kindOf(word)) ?? []), literal(word)])
  return [...kinds].map(([kind, own]) => ({ kind, pattern: new RegExp(own.join('|'), 'giu') }))
}

/** What a value is that is known to be a person's: a column of telephones holds no names. By its shape, also where its checksum is wrong. */
function kindOf(value: string): PersonalKind {
  const found = FINDERS.find(({ kind, pattern, valid }) =>
    [...value.matchAll(pattern)].some(
      (m) =>
        (!valid || valid(bareOf(m[0]))) &&
        (kind === 'address' ? value.endsWith(m[0]) : !/\p{L}/u.test(value.replace(m[0], ''))),
    ),
  )
  if (found) return found.kind
  const bare = value.replace(/[\s()+\-–*.·/,;、]/g, '')
  if (!/^\d{5,24}x?$/i.test(bare)) return 'name'
  return bare.length === 18 ? 'idcard' : bare.length > 13 ? 'bankcard' : 'phone'
}

const FINDERS: readonly Finder[] = [
  { kind: 'email', pattern: /[a-z0-9][a-z0-9._%+-]{0,63}@[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){1,4}/giu },
  { kind: 'idcard', pattern: new RegExp(`(?<!\\d)${digits(17)}${GAP}(?:\\d(?!\\d)|[Xx])`, 'gu'), valid: idCardValid },
  {
    kind: 'bankcard',
    pattern: new RegExp(`(?<!\\d)[3-9]\\d{3}(?:${GAP}\\d){9,15}(?!\\d)`, 'gu'),
    valid: (d) => d.length >= 14 && luhn(d),
  },
  {
    kind: 'phone',
    pattern: new RegExp(
      `(?<!\\d)(?:\\+?0?86${GAP})?1${GAP}[3-9](?:${GAP}\\d){9}(?:\\s?(?:转|分机|-)\\s?\\d{1,5})?(?!\\d)`,
      'gu',
    ),
  },
  { kind: 'phone', pattern: /(?<!\d)(?:\(?0\d{2,3}\)?[ -]?)[2-9]\d{6,7}(?:\s?(?:转|分机|-)\s?\d{1,5})?(?!\d)/gu },
  {
    kind: 'phone',
    pattern:
      /(?<!\d)(?:\+44\s?|\(?0)7\d{3}\)?\s?\d{3}\s?\d{3}(?!\d)|(?<!\d)(?:\+1[ -]?)?\(?[2-9]\d{2}\)?[ -]\d{3}[ -]\d{4}(?!\d)/gu,
  },
  {
    kind: 'plate',
    pattern: new RegExp(`[${PLATE_PROVINCE}][A-HJ-Z][·• ]?[A-HJ-NP-Z0-9]{5,6}(?![A-Za-z0-9])`, 'giu'),
    valid: (s) => /\d/.test(s),
  },
  {
    kind: 'address',
    pattern:
      /[\p{Script=Han}]{1,8}(?:路|街|巷|弄|大道|胡同|小区|花园|公寓|苑|村|新城|广场|大厦)[\p{Script=Han}\d]{0,8}?\d{1,5}(?:号楼|号院|号|弄|栋|幢|座|单元|室|楼|层)(?:[\d\p{Script=Han}-]{0,4}?\d{1,5}(?:号楼|号|栋|幢|座|单元|室|楼|层)){0,4}(?:\d{2,5}(?!\d))?/gu,
    before: /(?:\p{Script=Han}{2,8}?(?:省|市|区|县|镇|街道|乡)){1,4}$/u,
  },
  { kind: 'address', pattern: /\d{1,4}(?:号楼|栋|幢|座)\s?(?:\d{1,2}单元)?\s?\d{2,5}(?!\d)(?:室|号)?/gu },
]

// «I live at …»: words ahead of an address that are not part of it.
const LEAD_IN = /(?:住在|位于|地址[是为]?|[寄送发]到|家住|住|在)(?=\p{Script=Han}{2})/gu

/** Where an address begins whose street, at the least, stands from `street` to `end`: behind the last words that lead up to it, else at the province, city or district ahead of the street. */
function addressStart(text: string, street: number, end: number, district: RegExp | undefined): number {
  // What may stand ahead is looked for in a short stretch: as part of the pattern it would backtrack without bound.
  const from = Math.max(0, street - 32)
  const run = /\p{Script=Han}*$/u.exec(text.slice(from, street))![0].length
  // «2栋101住改商»: what follows the address leads up to nothing of it.
  const ahead = text.slice(street - run, Math.min(street + 8, end))
  const lead = [...ahead.matchAll(LEAD_IN)].at(-1)
  if (lead) return street - run + lead.index + lead[0].length
  return street - (district?.exec(text.slice(from, street))?.[0].length ?? 0)
}

const bareOf = (words: string): string => words.replace(/[ \-·.•]/g, '')

/** A run of digits, then what is left of it when the last groups go: the next number may have been taken for its end. */
const uncut = (words: string): string[] => [
  words,
  ...[...words.matchAll(/[ \-·.](?=\d)/g)].map((gap) => words.slice(0, gap.index)).reverse(),
]

/** Finds personal data in a reading and answers the original with placeholders in its place. Numbers that fail their checksum stay; `names` are masked wherever they stand. */
export function maskText(reading: Reading, names: readonly string[] = []): Masked {
  // Names first: a street named after its resident is rarer than a resident in a street.
  const finders = [...namesFinder(names), ...FINDERS]
  const occupied = new Uint8Array(reading.original.length)
  const taken: { kind: PersonalKind; start: number; end: number; key: string }[] = []
  // What is taken is blanked out and the rest is read again: a number may have been hidden by its neighbour.
  let left = reading.text
  for (let found = -1; found < taken.length; ) {
    found = taken.length
    find()
  }
  function find() {
    for (const { kind, pattern, valid, before } of finders) {
      for (const match of left.matchAll(pattern)) {
        const words = valid ? uncut(match[0]).find((w) => valid(bareOf(w))) : match[0]
        if (words === undefined) continue
        const bare = bareOf(words)
        const end = match.index + words.length
        const start = kind === 'address' ? addressStart(left, match.index, end, before) : match.index
        const span = toOriginal(reading, start, end)
        if (occupied.subarray(span.start, span.end).includes(1)) continue
        occupied.fill(1, span.start, span.end)
        taken.push({ kind, ...span, key: `${kind}:${bare.toLowerCase()}` })
        // All that the taken characters read as, also where one of them reads as several («½»).
        const { origin } = reading
        let from = start
        while (from > 0 && origin[from - 1] === origin[start]) from--
        let to = end
        while (to < left.length && origin[to] === origin[end - 1]) to++
        left = left.slice(0, from) + '〔'.repeat(to - from) + left.slice(to)
      }
    }
  }
  taken.sort((a, b) => a.start - b.start)
  const numbers = new Map<string, number>()
  const perKind = new Map<PersonalKind, number>()
  const spans = taken.map(({ kind, start, end, key }) => {
    let n = numbers.get(key)
    if (n === undefined) {
      n = (perKind.get(kind) ?? 0) + 1
      perKind.set(kind, n)
      numbers.set(key, n)
    }
    return { kind, start, end, placeholder: `〔${LABEL[kind]}${n}〕` }
  })
  return { text: applyMask(reading.original, spans), spans }
}

/** What an embedder may read of a text: its reading with personal data masked, so that no vector that is kept was made from any. */
export const embeddableText = (reading: Reading, masked: string): string =>
  masked === reading.original ? reading.text : readText(masked).text

/** The text with each span's placeholder in its place. Spans are in order and do not overlap. */
export function applyMask(text: string, spans: readonly MaskedSpan[]): string {
  let out = ''
  let at = 0
  for (const s of spans) {
    out += text.slice(at, s.start) + s.placeholder
    at = s.end
  }
  return out + text.slice(at)
}

/** Where [start, end) of the original lies in the masked text; an end inside a masked piece moves to that piece's edge. */
export function toMasked(spans: readonly MaskedSpan[], start: number, end: number): { start: number; end: number } {
  const move = (offset: number, edge: 'start' | 'end') => {
    let shift = 0
    for (const s of spans) {
      if (offset >= s.end) shift += s.placeholder.length - (s.end - s.start)
      else if (offset > s.start) return s.start + shift + (edge === 'end' ? s.placeholder.length : 0)
      else break
    }
    return offset + shift
  }
  return { start: move(start, 'start'), end: move(end, 'end') }
}

/** GB 11643: the last character is the checksum of the seventeen before it. */
function idCardValid(bare: string): boolean {
  // Digits 7-14 are a date of birth; a long order number is seldom one.
  if (!/^\d{6}(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])/.test(bare)) return false
  const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
  const sum = weights.reduce((acc, w, i) => acc + w * Number(bare[i]), 0)
  return '10X98765432'[sum % 11] === bare[17]?.toUpperCase()
}

function luhn(bare: string): boolean {
  let sum = 0
  for (let i = 0; i < bare.length; i++) {
    let d = Number(bare[bare.length - 1 - i])
    if (i % 2 === 1) d = d * 2 > 9 ? d * 2 - 9 : d * 2
    sum += d
  }
  return sum % 10 === 0
}
