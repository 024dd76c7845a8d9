import type { Measured } from '../assessment.ts'

/** Characters that numbers are written with in Chinese. */
export const CN = '零〇一二两三四五六七八九十百千'
// «十几», «几百» and «数十» are numbers too, read as the least that they may mean.
export const NUM = `(?:\\d{1,9}(?:,\\d{3})*(?:\\.\\d{1,2})?|[${CN}]{1,7}几?|[几数][十百千])`
// What ten thousands are counted of when they are no money; and watts, which share their letter.
const NO_MONEY =
  '(?!\\s?(?:多|余|来)?\\s?(?:像素|公里|里程|步|人|名|户|家|个|台|件|份|张|条|次|转|粉丝|粉|播放|点赞|阅读|浏览|评论|积分|分|毫安|字|平|吨|瓦|羽|只|头|亩|棵|株|套|辆|册|本|里|快充|闪充|充电|的?功率|的?灯|电机|电动))'
// «千万别» is a warning, «百万医疗» a name; of «上百万» one can speak.
const NO_ADVERB = '(?!(?<![上近超过])[百千]万)'
const AMOUNT = new RegExp(
  `(?:(?:¥|¥|RMB|rmb|\\$|£|€)\\s?(\\d{1,9}(?:,\\d{3})*(?:\\.\\d{1,2})?)\\s?(万|[wk](?![a-z]))?)|(?<![\\d${CN}几数年月])${NO_ADVERB}(${NUM}|几|数)\\s?(?:(?:多|余|来)?(万|千|百|[wW]|[kK])(?:多|余|来)?(?:(\\d千(?:\\d百)?|[${CN}]{2,7}|[1-9一二两三四五六七八九])(?![\\d${CN}]))?\\s?(元|块|RMB|人民币|钱|${NO_MONEY})|(?:多|余|来)?\\s?(元|块|圆|RMB|rmb|人民币|yuan|dollars|pounds))`,
  'gu',
)
const EN: Record<string, number> = {
  twice: 2,
  two: 2,
  second: 2,
  three: 3,
  third: 3,
  four: 4,
  fourth: 4,
  five: 5,
  fifth: 5,
  six: 6,
  seven: 7,
  eight: 8,
  nine: 9,
  ten: 10,
  dozens: 24,
  hundreds: 200,
}
const VAGUE: Record<string, number> = { 数: 3, 好几: 3, 几: 2, 多: 3, 无数: 9, 半: 0.5 }
export const SCALE: Record<string, number> = {
  万: 10_000,
  w: 10_000,
  W: 10_000,
  千: 1_000,
  k: 1_000,
  K: 1_000,
  百: 100,
  十: 10,
}
// The numerals of cheques, each one character for one.
const FORMAL: Record<string, string> = Object.fromEntries(
  [...'壹贰叁肆伍陆柒捌玖拾佰仟圆'].map((c, i) => [c, '一二三四五六七八九十百千元'[i]!]),
)
const HAN_DIGIT: Record<string, string> = { 两: '二', 〇: '零' }

/** `壹仟圆` -> `一千元`, of the same length. */
export const plainNumerals = (text: string): string => text.replace(/[壹贰叁肆伍陆柒捌玖拾佰仟圆]/gu, (c) => FORMAL[c]!)

/** `三百二十` -> 320, `1,299.5` -> 1299.5, `twice` -> 2; NaN for what is no number. */
export function parseNumber(word: string): number {
  const lower = word.toLowerCase()
  if (lower in EN) return EN[lower]!
  if (word in VAGUE) return VAGUE[word]!
  if (/^[\d.,]+$/.test(word)) return Number(word.replaceAll(',', ''))
  let total = 0
  let digit = 0
  let last = 0
  for (const c of word) {
    const unit = { 十: 10, 百: 100, 千: 1000 }[c]
    if (unit) {
      total += (digit || 1) * unit
      digit = 0
      last = unit
    } else {
      // «十几» is at least ten, «几十» at least twenty.
      const d = c === '几' ? (total ? 0 : 2) : c === '数' ? 3 : '零一二三四五六七八九'.indexOf(HAN_DIGIT[c] ?? c)
      if (d < 0) return Number.NaN
      digit = d
      if (d === 0) last = 0
    }
  }
  // «三百五» is 350, «三百零五» 305.
  return total + (last >= 100 ? (digit * last) / 10 : digit)
}

/** The matches that a number can be read from, in the text's order. */
export function* found(text: string, pattern: RegExp, value: (m: RegExpExecArray) => number): Generator<Measured> {
  for (const m of text.matchAll(pattern)) {
    const v = value(m as RegExpExecArray)
    if (Number.isFinite(v) && v > 0) yield { value: v, start: m.index, end: m.index + m[0].length }
  }
}

/** What follows ten thousand: `两千` -> 2000, `2千5百` -> 2500. */
const parseTail = (word: string): number =>
  /^\d/.test(word)
    ? [...word.matchAll(/(\d)(千|百)/g)].reduce((sum, m) => sum + Number(m[1]) * SCALE[m[2]!]!, 0)
    : parseNumber(word)

/** Sums of money in a reading, in yuan as they are named (no exchange); offsets are of the reading. */
export function* sumsOfMoney(text: string): Generator<Measured> {
  yield* found(text, AMOUNT, (m) => {
    if (m[1]) return parseNumber(m[1]) * (SCALE[m[2] ?? ''] ?? 1)
    const scale = SCALE[m[4] ?? ''] ?? 1
    // «一万五» is 15,000: the digit after the scale counts its tenth; «一万五千» and «一万零五十» say it in full.
    const rest = m[5] ? (m[5].length > 1 ? parseTail(m[5]) : parseNumber(m[5]) * (scale / 10)) : 0
    // «1500W» are watts.
    if (!m[6] && !m[7] && /w/i.test(m[4] ?? '') && parseNumber(m[3]!) >= 1000) return Number.NaN
    // A bare «三百» or «3千» with no unit of money is no amount; «5万» and «5w» are by habit.
    if (!m[6] && !m[7] && scale < 10_000) return Number.NaN
    return parseNumber(m[3]!) * scale + rest
  })
}
