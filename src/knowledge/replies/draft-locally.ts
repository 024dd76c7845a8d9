import type { ScriptHit } from '../../domain/decision.ts'
import type { SlotRule } from '../../domain/policy/knowledge-rules.ts'
import type { ReplyRules } from '../../domain/policy/reply-rules.ts'
import { readText } from '../../domain/text/reading.ts'
import { LINK } from '../draft-rests.ts'
import { fillScripts, unfilled } from '../fill-slots.ts'
import { type DraftSources, isChinese } from './draft-sources.ts'
import type { ReplyFinding } from './service.ts'

/** A draft that was made of a script and the company's own words. */
export interface LocalDraft {
  text: string
  /** The script it was made of; null: none fitted. */
  script: string | null
}

/** What stands against sending a text. */
export type Check = (text: string) => Promise<readonly ReplyFinding[]>

const GREETING = /^(?:您好|你好|(?:hello|hi|dear customer)\b)[,,!!。.\s]*/iu

/**
 * The best script against which nothing stands, with what it lacks (an apology, a next step and its time) in the company's
 * own words about it; those words alone where no script fits. Nothing is made up: a slot that nothing fills stays open.
 */
export async function draftLocally(
  { scripts, language }: Pick<DraftSources, 'scripts' | 'language'>,
  words: { opening: string; closing: string },
  check: Check,
): Promise<LocalDraft> {
  for (const { id, filled } of scripts) {
    if (isChinese(filled) !== (language === 'zh') || LINK.test(filled)) continue
    const text = completed(filled, await check(filled), words)
    if ((await check(text)).every((f) => f.severity === 'hint')) return { text, script: id }
  }
  return { text: joined(words.opening, words.closing), script: null }
}

function completed(
  script: string,
  findings: readonly ReplyFinding[],
  { opening, closing }: { opening: string; closing: string },
): string {
  const lacks = (...rules: string[]) => findings.some((f) => rules.includes(f.rule))
  const begun = lacks('no-apology') ? joined(opening, script.replace(GREETING, '')) : script
  return lacks('no-next-step', 'no-date') ? joined(begun, closing) : begun
}

const joined = (a: string, b: string): string => `${a}${/[\p{Script=Han}。！？]$/u.test(a) ? '' : ' '}${b}`

/** Opening and closing of the policy in a language, their slots filled as those of scripts. */
export function draftWords(
  { opening, closing }: ReplyRules['drafts'],
  language: 'zh' | 'en',
  fill: (text: string) => string,
): { opening: string; closing: string } {
  return { opening: fill(opening[language]), closing: fill(closing[language]) }
}

/**
 * Fills the slots of scripts from a kept complaint: its clocks that still run, and the one sum or day that its text names.
 * What was sent beside the text (names, products, orders) is not kept, and left open.
 */
export function filledFrom(
  scripts: readonly ScriptHit[],
  { text, decision, language }: Pick<DraftSources, 'text' | 'decision' | 'language'>,
  rules: readonly SlotRule[],
  now: number,
): ScriptHit[] {
  // The deadline in the tongue of the draft.
  const facts = { text, decision: { ...decision, language } }
  return fillScripts(scripts, facts, readText(text), rules, now)
}

/** One text of ours as if it were a script. */
export const asScript = (text: string): ScriptHit => {
  const bare = { id: '', scene: '', text, slots: [], avoid: [], score: 0, why: [], audience: 'frontline' as const }
  return { ...bare, ...unfilled(bare) }
}
