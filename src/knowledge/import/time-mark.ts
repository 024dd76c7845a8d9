// A moment as the lines of a course begin with it: a date, a day counted from the first, a time of day, or several of these.
const NUM = '(?:\\d{1,3}|[零一二两三四五六七八九十半]{1,3})'
const CLOCK =
  '(?:\\d{1,2}[::]\\d{2}(?:[::]\\d{2})?(?:\\s?[ap]\\.?m\\b\\.?)?|\\d{1,2}\\s?[点时](?!间)(?:半|整|\\d{1,2}分?)?(?:左右|许)?|\\d{1,2}\\s?[ap]\\.?m\\b\\.?)'
const PART =
  '(?:凌晨|清晨|早上|早晨|一早|上午|中午|午间|午后|下午|傍晚|晚上|晚间|夜间|深夜|morning|noon|afternoon|evening|night)'
const MONTH = '(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]{0,6}\\.?'
const DAY = [
  '(?:(?:\\d{2,4}|[〇零一二三四五六七八九]{4})\\s?年\\s?)?(?:\\d{1,2}|[一二三四五六七八九十]{1,3})\\s?月\\s?(?:\\d{1,2}|[一二三四五六七八九十]{1,3})\\s?[日号]',
  '\\d{4}[-/.]\\d{1,2}[-/.]\\d{1,2}T?',
  '\\d{1,2}/\\d{1,2}(?!\\d)',
  '\\d{1,2}[.]\\d{1,2}(?=\\s|上午|下午|晚)',
  `第\\s?${NUM}\\s?(?:天|日|周|个?月|小时)`,
  '[dt]\\s?\\+?\\d{1,3}(?=[\\s::])',
  '当[天日晚]|次日|翌日|隔[天日]|同[日天]|(?:上|本|当|次|下)?(?:周|星期)[一二三四五六日天]',
  `(?:days?|weeks?|hours?)\\s\\d{1,3}`,
  `\\d{1,2}(?:st|nd|rd|th)?\\s${MONTH}(?:,?\\s\\d{4})?`,
  `${MONTH}\\s\\d{1,2}(?:st|nd|rd|th)?(?![\\d:])(?:,?\\s\\d{4})?`,
  '(?:on\\s)?(?:mon|tues|wednes|thurs|fri|satur|sun)day',
  '(?:the\\s)?(?:next|following|same|that)\\s(?:day|morning|afternoon|evening|week)',
].join('|')
const LATER = `${NUM}\\s?(?:个?小时|分钟|天|日|周|个?星期|个?月)(?:之?后)|(?:\\d{1,3}|an?|one|two|three|four|five|six|ten)\\s(?:minutes?|hours?|days?|weeks?|months?)\\slater`
const MOMENT = `(?:(?:${DAY})(?:[\\s,,]{0,2}${PART})?(?:[\\s,,]{0,2}(?:at\\s)?${CLOCK})?|(?:${LATER})|${PART}\\s?(?:${CLOCK})?|${CLOCK})`
// A limit («3月5日前») is no moment, and a length of time («3小时内») none either.
const LINE = new RegExp(
  `^[【[((《*]{0,3}\\s{0,2}(${MOMENT}(?:\\s{0,2}(?:[-–—~~至到]|to)\\s{0,2}${MOMENT})?)(?![\\d之]?[前内]|以[前内]|\\s?(?:起|万|元|%|or\\b|before\\b))[】\\]))》*]{0,3}[\\s,,::、。.—–|-]{0,4}`,
  'iu',
)

/** The moment that a line begins with and what comes after it; null where it begins with none. */
export function timeMark(line: string): { at: string; rest: string } | null {
  const found = LINE.exec(line)
  return found ? { at: found[1]!.trim(), rest: line.slice(found[0].length) } : null
}
