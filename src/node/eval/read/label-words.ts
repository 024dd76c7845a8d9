import { CHANNELS, DEMANDS, DOMINANTS, NATURES, RULES, STANCES, THREAT_CHANNELS } from '../../../domain/labels.ts'
import type { Policy } from '../../../domain/policy/parse.ts'
import { VALUES } from '../../../quality/names.ts'

/** A cell's word as it is compared. */
export const plainWord = (s: string): string => s.normalize('NFKC').trim().toLowerCase().replace(/\s+/g, ' ')

/** Words for «nothing»: a label all the same, unlike an empty cell. */
const NONE = ['none', 'no', '无', '没有', '-', '—', '/', 'null', '[]', '空']
export const isNone = (cell: string): boolean => NONE.includes(plainWord(cell))

export const YES = ['true', 'yes', 'y', '1', '是', '有', '√', '✓', '对', 't']
export const NO = ['false', 'no', 'n', '0', '否', '无', '没有', '×', '✗', '不是', 'f', '-']

const MORE: Readonly<Record<string, readonly string[]>> = {
  enquiry: ['inquiry', '询问', '查询'],
  praise: ['表彰', '感谢', 'compliment'],
  other: ['其它'],
  suggestion: ['意见'],
  helplessness: ['无奈'],
  anger: ['愤怒', '生气'],
  anxiety: ['着急', '焦急'],
  none: ['平静'],
  threatened: ['威胁', '未发生', '将要', 'threat'],
  done: ['已发生', '已经', '已做'],
  social: ['社交', '社交媒体', '微博', '抖音', '小红书'],
  platform: ['黑猫'],
  regulator: ['监管部门', '12315', '12345'],
  executive: ['公司高层', '高管'],
  refund: ['退钱'],
  replace: ['换货', '补发', '更换'],
  repair: ['修理'],
  compensation: ['补偿', '赔付'],
  expedite: ['催促', '加急', '催单'],
  discipline: ['处分', '处罚', '处理员工'],
  explanation: ['说明', '答复'],
  phone: ['电话', '来电', '热线', '400'],
  email: ['邮件', '邮箱', '电子邮件'],
  web: ['网站', '官网', '网页'],
  app: ['客户端', '手机端'],
  wechat: ['微信', '公众号', '小程序'],
  onsite: ['现场', '门店', '柜台'],
  partner: ['合作方', '第三方'],
}

type Words = ReadonlyMap<string, string>

function wordsOf(values: readonly string[]): Words {
  const out = new Map<string, string>()
  for (const v of values) {
    const names = VALUES[v]
    for (const word of [v, names?.zh, names?.en, ...(names?.zh.split('/') ?? []), ...(MORE[v] ?? [])]) {
      if (word !== undefined && !out.has(plainWord(word))) out.set(plainWord(word), v)
    }
  }
  return out
}

/** Word to label, for each closed set; levels have the policy's own names. */
export function labelWords(policy: Policy) {
  const levels = new Map<string, string>()
  for (const l of policy.levels) {
    for (const name of [l.zh, l.en, ...l.zh.split('/'), ...l.en.split('/')])
      levels.set(plainWord(name), String(l.level))
  }
  return {
    nature: wordsOf(NATURES),
    dominant: wordsOf(DOMINANTS),
    threat: new Map([
      ...wordsOf(THREAT_CHANNELS),
      ...policy.threats.map((t): [string, string] => [plainWord(t.zh), t.channel]),
    ]),
    stance: wordsOf(STANCES),
    demand: wordsOf(DEMANDS),
    rule: new Map(RULES.map((r): [string, string] => [r, r])),
    channel: wordsOf(CHANNELS),
    level: levels,
  }
}
export type LabelWords = ReturnType<typeof labelWords>
