import { z } from 'zod'
import type { CaseWriteUp } from '../domain/knowledge.ts'
import { OUTCOMES } from '../domain/labels.ts'
import type { Policy } from '../domain/policy/parse.ts'
import type { Drafting } from '../ports/drafting.ts'
import { type ModelFailure, NOTHING_SPENT } from '../ports/language-model.ts'
import { cut, type DraftFacts, isOpen, openWord } from './draft-case.ts'
import { createRestsOn, type RestsOn, type Unfounded } from './draft-rests.ts'
import { timeMark } from './import/time-mark.ts'

// Longer than the fields may be: what is too long is cut, not refused.
const words = z.string().max(2_000)
export const caseSummarySchema = z.strictObject({
  title: words,
  summary: words,
  course: z.array(z.strictObject({ at: words, what: words, decision: words.nullable() })).max(12),
  rootCause: words,
  outcome: z.enum(OUTCOMES),
  result: words,
  remedy: words,
  turningPoint: words,
  lessons: words,
})
type CaseSummary = z.output<typeof caseSummarySchema>

/** A draft that a language model has worked on. */
export interface ModelDraft {
  body: CaseWriteUp
  /** Fields in which sentences were refused, and why; the sentences themselves are gone. */
  refused: { field: string; why: Unfounded }[]
  /** Why the model had no part in it. */
  failure: ModelFailure | null
  /** The prompt that was sent: `case-summary@1#0f3a…`. */
  prompt: string
  costUsd: number
}

const NOT_STATED =
  /^(?:[〔([]?\s*)?(?:记录)?(?:未说明|没有说明|不详|未知|无记录|not (?:stated|recorded|known)|unknown|n\/a)\W*$/iu
const SENTENCE = /[^。!?!?;;\n]+[。!?!?;;]*|[\n]+/gu

/**
 * Has a language model fill the local draft from masked texts alone. What a person has said stays; of what the model
 * says, every sentence that does not rest on what was sent is taken out, and how it ended is taken from it only where
 * somebody wrote down how it went. Never throws: without an answer the local draft stands.
 */
export async function fillByModel(
  draft: CaseWriteUp,
  facts: DraftFacts,
  policy: Policy,
  { model, prompts, budgetMs, newDelimiter }: Drafting,
  account: string,
  signal?: AbortSignal,
): Promise<ModelDraft> {
  const known = knownOf(draft, policy)
  const notes = notesOf(facts)
  const prompt = prompts.fill('case-summary', {
    facts: known,
    complaint: facts.text,
    ...(notes ? { notes } : {}),
    delimiter: newDelimiter(),
  })
  const reply = await model
    .ask({ prompt, schema: caseSummarySchema, name: 'case_summary', budgetMs, account, signal })
    .catch(() => ({ value: null, failure: 'unreachable' as const, spent: NOTHING_SPENT }))
  const parsed = reply.failure === null ? caseSummarySchema.safeParse(reply.value) : null
  const costUsd = reply.spent.costUsd
  if (!parsed?.success)
    return { body: draft, refused: [], failure: reply.failure ?? 'off-schema', prompt: prompt.ref, costUsd }
  const told = prompt.messages.map((m) => m.content).join('\n')
  const rests = createRestsOn(`${known}\n${notes}\n${facts.text}`, told)
  const { body, refused } = laidOver(draft, parsed.data, facts, rests, notes !== '')
  return { body, refused, failure: null, prompt: prompt.ref, costUsd }
}

/** What the house itself knows: nothing that a customer wrote. */
function knownOf(draft: CaseWriteUp, policy: Policy): string {
  const nameOf = (code: string) => policy.codes.find((c) => c.code === code)?.zh ?? ''
  const level = policy.levels.find((l) => l.level === draft.level)
  return [
    `等级:${draft.level} ${level?.zh ?? ''}`,
    `编码:${draft.codes.map((c) => `${c} ${nameOf(c)}`).join(';')}`,
    `行业:${draft.domain}`,
    `受理日期:${draft.occurredOn}`,
    `渠道:${draft.channel}`,
    `部门:${draft.departments.join('、')}`.slice(0, 600),
  ].join('\n')
}

const SAID = ['rootCause', 'result', 'remedy', 'turningPoint', 'lessons'] as const

function notesOf({ said }: DraftFacts): string {
  const fields = SAID.flatMap((f) => (said[f] ? [`${f}: ${said[f]}`] : []))
  return [said.notes, ...fields, ...(said.outcome ? [`outcome: ${said.outcome}`] : [])].filter(Boolean).join('\n')
}

/** Whether it says when, and nothing else. */
const isTime = (at: string): boolean => /^受理当[天日]$/u.test(at) || timeMark(at)?.rest === ''

/** Without what a database cannot keep and a person cannot see. */
const sayable = (text: string): string => text.replace(/(?!\n)\p{Cc}|\p{Cf}|\p{Cs}/gu, '')

function laidOver(
  draft: CaseWriteUp,
  answer: CaseSummary,
  { said }: DraftFacts,
  restsOn: RestsOn,
  known: boolean,
): Pick<ModelDraft, 'body' | 'refused'> {
  const refused = new Map<string, Unfounded>()
  const open = openWord(draft.lang)
  /** The sentences of a field that stand; empty where none does. */
  const standing = (field: string, text: string, loosely = false): string => {
    if (NOT_STATED.test(sayable(text).trim())) return ''
    const kept = [...sayable(text).matchAll(SENTENCE)].flatMap(([sentence]) => {
      const why = sentence.trim() === '' ? null : restsOn(sentence, { loosely })
      if (why) refused.set(field, why)
      return why ? [] : [sentence]
    })
    return kept.join('').replace(/\n+/g, '\n').trim()
  }
  const orLocal = (field: 'title' | 'summary', most: number) =>
    (said as Record<string, unknown>)[field] !== undefined
      ? draft[field]
      : cut(standing(field, answer[field]), most) || draft[field]
  // Of a course that nobody wrote down a model can only dream.
  const ifKnown = (field: (typeof SAID)[number], most: number, loosely = false) => {
    if (said[field] !== undefined) return draft[field]
    return (known && cut(standing(field, answer[field], loosely), most)) || open
  }
  const steps = answer.course.flatMap((step, i) => {
    const what = cut(standing(`course.${i}.what`, step.what), 400)
    if (!what) return []
    const at = isTime(step.at) ? cut(standing(`course.${i}.at`, step.at, true), 60) : ''
    const decision = step.decision === null ? '' : cut(standing(`course.${i}.decision`, step.decision), 400)
    return [{ at: at || (draft.lang === 'zh' ? '记录未说明' : 'not recorded'), what, decision: decision || null }]
  })
  const result = ifKnown('result', 600)
  return {
    body: {
      ...draft,
      title: orLocal('title', 120),
      summary: orLocal('summary', 600),
      course: known && steps.length > 0 ? steps : draft.course,
      rootCause: ifKnown('rootCause', 600),
      outcome: said.outcome ?? (isOpen(result) ? draft.outcome : answer.outcome),
      result,
      remedy: ifKnown('remedy', 400),
      turningPoint: ifKnown('turningPoint', 400),
      lessons: ifKnown('lessons', 600, true),
    },
    refused: [...refused].map(([field, why]) => ({ field, why })),
  }
}
