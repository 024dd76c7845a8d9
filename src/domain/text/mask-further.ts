import { applyMask, maskText } from './mask.ts'
import { readText, toOriginal } from './reading.ts'

// The commonest family names: about nine people in ten bear one of them.
export const FAMILY_NAME =
  '[王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯邓曹彭曾肖田董潘袁蔡蒋余杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆范汪廖石金韦贾夏付傅邹熊白孟秦邱侯江尹薛闫雷龙史陶贺毛郝顾龚邵万覃武钱戴严莫孔汤毕凌柳祝樊霍齐庞聂焦鲍詹柯翟岳盛]|欧阳|上官|司马|诸葛'
const NAME = `(?:${FAMILY_NAME})(?:(?![的是那说在了])\\p{Script=Han}){1,2}`
const SELF = '我叫|我名叫|本人叫|名字叫|名字是'
const ROLE = '姓名|联系人|投诉人|当事人|户名|收件人|收货人|寄件人|持卡人|机主|客户|用户|患者|旅客|乘客|业主|车主|顾客'
// Those that no other word begins with.
const PARTY = '联系人|投诉人|当事人|收件人|收货人|寄件人|送修人|报修人|持卡人|机主|患者|投保人|被保险人'
const TITLE = '先生|女士|小姐|同志'
const DIGIT = '[\\d零〇一二三四五六七八九幺]'

const FINDERS: readonly { label: string; pattern: RegExp }[] = [
  { label: '链接', pattern: /https?:\/\/[^\s\p{Script=Han}]+/giu },
  {
    label: '账号',
    pattern: /(?<=(?:微信号?|薇信号?|vx|wx|wechat|qq号?)[是为:\s]{0,3})(?=[a-z_-]*[\d_])[a-z\d][\w-]{4,19}/giu,
  },
  // Seven and more, also with gaps and in characters: orders, accounts, numbers mistyped by a digit. Not a sum of money, not a date with its dashes.
  {
    label: '号码',
    pattern: new RegExp(
      `(?<![\\d.])(?!(?:19|20)\\d\\d-\\d{1,2}-\\d{1,2}(?!\\d))${DIGIT}(?:[ -]?${DIGIT}){6,}x?(?![ -]?${DIGIT}|\\s?[元块万亿])`,
      'giu',
    ),
  },
  { label: '姓名', pattern: new RegExp(`(?<=${SELF})${NAME}`, 'gu') },
  { label: '姓名', pattern: new RegExp(`(?<=(?:${ROLE})(?:[::]\\s?|[是为]))${NAME}`, 'gu') },
  { label: '姓名', pattern: new RegExp(`(?<=${PARTY})${NAME}(?=[^\\p{Script=Han}]|$|反映|来电|投诉|称)`, 'gu') },
  { label: '姓名', pattern: new RegExp(`${NAME}(?=${TITLE})`, 'gu') },
  {
    label: '姓名',
    pattern:
      /(?<=\b(?:[Mm]y name is|[Mm]y name's|[Nn]ame:|I am called|(?:Mr|Mrs|Ms|Miss|Dr)\.?)\s)\p{Lu}[\p{L}'-]+(?:\s\p{Lu}[\p{L}'-]+){0,2}/gu,
  },
  {
    label: '地址',
    pattern:
      /(?<=住在|家住|住址[是为:]?|地址[是为:]?|寄到|送到)\s?\p{Script=Han}{2,20}?(?:小区|花园|公寓|家园|苑|新城|新村|村|大厦|广场|大街|路|弄)(?:[\d\p{Script=Han}-]{0,6}\d{1,5}(?:号楼|号|栋|幢|座|单元|室|楼|层|组))*/gu,
  },
  {
    label: '地址',
    pattern:
      /\b\d{1,5}[A-Z]?,?\s(?:\p{Lu}[\p{L}'-]+\s){1,3}(?:Street|St|Road|Rd|Avenue|Ave|Lane|Ln|Drive|Dr|Court|Ct|Boulevard|Blvd|Close|Terrace)\b/gu,
  },
]

/**
 * Masks a text that is already masked once more, for leaving the house: first by today's rules, then by looser ones that
 * would cost the engine words it reads by (any long number, names that introduce themselves, account names, links). What
 * masks too much is the right error here.
 */
export function maskFurther(text: string): string {
  const reading = readText(text)
  let out = applyMask(text, afterThose(text, maskText(reading).spans))
  for (const { label, pattern } of FINDERS) {
    const now = readText(out)
    let n = highest(out, label)
    const seen = new Map<string, string>()
    const spans = [...now.text.matchAll(pattern)].map((m) => {
      const placeholder = seen.get(m[0]) ?? `〔${label}${++n}〕`
      seen.set(m[0], placeholder)
      return { kind: 'name' as const, ...toOriginal(now, m.index, m.index + m[0].length), placeholder }
    })
    out = applyMask(out, spans)
  }
  return out
}

/** Names of persons in a reading that say that they are: introduced, behind a role, ahead of a title. */
export const namesIn = (reading: string): string[] =>
  FINDERS.filter(({ label }) => label === '姓名').flatMap(({ pattern }) =>
    [...reading.matchAll(pattern)].map(([n]) => n),
  )

/** New placeholders count on from those that stand in the text, so that none means two things. */
const afterThose = (text: string, spans: ReturnType<typeof maskText>['spans']) =>
  spans.map((s) => ({
    ...s,
    placeholder: s.placeholder.replace(
      /^〔(\p{Script=Han}+)(\d+)〕$/u,
      (_, label: string, n: string) => `〔${label}${highest(text, label) + Number(n)}〕`,
    ),
  }))

const highest = (text: string, label: string): number =>
  Math.max(0, ...[...text.matchAll(new RegExp(`〔${label}(\\d+)〕`, 'gu'))].map((m) => Number(m[1])))
