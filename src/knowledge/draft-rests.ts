import { FAMILY_NAME, namesIn } from '../domain/text/mask-further.ts'
import { readText } from '../domain/text/reading.ts'
import { searchTokens } from '../domain/tokens.ts'
import { countsIn } from './draft-counts.ts'

/** Why a sentence of a draft was refused. */
export type Unfounded = 'link' | 'prompt' | 'number' | 'name' | 'quote' | 'rest'

/** Tells whether a sentence rests on what was sent; null: it does. */
export type RestsOn = (sentence: string, how?: { loosely: boolean }) => Unfounded | null

/** Addresses and markup: nothing that a draft holds. */
export const LINK =
  /https?:|www\.|[\w-]+\.(?:com|cn|net|org|io|top|xyz|example|info|biz|shop|site|online|app|vip|club|cc|tv|co|uk|hk|tw|icu|link|store|tech|cloud|dev|ly|gg|me|ru|win)\b|[\w-]+(?:。|点|\sdot\s)(?:com|cn|net|org)\b|[a-z][\w-]*(?:\.[\w-]+)+\/|(?<![\d.])\d{1,3}(?:\.\d{1,3}){3}(?![\d.])|[<>]|\]\(|[`$]\{|^\s*#{1,6}\s|\*\*/iu
// Digits of other scripts, which no draft of ours is written with.
const OTHER_DIGIT = /(?![0-9])\p{Nd}/u
const PERSON =
  /(\p{Script=Han})(先生|女士|小姐|太太|经理|店长|主管|主任|师傅|老师|医生|律师|警官|总(?=[,。、同说要把对将给]))/gu
// «小李会联系您», «王工程师»: surnames as colleagues are spoken of.
const COLLEAGUE = new RegExp(
  `[小老阿](?:${FAMILY_NAME})(?=[会将为给来帮在,，、。]|跟进|负责|联系|$)|(?<!\\p{Script=Han})(?:${FAMILY_NAME})(?:工程师|专员|队长|组长|站长|总监|律师|记者)`,
  'gu',
)
// «该女士», «客户先生» name nobody.
const NOBODY = new Set('该这那位名个某户旧新老大小总副客值本其')
const QUOTED = /[「『“"《]([^」』”"》]{2,80})[」』”"》]/gu
const LATIN = /[A-Za-z][A-Za-z0-9'’.-]*/gu
const DAY =
  /(?:星期|礼拜|周)[一二三四五六日天末]|大?后天|(?<![说声证注表标])明[天日早晚]|(?<![以如])下个?(?:周|星期|礼拜|月)|[本下这]?个?月[底末]|年底|\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b|\btomorrow\b|\btonight\b|\bweekend\b|\bnext (?:week|month)\b/giu
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

/** A text as two texts are held against each other. */
export const readingOf = (text: string): string => readText(text).text.toLowerCase()

/**
 * What a sentence may say is what was sent: numbers with what they count, days, names of persons, foreign words and
 * quoted words must stand there, links and the model's own instructions (`told`) never, and a sentence that is no advice
 * (`loosely`) must share some of its words with it.
 */
export function createRestsOn(sent: string, told = ''): RestsOn {
  const source = readingOf(sent)
  const bare = source.replace(/\s/g, '')
  const [instructions, data] = [letters(readingOf(told)), letters(source)]
  const counted = countsIn(source, { bare: true })
  const shares = createShares(source)
  const latin = new Set(latinIn(source))
  const han = /\p{Script=Han}/u.test(source)

  return (sentence, { loosely } = { loosely: false }) => {
    const text = readingOf(sentence)
    if (LINK.test(sentence) || LINK.test(text)) return 'link'
    const run = letters(text)
    const length = Math.min(TOLD, run.length)
    for (let i = 0; length >= TOLD_WHOLE && i + length <= run.length; i++) {
      const piece = run.slice(i, i + length)
      if (instructions.includes(piece) && !data.includes(piece)) return 'prompt'
    }
    if (OTHER_DIGIT.test(text) || [...countsIn(text)].some((n) => !counted.has(n))) return 'number'
    if ([...text.matchAll(DAY)].some(([day]) => !source.includes(day))) return 'number'
    for (const [, surname, title] of text.matchAll(PERSON))
      if (!NOBODY.has(surname!) && !bare.includes(`${surname}${title}`)) return 'name'
    const named = [...namesIn(readText(sentence).text), ...[...text.matchAll(COLLEAGUE)].map(([n]) => n)]
    if (named.some((name) => !bare.includes(readingOf(name).replace(/\s/g, '')))) return 'name'
    for (const [, quoted] of text.matchAll(QUOTED)) if (!bare.includes(quoted!.replace(/\s/g, ''))) return 'quote'
    if (/\p{Script=Han}/u.test(text)) {
      if (latinIn(text).some((w) => !latin.has(w))) return 'name'
    } else if (properNames(sentence).some((w) => !latin.has(w))) return 'name'
    // A draft in one language of a text in another shares no words with it.
    const sameScript = han === /\p{Script=Han}/u.test(text)
    return loosely || !sameScript || shares(sentence) ? null : 'rest'
  }
}

/** Tells whether a sentence has some of its words from a text of its own language. */
export function createShares(sent: string): (sentence: string) => boolean {
  const words = new Set(searchTokens(readingOf(sent)))
  return (sentence) => {
    const own = searchTokens(readingOf(sentence)).filter((w) => !GENERIC.has(w))
    return own.length < LEAST_WORDS || own.filter((w) => words.has(w)).length >= LEAST * own.length
  }
}

const latinIn = (text: string): string[] =>
  [...text.toLowerCase().matchAll(LATIN)].map(([w]) => w.replace(/['’.-]+$/u, '')).filter((w) => w.length > 1)

// Who begins a sentence and has no name.
const SUBJECTS = new Set(
  'i we you he she it they this that these those there everything nothing something everyone nobody somebody someone anyone one both all each what who which our your my the here now'.split(
    ' ',
  ),
)

/** Words with a capital that do not begin a sentence, or begin it and do something. */
const properNames = (sentence: string): string[] => [
  ...[...sentence.matchAll(/(?<=[a-z,;:)]\s)([A-Z][A-Za-z0-9'’-]+)/gu)].map(([, w]) => w!.toLowerCase()),
  ...[...sentence.matchAll(/^\W*([A-Z][a-z'’-]+) (?:will|is|has|can|from)\b/gu)]
    .map(([, w]) => w!.toLowerCase())
    .filter((w) => !SUBJECTS.has(w)),
]
