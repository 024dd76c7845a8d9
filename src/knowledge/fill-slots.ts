import type { Decision, FilledSlot, ScriptHit } from '../domain/decision.ts'
import type { SlotRule } from '../domain/policy/knowledge-rules.ts'
import { splitClauses } from '../domain/text/clauses.ts'
import { type Reading, readText } from '../domain/text/reading.ts'
import { slotsIn } from './check-body.ts'
import { holdsOneOf, placeInText, type SlotFacts, type SlotValue, valueFrom } from './slot-values.ts'

const SLOT = /\{([^{}]{1,40})\}/g
// The script says it itself: «…前», «之前»; or speaks of the moment and not of the time up to it: «到了…还没».
const ENDED = /^(?:之前|以前|前|为止|止)/u
const MOMENT = /(?:到|过|至|截止)了?$/u

/**
 * Scripts with their slots filled (G2, C3): from what this request, this text and this decision say, never invented and
 * never from another text. Each filled slot names its source; what nothing fills stays in the text as it is and is listed.
 * A clock that has run out by `now` (epoch ms) promises nothing.
 */
export function fillScripts(
  scripts: readonly ScriptHit[],
  facts: SlotFacts,
  reading: Reading,
  rules: readonly SlotRule[],
  now: number,
): ScriptHit[] {
  const ruleOf = new Map(rules.flatMap((rule) => rule.names.map((name) => [name, rule] as const)))
  const places = new Map<string, FilledSlot['at']>()
  const known = (slot: string, text: string): Omit<FilledSlot, 'value'> | null => {
    const rule = ruleOf.get(slot)
    if (!rule || rule.promised || besideOneOf(text, slot, rule.notBeside)) return null
    for (const from of rule.from) {
      const inText = from === 'text.amount' || from === 'text.date'
      const key = `${from} ${rule.names[0]}`
      if (inText && !places.has(key)) places.set(key, placeInText(from, rule, reading, facts.decision.entities))
      const at = inText ? places.get(key)! : null
      if (inText && at === null) continue
      if (from.startsWith('clocks.') && runOut(from, facts.decision.clocks, now)) continue
      if (valueFrom(from, at, facts)) return { slot, from, at }
    }
    return null
  }
  return scripts.map((script) =>
    fillWith(
      script,
      slotsIn(script.text).flatMap((slot) => known(slot, script.text) ?? []),
      facts,
    ),
  )
}

/** A script filled again from the same sources: for a kept decision, whose values are not kept. What is not at hand any more is left open. */
export const fillAgain = (script: ScriptHit, facts: SlotFacts): ScriptHit =>
  // Decisions of before slots were filled have none.
  fillWith(script, script.slotsFilled ?? [], facts)

/** For keeping: which slots were filled from where, and no value, so that no word of the customer's stands in the record. */
export const withoutValues = (script: ScriptHit): ScriptHit => ({
  ...script,
  filled: '',
  slotsFilled: script.slotsFilled.map((s) => ({ ...s, value: '' })),
})

/** A script as it stands in the library: nothing is filled. */
export const unfilled = (script: Pick<ScriptHit, 'text'>): Pick<ScriptHit, 'filled' | 'unfilled' | 'slotsFilled'> => ({
  filled: script.text,
  unfilled: slotsIn(script.text),
  slotsFilled: [],
})

function fillWith(script: ScriptHit, sources: readonly Omit<FilledSlot, 'value'>[], facts: SlotFacts): ScriptHit {
  const values = new Map<string, SlotValue>()
  const slotsFilled = sources.flatMap(({ slot, from, at }): FilledSlot[] => {
    const value = valueFrom(from, at, facts)
    if (!value) return []
    values.set(slot, value)
    return [{ slot, value: value.body + value.tail, from, at }]
  })
  const { text } = script
  // In one pass: a value is never read for slots itself.
  const filled = text.replace(SLOT, (whole, slot: string, offset: number) => {
    const value = values.get(slot)
    if (!value) return whole
    const rest = text.slice(offset + whole.length)
    const said =
      value.tail === '前'
        ? ENDED.test(rest) || MOMENT.test(text.slice(0, offset))
        : rest.trimStart().startsWith(value.tail.trim()) || rest.startsWith('块')
    return value.body + (said ? '' : value.tail)
  })
  return { ...script, filled, slotsFilled, unfilled: slotsIn(text).filter((slot) => !values.has(slot)) }
}

/** Whether the script's own clause around a slot holds one of the words. */
export function besideOneOf(text: string, slot: string, words: readonly string[]): boolean {
  if (words.length === 0) return false
  const { text: read } = readText(text)
  return splitClauses(read).some(({ start, end }) => {
    const clause = read.slice(start, end)
    return clause.includes(`{${slot}}`) && holdsOneOf(clause.toLowerCase(), words)
  })
}

const runOut = (from: string, clocks: Decision['clocks'], now: number): boolean =>
  Date.parse(from === 'clocks.resolveBy' ? clocks.resolveBy : clocks.firstResponseBy) <= now
