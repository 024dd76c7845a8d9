import { z } from 'zod'
import type { Policy } from '../../domain/policy/parse.ts'
import type { Drafting } from '../../ports/drafting.ts'
import { NOTHING_SPENT } from '../../ports/language-model.ts'
import { deadline } from '../slot-values.ts'
import { createDraftChecks, type Refused } from './draft-checks.ts'
import type { DraftSources } from './draft-sources.ts'

const ids = z.array(z.string().max(100)).max(20)
/** What the prompt reply-draft asks for. */
export const replyDraftSchema = z.strictObject({ text: z.string().max(1_600), usedCases: ids, usedScripts: ids })

/** What a language model made of the sources. */
export interface ModelReply {
  /** Empty where there is a failure. */
  text: string
  cases: string[]
  scripts: string[]
  /** Why sentences were taken out. */
  refused: Refused[]
  /** Why it may not be used, as in `engine.reasons`; null: it may. */
  failure: string | null
  /** The prompt that was sent: `reply-draft@1#0f3a…`. */
  prompt: string
  costUsd: number
}

export interface AskedFor {
  account: string
  now: number
  /** Opening and closing, filled. */
  own: string
  contact: RegExp
  /** Whether words are instructions to whoever judges. */
  instructs: (text: string) => boolean
  signal: AbortSignal | undefined
}

/** Has a language model draft a reply from masked texts alone, and holds what it writes to what it was given. Never throws. */
export async function draftByModel(
  sources: DraftSources,
  policy: Policy,
  { model, prompts, budgetMs, newDelimiter }: Drafting,
  { account, now, own, contact, instructs, signal }: AskedFor,
): Promise<ModelReply> {
  const clocks = clocksOf(sources, now)
  const { cases, scripts } = sources
  const prompt = prompts.fill('reply-draft', {
    role: roleOf(sources, policy),
    facts: factsOf(sources, policy, clocks),
    complaint: sources.text,
    ...(cases.length > 0 ? { cases: cases.map(caseWords).join('\n\n') } : {}),
    ...(scripts.length > 0 ? { scripts: scripts.map(scriptWords).join('\n\n') } : {}),
    delimiter: newDelimiter(),
  })
  const reply = await model
    .ask({ prompt, schema: replyDraftSchema, name: 'reply_draft', budgetMs, account, signal })
    .catch(() => ({ value: null, failure: 'unreachable' as const, spent: NOTHING_SPENT }))
  const base = { prompt: prompt.ref, costUsd: reply.spent.costUsd }
  const none = (failure: string) => ({ ...base, text: '', cases: [], scripts: [], refused: [], failure })
  if (reply.failure !== null) return none(`llm-${reply.failure}`)
  const told = prompt.messages[0]?.content ?? ''
  const checked = createDraftChecks(sources, { told, own, clocks, contact, instructs })(reply.value.text)
  if (checked.dropped) return none(`draft-${checked.dropped}`)
  const given = <T extends { id: string }>(items: readonly T[], used: readonly string[]) =>
    items.filter(({ id }) => used.includes(id)).map(({ id }) => id)
  return {
    ...base,
    text: checked.text,
    cases: given(cases, reply.value.usedCases),
    scripts: given(scripts, reply.value.usedScripts),
    refused: checked.refused,
    failure: null,
  }
}

function roleOf({ role }: DraftSources, { powers }: Policy): string {
  const power = powers.find((p) => p.role === role)
  const limit = power ? power.limitYuan : 0
  return `${power?.zh ?? role},${limit === null ? '金额不设固定上限' : `当场至多可以承诺 ${limit} 元`}`
}

function factsOf({ decision, language, scene }: DraftSources, policy: Policy, clocks: string): string {
  const { severity, types, emotion, routing } = decision
  const lines = [
    `等级:${severity.level} ${severity.label}`,
    `编码:${types
      .filter((t) => t.role !== 'alternative')
      .map((t) => `${t.code} ${t.name}`)
      .join(';')}`,
    `情绪:${emotion.level} 级,${emotion.dominant}`,
    `时限:${clocks || '均已过,不要写具体时间'}`,
    `经办:${policy.departments[routing.team]?.zh ?? routing.teamName}`,
    `答复用:${language === 'zh' ? '中文' : '英文'}`,
    ...(scene === null ? [] : [`场景:${scene}`]),
  ]
  return lines.join('\n').slice(0, 2_000)
}

/** The clocks that still run, in the tongue of the draft; a deadline that is gone by promises nothing. */
export function clocksOf({ decision, language }: Pick<DraftSources, 'decision' | 'language'>, now: number): string {
  const { clocks, receivedAt } = decision
  const said = (name: string, instant: string) => {
    if (Date.parse(instant) <= now) return []
    const { body, tail } = deadline(instant, receivedAt, language === 'en')
    return [`${name}${language === 'en' ? ' by ' : ''}${body}${tail}`]
  }
  return [...said('首次回应', clocks.firstResponseBy), ...said('办结', clocks.resolveBy)].join(';')
}

const caseWords = ({ id, title, outcome, result, lessons }: DraftSources['cases'][number]): string =>
  `[${id}] ${title}\n收场:${outcome}\n结果:${result}\n教训:${lessons}`

const scriptWords = ({ id, scene, filled, avoid }: DraftSources['scripts'][number]): string =>
  `[${id}] ${scene}\n${filled}${avoid.length > 0 ? `\n不要说:${avoid.join(' / ')}` : ''}`
