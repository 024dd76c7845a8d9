import type { CaseWriteUp } from '../domain/knowledge.ts'
import { isOpen } from './draft-case.ts'
import type { ModelDraft } from './draft-case-model.ts'

/** What of a draft a person has to see to. */
export interface DraftFinding {
  field: string
  kind: 'open' | 'assumed' | 'refused' | 'masked'
  zh: string
  en: string
}

const FIELDS: Record<string, [string, string]> = {
  title: ['标题', 'title'],
  summary: ['投诉概述', 'summary'],
  course: ['经过', 'course'],
  rootCause: ['根本原因', 'root cause'],
  outcome: ['收场', 'outcome'],
  result: ['结果', 'result'],
  remedy: ['补救', 'remedy'],
  turningPoint: ['转折点', 'turning point'],
  lessons: ['经验', 'lessons'],
}
const REASONS: Record<ModelDraft['refused'][number]['why'], [string, string]> = {
  link: ['含有网址或标记', 'a link or markup'],
  prompt: ['复述了给大模型的说明', 'it repeated what the model was told'],
  number: ['含有材料里没有的数字或日期', 'a number or a date that is not in what was sent'],
  name: ['含有材料里没有的名称', 'a name that is not in what was sent'],
  quote: ['引用了材料里没有的话', 'a quotation of what was not sent'],
  rest: ['在材料里找不到依据', 'nothing in what was sent to rest on'],
}
const nameOf = (field: string): [string, string] => FIELDS[field.split('.')[0]!] ?? [field, field]

/** Fields that nobody has filled, told from the write-up itself. */
export function openFields(body: CaseWriteUp): DraftFinding[] {
  const open = (['rootCause', 'result', 'remedy', 'turningPoint', 'lessons'] as const).filter((f) => isOpen(body[f]))
  const findings = open.map((field): DraftFinding => {
    const [zh, en] = nameOf(field)
    return { field, kind: 'open', zh: `「${zh}」没有记录,请补充`, en: `nobody has said the ${en}; fill it in` }
  })
  if (open.includes('result'))
    findings.push({
      field: 'outcome',
      kind: 'assumed',
      zh: '没有记录结果,「收场」请核对后改正',
      en: 'the result was not said; check the outcome and mend it',
    })
  return findings
}

/** Fields of which a language model’s sentences were taken out. */
export const refusedFields = (refused: ModelDraft['refused']): DraftFinding[] =>
  refused.map(({ field, why }) => {
    const [zh, en] = nameOf(field)
    const [becauseZh, because] = REASONS[why]
    return {
      field,
      kind: 'refused',
      zh: `大模型写的「${zh}」有句子被去掉:${becauseZh}`,
      en: `a sentence of the model’s ${en} was taken out: ${because}`,
    }
  })

export const maskedField = (field: string): DraftFinding => {
  const [zh, en] = nameOf(field)
  return {
    field,
    kind: 'masked',
    zh: `「${zh}」里有个人信息,已遮蔽`,
    en: `the ${en} held personal data; it was masked`,
  }
}
