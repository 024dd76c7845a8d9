import type { Measured, Measures } from '../../domain/assessment.ts'

const CN = '零〇一二两三四五六七八九十百千'
// «十几», «几百» and «数十» are numbers too, read as the least that they may mean.
const NUM = `(?:\\d{1,9}(?:,\\d{3})*(?:\\.\\d{1,2})?|[${CN}]{1,7}几?|[几数][十百千])`
// What ten thousands are counted of when they are no money; and watts, which share their letter.
const NO_MONEY =
  '(?!\\s?(?:多|余|来)?\\s?(?:像素|公里|里程|步|人|名|户|家|个|台|件|份|张|条|次|转|粉丝|粉|播放|点赞|阅读|浏览|评论|积分|分|毫安|字|平|吨|瓦|快充|闪充|充电|的?功率|的?灯|电机|电动))'
const AMOUNT = new RegExp(
  `(?:(?:¥|¥|RMB|rmb|\\$|£|€)\\s?(\\d{1,9}(?:,\\d{3})*(?:\\.\\d{1,2})?)\\s?(万|w|k)?)|(?<![\\d${CN}几数年月])(${NUM}|几|数)\\s?(?:(?:多|余|来)?(万|千|百|[wW]|[kK])(?:多|余|来)?(?:(\\d千(?:\\d百)?|[${CN}]{2,7}|[1-9一二两三四五六七八九])(?![\\d${CN}]))?\\s?(元|块|RMB|人民币|钱|${NO_MONEY})|(?:多|余|来)?\\s?(元|块|圆|RMB|rmb|人民币|yuan|dollars|pounds))`,
  'gu',
)
const DAYS = new RegExp(
  `(?<![\\d月])(${NUM}|半)\\s?(?:多|余|来)?\\s?(?:个(半)?|(?<![\\d一二两三四五六七八九十]\\s?)(?=月)|(?!\\s?月))(?:多|半)?\\s?(天|日(?!期|前的|子)|星期|礼拜|周(?!年|边|围|到|[一二三四五六日末])|月(?!\\d|份|[日初底末]|租|费)|年(?!级|代|[前后]?[1-9]|货|纪|龄|轻|份))`,
  'gu',
)
const DAYS_EN = /\b(\d{1,3}|two|three|four|five|six|seven|eight|nine|ten)\s+(days?|weeks?|months?|years?)\b/giu
const CONTACTS = new RegExp(
  `(?:打|联系|反映|反应|投诉|催|报修|找|问|沟通|交涉|跑|拨打|致电|来电|写信|反馈|申诉|协商|电话|要求|咨询|提交|修|去|说)(?:过|了)?.{0,6}?(${NUM}|数|好几|几|多|无数)(?:余|多)?(?:次|遍|回|趟|个电话|通)|(${NUM})(?:余|多)?(?:次|遍|回|趟)(?:打|联系|反映|反应|投诉|催|报修|找|沟通|交涉|致电|来电|拨打|向|与|跟|要求|写信|上门|协商|反馈)|第(${NUM})(?:次|遍|回|趟)(?!.{0,4}(?:买|购|来店|入住|光顾|消费|下单))`,
  'gu',
)
const CONTACTS_EN =
  /\b(\d{1,3}|twice|two|three|four|five|six|seven|eight|nine|ten)\s+(?:times|calls|emails|tickets|complaints|visits)\b|\b(twice|second|third|fourth|fifth)(?:\s+time)?\b/giu
const SUFFERERS =
  '业主|住户|居民|家长|学员|会员|村民|员工|工人|乘客|用户|消费者|商户|租户|客户|学生|工友|受害者|邻居|同事|朋友|顾客|家庭|老人|农民工|投资人|人家?(?![间份桌床座套餐房])'
