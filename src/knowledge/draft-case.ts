import type { Decision } from '../domain/decision.ts'
import type { CaseWriteUp } from '../domain/knowledge.ts'
import type { Channel } from '../domain/labels.ts'
import type { Policy } from '../domain/policy/parse.ts'
import type { SummaryRequest } from '../domain/summary.ts'
import { dayOf, formatInstant } from '../domain/working-time.ts'
import { createCourseReader } from './import/read-course.ts'

/** A closed complaint as a draft is made of it. Everything in it is masked. */
export interface DraftFacts {
  /** The item's id, and the triage's. */
  id: string
  triageId: string
  /** The complaint; evidence of the decision refers to it. */
  text: string
  decision: Decision
  channel: Channel
  domain: string | null
  product: string | null
  said: SummaryRequest
}

type Language = CaseWriteUp['lang']
const OPEN: Record<Language, string> = { zh: '〔待补充〕', en: '〔to be filled in〕' }
const NO_TIME: Record<Language, string> = { zh: '记录未说明', en: 'not recorded' }
const CHANNEL: Record<Channel, [string, string]> = {
  phone: ['电话', 'by phone'],
  email: ['邮件', 'by e-mail'],
  web: ['网页', 'on the web'],
  app: ['应用', 'in the app'],
  wechat: ['微信', 'on WeChat'],
  social: ['社交媒体', 'on social media'],
  onsite: ['现场', 'in person'],
  partner: ['合作方', 'through a partner'],
  regulator: ['监管部门', 'through a regulator'],
  other: ['其他渠道', 'by another way'],
}
const DECIDED = ['决定', '处理决定', '处理意见', '处置', 'decision', 'decided']
const readCourse = createCourseReader(DECIDED)
const MOST_STEPS = 20

/** Whether a field still waits for somebody who knows. */
export const isOpen = (text: string): boolean => Object.values(OPEN).includes(text)
export const openWord = (lang: Language): string => OPEN[lang]
export const languageOf = ({ decision }: Pick<DraftFacts, 'decision'>): Language =>
  decision.language === 'en' ? 'en' : 'zh'
/** The main code, then the further ones. */
export const codesOf = ({ decision, said }: Pick<DraftFacts, 'decision' | 'said'>): string[] => {
  const judged = ['primary', 'secondary'].flatMap((role) =>
    decision.types.filter((t) => t.role === role).map((t) => t.code),
  )
  return [...new Set(said.code ? [said.code, ...judged.slice(1)] : judged)].slice(0, 4)
}

/** A write-up from the record alone: words of the text, the decision, what was said of the course. What nobody said is left open. */
export function draftCase(facts: DraftFacts, policy: Policy): CaseWriteUp {
  const { id, triageId, decision, channel, product, said } = facts
  const lang = languageOf(facts)
  const open = OPEN[lang]
  const codes = codesOf(facts)
  const teamOf = (team: string) => policy.departments[team]?.[lang] ?? team
  const { team, collaborators } = decision.routing
  return {
    id,
    title: said.title ?? titleOf(facts, policy),
    code: codes[0] ?? '',
    codes,
    level: said.level ?? decision.severity.level,
    domain: said.domain ?? facts.domain ?? 'other',
    product: product === null ? null : cut(product, 120),
    departments: said.departments ?? [...new Set([team, ...collaborators].map(teamOf))],
    occurredOn: dayOf(Date.parse(decision.receivedAt), policy.calendar),
    channel,
    summary: summaryOf(facts),
    course: courseOf(facts, policy),
    rootCause: said.rootCause ?? open,
    // Nobody has said: «partly» blames nobody and praises nobody, and the findings name it.
    outcome: said.outcome ?? 'partly',
    result: said.result ?? open,
    remedy: said.remedy ?? open,
    turningPoint: said.turningPoint ?? open,
    lessons: said.lessons ?? open,
    audience: said.audience,
    sources: [`triage ${triageId}`],
    lang,
    validFrom: null,
    validTo: null,
  }
}

