import { createRestsOn, createShares, LINK, readingOf, type Unfounded } from '../draft-rests.ts'
import { type DraftSources, isChinese } from './draft-sources.ts'
import { createRecited, lettersOf } from './recited.ts'

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

// «Mr. Henderson» is no end.
const SENTENCE_END = /(?<=[。!?!?\n]|(?<!\b(?:Mrs?|Ms|Dr|Prof|No))\.(?=\s|$))/u
// Names of functions and fields, fences and tags, codes of the policy: no customer is ever told of them.
const MACHINE =
  /[`<>]|\b[a-z]+(?:_[a-z0-9]+)+\b|\b\w+\(\)|\b[A-Z]{2}-\d{2}\b|\b(?:json|prompt|system message)\b|提示词|大模型|语言模型|系统判断/u
const PLACEHOLDER = /〔[^〔〕]{1,20}〕/gu
/** An account, a number to write to, an id: copied out of a complaint it is nobody's to pass on. */
const LONG_ID = /(?=[A-Za-z0-9_-]*\d)[A-Za-z0-9_-]{6,}|[零〇一二三四五六七八九幺]{6,}/gu
/** The same with gaps between its digits. */
const GAPPED_ID = /\d(?:[ ·-]?\d){5,}|\d+(?:\.\d+){2,}/gu
const ACCOUNT = /[a-z][\w-]{3,}/giu
/** Sixteen letters of the complaint's or a case's on end are their words and not ours, as is a whole sentence. */
const ECHO = { run: 16, whole: 6 }
/** Of what the model is told. */
const TOLD = { run: 10, whole: 5 }
/** More letters than this in another language than the draft's rest on nothing: they cannot be held against what was sent. */
const ASIDE = 4
/** Fewer letters than this are no reply. */
const LEAST = 20

/** Digits that stood apart, on end. */
const ungapped = (reading: string): string => reading.replace(/(?<=\d)[ ·.-](?=\d)/gu, '')
const sayable = (text: string): string => text.replace(/(?!\n)\p{Cc}|\p{Cf}|\p{Cs}/gu, '').trim()

/**
 * Holds a model's draft to what it was given: a promise, a number or a name must stand in the scripts, the complaint or
 * the deadlines, a measure in these or in a case, though never in a case's very words; ways to be reached in a script
 * alone. `told`: the instructions, which are never repeated. `own`: the company's stock words. `instructs`: whether words
 * speak to whoever judges: a customer never hears them.
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
  const writeUps = cases.map((c) => `${c.title}\n${c.result}\n${c.lessons}`)
  const inTongue = (words: string): boolean => isChinese(words) === (language === 'zh')
  // English shares no words with Chinese: an English draft is held to the English sources, where the complaint is one.
  const comparable = [...scripts.map((s) => s.filled), own, complaint, ...writeUps]
  const shares = createShares([...comparable.filter((w) => language === 'zh' || inTongue(w)), clocks].join('\n'))
  const mustShare = language === 'zh' || inTongue(complaint)
  const read = readingOf(ours)
  const digits = ungapped(read)
  const said = readingOf(spoken)
  const recited = createRecited([complaint, ...writeUps].map(readingOf), read, ECHO)
  const repeated = createRecited([readingOf(told)], readingOf(`${ours}\n${complaint}`), TOLD)

  const faultOf = (sentence: string): Refused | null => {
    if (instructs(sentence)) return 'prompt'
    const unfounded = rests(sentence, { loosely: true })
    if (unfounded) return unfounded
    const text = readingOf(sentence)
    for (const [id] of text.matchAll(LONG_ID)) if (!read.includes(id)) return 'number'
    for (const [id] of text.matchAll(GAPPED_ID)) if (!digits.includes(ungapped(id))) return 'number'
    for (const [held] of sentence.matchAll(PLACEHOLDER))
      if (!complaint.includes(held) && !spoken.includes(held)) return 'placeholder'
    const ways = [...text.matchAll(contact)].map(([way]) => way)
    if (ways.some((way) => !said.includes(way))) return 'contact'
    // Where a script names a way, the account is still the script's.
    const accounts = ways.length > 0 && language === 'zh' ? [...text.matchAll(ACCOUNT)] : []
    if (accounts.some(([account]) => !read.includes(account))) return 'contact'
    const words = sentence.replace(PLACEHOLDER, '')
    if (lettersOf(words).length > ASIDE && !inTongue(words)) return 'rest'
    return !mustShare || shares(sentence) ? null : 'rest'
  }
  /** Until no echo is left: what is taken out may have stood between two halves of one. */
  const withoutEchoes = (sentences: string[]): string[] => {
    const echoes = recited(sentences.map(readingOf))
    return echoes.includes(true) ? withoutEchoes(sentences.filter((_, i) => !echoes[i])) : sentences
  }

  return (draft) => {
    const refused = new Set<Refused>()
    const clean = sayable(draft)
    if (MACHINE.test(clean)) return { text: '', refused: [], dropped: 'prompt' }
    const founded = clean.split(SENTENCE_END).filter((sentence) => {
      const why = sentence.trim() === '' ? null : faultOf(sentence)
      if (why) refused.add(why)
      return why === null
    })
    const kept = withoutEchoes(founded)
    if (kept.length < founded.length) refused.add('echo')
    if (repeated(kept.map(readingOf)).includes(true)) refused.add('prompt')
    if (LINK.test(readingOf(clean))) refused.add('link')
    const text = kept
      .join('')
      .replace(/\n{2,}/g, '\n')
      .trim()
    const dropped = refused.has('link')
      ? 'link'
      : refused.has('prompt')
        ? 'prompt'
        : !inTongue(clean)
          ? 'language'
          : lettersOf(text).length < LEAST
            ? 'unfounded'
            : null
    return { text: dropped ? '' : text, refused: [...refused], dropped }
  }
}
