import type { Measures } from '../../domain/assessment.ts'
import { CN, found, NUM, parseNumber, SCALE, sumsOfMoney } from '../../domain/text/amounts.ts'

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

/** Numbers of a reading; offsets are of the reading. */
export function measure(text: string): Measures {
  return {
    amounts: [...sumsOfMoney(text)],
    days: [...found(text, DAYS, dayValue), ...found(text, DAYS_EN, dayValue)],
    contacts: [...found(text, CONTACTS, contactValue), ...found(text, CONTACTS_EN, firstNumber)],
    people: [...found(text, PEOPLE, peopleValue), ...found(text, PEOPLE_EN, firstNumber)].filter((p) => p.value >= 2),
  }
}