// «三个», «四家» say nothing of people by themselves; «第三位» is one of them.
const PEOPLE = new RegExp(
  `(?<![第\\d${CN}几数])(${NUM}|数|好几|几)(万|千|百|十)?(?:多|余|来)?(?:(?:名|位(?!数)|户|人(?![间份桌床座套餐房]))(?:多|余)?(?:的)?(?:${SUFFERERS})?|(?:个|家)(?:多|余)?(?:的)?(?:${SUFFERERS}))`,
  'gu',
)
const PEOPLE_EN =
  /\b(\d{1,5}|three|four|five|six|seven|eight|nine|ten|dozens|hundreds)\s+(?:of us|(?:other\s+)?(?:customers|neighbou?rs|families|passengers|parents|residents|tenants|people|users))\b/giu

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
const SCALE: Record<string, number> = {
  万: 10_000,
  w: 10_000,
  W: 10_000,
  千: 1_000,
  k: 1_000,
  K: 1_000,
  百: 100,
  十: 10,
}
const HAN_DIGIT: Record<string, string> = { 两: '二', 〇: '零' }
const DAY_UNITS: Record<string, number> = {
  天: 1,
  日: 1,
  星期: 7,
  礼拜: 7,
  周: 7,
  月: 30,
  年: 365,
  day: 1,
  week: 7,
  month: 30,
  year: 365,
}

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

function* found(text: string, pattern: RegExp, value: (m: RegExpExecArray) => number): Generator<Measured> {
  for (const m of text.matchAll(pattern)) {
    const v = value(m as RegExpExecArray)
    if (Number.isFinite(v) && v > 0) yield { value: v, start: m.index, end: m.index + m[0].length }
  }
}

const dayValue = (m: RegExpExecArray) => {
  const number = parseNumber(m[1]!)
  // «2024年» is a date.
  if (m.at(-1) === '年' && number >= 1900) return Number.NaN
  return (number + (m[2] === '半' ? 0.5 : 0)) * (DAY_UNITS[m.at(-1)!.toLowerCase().replace(/s$/, '')] ?? Number.NaN)
}
// «第一次» has none before it.
const contactValue = (m: RegExpExecArray) => (m[3] && parseNumber(m[3]) < 2 ? Number.NaN : firstNumber(m))
const peopleValue = (m: RegExpExecArray) => firstNumber(m) * (SCALE[m[2] ?? ''] ?? 1)
const firstNumber = (m: RegExpExecArray) => parseNumber(m.slice(1).find((g) => g !== undefined) ?? '')

/** What follows ten thousand: `两千` -> 2000, `2千5百` -> 2500. */
const parseTail = (word: string): number =>
  /^\d/.test(word)
    ? [...word.matchAll(/(\d)(千|百)/g)].reduce((sum, m) => sum + Number(m[1]) * SCALE[m[2]!]!, 0)
    : parseNumber(word)

/** Numbers of a reading; offsets are of the reading. */
export function measure(text: string): Measures {
  const amounts = [
    ...found(text, AMOUNT, (m) => {
      if (m[1]) return parseNumber(m[1]) * (SCALE[m[2] ?? ''] ?? 1)
      const scale = SCALE[m[4] ?? ''] ?? 1
      // «一万五» is 15,000: the digit after the scale counts its tenth; «一万五千» and «一万零五十» say it in full.
      const rest = m[5] ? (m[5].length > 1 ? parseTail(m[5]) : parseNumber(m[5]) * (scale / 10)) : 0
      // «1500W» are watts.
      if (!m[6] && !m[7] && /w/i.test(m[4] ?? '') && parseNumber(m[3]!) >= 1000) return Number.NaN
      // A bare «三百» or «3千» with no unit of money is no amount; «5万» and «5w» are by habit.
      if (!m[6] && !m[7] && scale < 10_000) return Number.NaN
      return parseNumber(m[3]!) * scale + rest
    }),
  ]
  return {
    amounts,
    days: [...found(text, DAYS, dayValue), ...found(text, DAYS_EN, dayValue)],
    contacts: [...found(text, CONTACTS, contactValue), ...found(text, CONTACTS_EN, firstNumber)],
    people: [...found(text, PEOPLE, peopleValue), ...found(text, PEOPLE_EN, firstNumber)].filter((p) => p.value >= 2),
  }
}