/** At most so many UTF-16 units, with «…» where it was longer. */
export const cut = (text: string, most: number): string =>
  text.length <= most ? text : `${text.slice(0, most - 1).replace(/[\uD800-\uDBFF]$/, '')}…`
const oneLine = (text: string): string => text.replace(/\s+/g, ' ').trim()
const sentencesOf = (text: string): string[] =>
  text
    .split(/(?<=[。!?!?;;…]["”』」]?)|(?<=\.)\s+|\n+/u)
    .map(oneLine)
    .filter(Boolean)

function titleOf({ text, decision, said }: DraftFacts, policy: Policy): string {
  const english = decision.language === 'en'
  const [first] = codesOf({ decision, said })
  const code = policy.codes.find((c) => c.code === first)
  const name = code ? (english ? code.en : code.zh) : ''
  const lead = decision.types.find((t) => t.role === 'primary')?.evidence[0]?.quote ?? sentencesOf(text)[0] ?? ''
  return cut(oneLine(`${name}${english ? ': ' : ':'}${lead}`), english ? 90 : 40)
}

/** The text itself where it is short, else the sentences on which the judgement rests, in their order. */
function summaryOf({ text, decision }: DraftFacts): string {
  const whole = oneLine(text)
  if (whole.length <= 600) return whole
  const rests = [decision.severity, ...decision.types, ...decision.threats, decision.repeat, decision.emotion]
    .flatMap((x) => x.evidence.map((e) => oneLine(e.quote)))
    .filter(Boolean)
  const sentences = sentencesOf(text)
  const kept = new Set<number>()
  const room = () => [...kept].reduce((left, i) => left - sentences[i]!.length - 1, 600)
  const take = (i: number) => sentences[i]!.length < room() && kept.add(i)
  sentences.forEach((s, i) => {
    if (rests.some((quote) => s.includes(quote))) take(i)
  })
  sentences.forEach((_, i) => {
    take(i)
  })
  const picked = [...kept].sort((a, b) => a - b).map((i) => sentences[i]!)
  return picked.length > 0 ? cut(picked.join(' '), 600) : cut(whole, 600)
}

/** What the records know, then what was said of the course. */
function courseOf(facts: DraftFacts, policy: Policy): CaseWriteUp['course'] {
  const { decision, channel, said, text } = facts
  const lang = languageOf(facts)
  const zh = lang === 'zh'
  const minute = (at: string) => formatInstant(Date.parse(at), policy.calendar.timezone).slice(0, 16).replace('T', ' ')
  const same = (sameIssue: boolean) => (zh ? (sameIssue ? ',同一问题' : '') : sameIssue ? ' about the same matter' : '')
  const earlier = decision.repeat.earlier
    .toSorted((a, b) => a.receivedAt.localeCompare(b.receivedAt))
    .slice(-3)
    .map((e) => ({
      at: minute(e.receivedAt),
      what: zh ? `同一客户此前曾来投诉${same(e.sameIssue)}` : `The same customer had complained${same(e.sameIssue)}`,
      decision: null,
    }))
  const { level, label, labelEn } = decision.severity
  const [viaZh, via] = CHANNEL[channel]
  const lead = cut(sentencesOf(text)[0] ?? '', 200)
  const received = {
    at: minute(decision.receivedAt),
    what: zh ? `客户以${viaZh}方式投诉:${lead}` : `The customer complained ${via}: ${lead}`,
    decision: zh
      ? `定为${level}级(${label}),派${decision.routing.teamName}`
      : `Level ${level} (${labelEn}), sent to ${decision.routing.team}`,
  }
  const steps = readCourse(said.notes ?? '').map((s) => ({
    at: cut(s.at ?? NO_TIME[lang], 60),
    what: cut(s.what || s.decision || '', 400),
    decision: s.decision === null ? null : cut(s.decision, 400),
  }))
  return [...earlier, received, ...steps].slice(0, MOST_STEPS)
}
