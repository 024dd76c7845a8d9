import { CN, parseNumber, SCALE } from '../domain/text/amounts.ts'
import { readText } from '../domain/text/reading.ts'
import { searchTokens } from '../domain/tokens.ts'

/** Why a sentence of a draft was refused. */
export type Unfounded = 'link' | 'prompt' | 'number' | 'name' | 'quote' | 'rest'

/** Tells whether a sentence rests on what was sent; null: it does. */
export type RestsOn = (sentence: string, how?: { loosely: boolean }) => Unfounded | null

/** Addresses and markup: nothing that a draft holds. */
export const LINK = /https?:|www\.|[\w-]+\.(?:com|cn|net|org|io|top|xyz|example)\b|[<>]|\]\(|[`$]\{|^\s*#{1,6}\s|\*\*/iu
const DIGITS = /(\d+(?:,\d{3})*(?:\.\d+)?)\s?(万|千|百|亿|[kKwW](?![a-zA-Z]))?/gu
const HAN_NUMBER = new RegExp(`[${CN}万亿]{1,9}`, 'gu')
// Words that are written with numbers and count nothing.
const NO_NUMBER = /万一|千万|十分|百般|四处|三番五次|七上八下|再三|一一|一五一十|千方百计|五金|九折券/gu
const EN_NUMBER = /\b(?:twice|two|three|third|four|five|six|seven|eight|nine|ten|dozens|hundreds)\b/giu
const PERSON =
  /(\p{Script=Han})(先生|女士|小姐|太太|经理|店长|主管|主任|师傅|老师|医生|律师|警官|总(?=[,。、同说要把对将给]))/gu
// «该女士», «客户先生» name nobody.
const NOBODY = new Set('该这那位名个某户旧新老大小总副客值本其')
const QUOTED = /[「『“"《]([^」』”"》]{2,80})[」』”"》]/gu
const LATIN = /[A-Za-z][A-Za-z0-9'’.-]*/gu
const WEEKDAY = /(?:星期|礼拜|周)[一二三四五六日天]|\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b/giu
/** Least share of a sentence's words that must stand in what was sent. */
const LEAST = 0.2
const LEAST_WORDS = 2
/** So many characters of what the model was told, one after the other, are no chance. */
const TOLD = 10
/** … nor is a whole sentence of so many. */
const TOLD_WHOLE = 5
// In every write-up: they tell nothing of this one.
const GENERIC = new Set('客户 顾客 用户 公司 客服 商家 坐席 customer customers company agent service'.split(' '))
const letters = (text: string): string => text.replace(/[^\p{L}\p{N}]/gu, '')

const readingOf = (text: string): string => readText(text).text.toLowerCase()

/**
 * What a sentence may say is what was sent: numbers, weekdays, names of persons, foreign words and quoted words must
 * stand there, links and the model's own instructions (`told`) never, and a sentence that is no advice (`loosely`) must
 * share some of its words with it.
 */
export function createRestsOn(sent: string, told = ''): RestsOn {
  const source = readingOf(sent)
  const bare = source.replace(/\s/g, '')
  const [instructions, data] = [letters(readingOf(told)), letters(source)]
  const numbers = new Set(numbersIn(source))
  const words = new Set(searchTokens(source))
  const latin = new Set(latinIn(source))
  const han = /\p{Script=Han}/u.test(source)

  return (sentence, { loosely } = { loosely: false }) => {
    if (LINK.test(sentence)) return 'link'
    const text = readingOf(sentence)
    const run = letters(text)
    const length = Math.min(TOLD, run.length)
    for (let i = 0; length >= TOLD_WHOLE && i + length <= run.length; i++) {
      const piece = run.slice(i, i + length)
      if (instructions.includes(piece) && !data.includes(piece)) return 'prompt'
    }
    if (numbersIn(text).some((n) => !numbers.has(n))) return 'number'
    if ([...text.matchAll(WEEKDAY)].some(([day]) => !source.includes(day))) return 'number'
    for (const [, surname, title] of text.matchAll(PERSON))
      if (!NOBODY.has(surname!) && !bare.includes(`${surname}${title}`)) return 'name'
    for (const [, quoted] of text.matchAll(QUOTED)) if (!bare.includes(quoted!.replace(/\s/g, ''))) return 'quote'
    const own = searchTokens(text).filter((w) => !GENERIC.has(w))
    if (/\p{Script=Han}/u.test(text)) {
      if (latinIn(text).some((w) => !latin.has(w))) return 'name'
    } else if (properNames(sentence).some((w) => !latin.has(w))) return 'name'
    // A draft in one language of a text in another shares no words with it.
    const sameScript = han === /\p{Script=Han}/u.test(text)
    if (loosely || !sameScript || own.length < LEAST_WORDS) return null
    return own.filter((w) => words.has(w)).length < LEAST * own.length ? 'rest' : null
  }
}

function numbersIn(text: string): number[] {
  const plain = text.replace(NO_NUMBER, ' ')
  const out: number[] = []
  for (const [, digits, scale] of plain.matchAll(DIGITS))
    out.push(parseNumber(digits!) * (scale === '亿' ? 1e8 : (SCALE[scale ?? ''] ?? 1)))
  for (const [run] of plain.replace(DIGITS, ' ').matchAll(HAN_NUMBER)) {
    // «一次», «一直» and «第一» count nothing that could be made up; «一万» does.
    const n = hanNumber(run)
    if (run.length > 1 || !'一零〇百千万亿'.includes(run)) if (Number.isFinite(n)) out.push(n)
  }
  for (const [word] of plain.matchAll(EN_NUMBER)) out.push(parseNumber(word))
  return out
}

function hanNumber(run: string): number {
  const [, millions, thousands = ''] = /^(?:(.*?)亿)?(.*)$/u.exec(run) ?? []
  const [head, tail] = thousands.includes('万') ? thousands.split('万', 2) : [null, thousands]
  const value = (s: string | null | undefined) => (s ? parseNumber(s) : 0)
  return value(millions) * 1e8 + (head === null ? 0 : value(head || '一') * 1e4) + value(tail)
}

const latinIn = (text: string): string[] =>
  [...text.toLowerCase().matchAll(LATIN)].map(([w]) => w.replace(/['’.-]+$/u, '')).filter((w) => w.length > 1)

/** Words with a capital that do not begin a sentence. */
const properNames = (sentence: string): string[] =>
  [...sentence.matchAll(/(?<=[a-z,;:)]\s)([A-Z][A-Za-z0-9'’-]+)/gu)].map(([, w]) => w!.toLowerCase())
