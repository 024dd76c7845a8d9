import { createRestsOn, type Unfounded } from '../draft-rests.ts'
import { type DraftSources, isChinese } from './draft-sources.ts'

/** Why a sentence of a model's draft was taken out, or the whole draft dropped. */
export type Refused = Unfounded | 'contact' | 'placeholder' | 'echo'

export interface CheckedWords {
  /** Without the sentences that rest on nothing. */
  text: string
  /** Why sentences were taken out, each reason once. */
  refused: Refused[]
  /** Why nothing of it may be used; null: what is left may. */
  dropped: 'link' | 'prompt' | 'language' | 'unfounded' | null
}

const SENTENCE_END = /(?<=[。!?!?\n]|\.(?=\s|$))/u
// Names of functions and fields, fences and tags, codes of the policy: no customer is ever told of them.
const MACHINE =
  /[`<>]|\b[a-z]+(?:_[a-z0-9]+)+\b|\b\w+\(\)|\b[A-Z]{2}-\d{2}\b|\b(?:json|prompt|system message)\b|提示词|大模型|语言模型|系统判断/u
const PLACEHOLDER = /〔[^〔〕]{1,20}〕/gu
/** An account, a number to write to, an id: copied out of a complaint it is nobody's to pass on. */
const LONG_ID = /(?=[A-Za-z0-9_-]*\d)[A-Za-z0-9_-]{6,}/gu
/** So many letters of the complaint, one after the other, are its words and not ours. */
const ECHO = 16
/** Fewer letters than this are no reply. */
const LEAST = 20

const letters = (text: string): string => text.replace(/[^\p{L}\p{N}]/gu, '')
const sayable = (text: string): string => text.replace(/(?!\n)\p{Cc}|\p{Cf}|\p{Cs}/gu, '').trim()

/**
 * Holds a model's draft to what it was given: a promise, a number or a name must stand in the scripts, the complaint or
 * the deadlines, a measure in these or in a case; ways to be reached in a script alone. `told`: the instructions, which
 * are never repeated. `own`: the company's stock words. `instructs`: whether words speak to whoever judges: a customer never hears them.
 */
export function createDraftChecks(
  { text: complaint, scripts, cases, language }: DraftSources,
  {
    told,
    own,
    clocks,
    contact,
    instructs,
  }: { told: string; own: string; clocks: string; contact: RegExp; instructs: (text: string) => boolean },
): (draft: string) => CheckedWords {
  const spoken = scripts.map((s) => s.filled).join('\n')
  const ours = `${spoken}\n${own}\n${clocks}`
  // What happened to another customer is nobody's business: numbers and names of cases are not among the sources.
  const rests = createRestsOn(`${ours}\n${complaint}`, told)
  const measures = cases.map((c) => `${c.title}\n${c.result}\n${c.lessons}`).join('\n')
  const shares = createRestsOn(`${ours}\n${complaint}\n${measures}`)
  const theirs = letters(complaint)
  const words = letters(ours)

  const faultOf = (sentence: string): Refused | null => {
    if (instructs(sentence)) return 'prompt'
    const unfounded = rests(sentence, { loosely: true })
    if (unfounded) return unfounded
    for (const [id] of sentence.matchAll(LONG_ID)) if (!ours.includes(id)) return 'number'
    for (const [held] of sentence.matchAll(PLACEHOLDER))
      if (!complaint.includes(held) && !spoken.includes(held)) return 'placeholder'
    for (const [way] of sentence.matchAll(contact)) if (!spoken.includes(way)) return 'contact'
    if (echoes(letters(sentence))) return 'echo'
    return shares(sentence) === 'rest' ? 'rest' : null
  }
  const echoes = (run: string): boolean => {
    for (let i = 0; i + ECHO <= run.length; i++) {
      const piece = run.slice(i, i + ECHO)
      if (theirs.includes(piece) && !words.includes(piece)) return true
    }
    return false
  }

  return (draft) => {
    const refused = new Set<Refused>()
    const clean = sayable(draft)
    if (MACHINE.test(clean)) return { text: '', refused: [], dropped: 'prompt' }
    const kept = clean.split(SENTENCE_END).filter((sentence) => {
      const why = sentence.trim() === '' ? null : faultOf(sentence)
      if (why) refused.add(why)
      return why === null
    })
    const text = kept
      .join('')
      .replace(/\n{2,}/g, '\n')
      .trim()
    const dropped = refused.has('link')
      ? 'link'
      : refused.has('prompt')
        ? 'prompt'
        : letters(text).length < LEAST
          ? 'unfounded'
          : isChinese(text) !== (language === 'zh')
            ? 'language'
            : null
    return { text: dropped ? '' : text, refused: [...refused], dropped }
  }
}
