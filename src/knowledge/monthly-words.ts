import type { Audience } from '../domain/labels.ts'
import type { WordRules } from '../domain/policy/knowledge-rules.ts'
import type { PolicyRules } from '../domain/policy/schema.ts'
import { dayOf } from '../domain/working-time.ts'
import type { Clock } from '../ports/clock.ts'
import type { WordsStore } from '../ports/words-store.ts'
import { createCompany, createVoiceCount } from './words/company.ts'
import { createFrequent, type Frequent, isHan } from './words/frequent.ts'
import { indexMonth, type MonthIndex, monthBefore, readTexts } from './words/month.ts'
import { type Rise, riseOf, standing, testOf } from './words/rise.ts'
import { createScriptFinder } from './words/scripts.ts'

/** A word that rose or is new. Counts are of complainants: each counts once a month, complaints by nobody known each for itself. */
export interface MonthlyWord extends Rise {
  word: string
  count: number
  share: number
  before: { count: number; share: number }
  change: 'rose' | 'new'
  /** The codes of the complaints it stands in, most frequent first, three at most. */
  codes: { code: string; count: number }[]
  /** The best published script that speaks of it; null: one is missing. */
  script: { id: string; scene: string } | null
}

export interface MonthlyWordsResult {
  month: string
  /** Whether the month is over. */
  complete: boolean
  complaints: number
  complainants: number
  before: { month: string; complaints: number; complainants: number }
  /** How many rose, how many were not there the month before, and for how many of both a script is missing. */
  rose: number
  new: number
  missing: number
  words: MonthlyWord[]
  /** Why there are no words; null where there are some. */
  reason: string | null
}

export interface MonthlyWords {
  /** `month` such as `2026-10`, null for the last that is over; `audience` of the scripts looked at, null for all. */
  of(
    asked: { month: string | null; audience: Audience | null; limit: number },
    onProgress?: (done: number, total: number) => void,
  ): Promise<MonthlyWordsResult>
}

export interface MonthlyWordsParts {
  store: WordsStore
  rules: WordRules
  calendar: PolicyRules['calendar']
  clock: Clock
}

/** Without what changes between two readings: the scripts. */
type Counted = Omit<MonthlyWord, 'script'>
interface Reading {
  month: MonthIndex
  before: MonthIndex
  words: Counted[]
}

/** Past this many words a list helps nobody. */
const MOST = 500
const KEPT_MS = 600_000
const KEPT = 4

/**
 * The words that rose in a month's complaints (G2): read from masked texts, told only where at least three known
 * customers used them, and never with a text or a customer. A reading of some seconds is kept for ten minutes; who asks
 * meanwhile waits for the same one.
 */
export function createMonthlyWords({ store, rules, calendar, clock }: MonthlyWordsParts): MonthlyWords {
  const kept = new Map<string, { at: number; reading: Promise<Reading> }>()

  function readingOf(month: string, onProgress: (done: number, total: number) => void): Promise<Reading> {
    for (const [key, { at }] of kept) if (clock.now() - at > KEPT_MS) kept.delete(key)
    const held = kept.get(month)
    if (held) return held.reading
    const reading = readMonth(store, month, rules, calendar.timezone, onProgress)
    kept.set(month, { at: clock.now(), reading })
    if (kept.size > KEPT) kept.delete(kept.keys().next().value!)
    reading.catch(() => kept.delete(month))
    return reading
  }

  return {
    async of({ month: asked, audience, limit }, onProgress = () => {}) {
      const today = dayOf(clock.now(), calendar)
      const month = asked ?? monthBefore(today.slice(0, 7))
      const reading = await readingOf(month, onProgress)
      const find = createScriptFinder(await store.scripts({ audience: audience ?? 'management', day: today }))
      const words = reading.words.map((w) => ({ ...w, codes: w.codes.slice(0, 3), script: find(w.word, w.codes) }))
      return {
        month,
        complete: month < today.slice(0, 7),
        complaints: reading.month.entries.length,
        complainants: reading.month.voices,
        before: {
          month: monthBefore(month),
          complaints: reading.before.entries.length,
          complainants: reading.before.voices,
        },
        rose: words.filter((w) => w.change === 'rose').length,
        new: words.filter((w) => w.change === 'new').length,
        missing: words.filter((w) => w.script === null).length,
        words: words.slice(0, limit),
        reason: words.length > 0 ? null : whyNone(reading, rules),
      }
    },
  }
}

/** Four readings of pages: what may be frequent, what is, what stands beside it, and how it stood the month before. */
async function readMonth(
  store: WordsStore,
  name: string,
  rules: WordRules,
  timezone: string,
  onProgress: (done: number, total: number) => void,
): Promise<Reading> {
  const month = await indexMonth(store, name, timezone)
  const before = await indexMonth(store, monthBefore(name), timezone)
  if (month.voices === 0 || before.voices === 0) return { month, before, words: [] }
  const total = 3 * month.entries.length + before.entries.length
  let done = 0
  const onRead = (texts: number) => {
    done += texts
    onProgress(done, total)
  }

  const frequent = createFrequent(rules)
  await readTexts(store, month, ({ maskedText }) => frequent.hint(maskedText), onRead)
  await readTexts(store, month, ({ maskedText }, voice, known) => frequent.read(maskedText, voice, known), onRead)
  const likely = frequent.found()
  const company = createCompany(likely.map(({ word }) => word))
  await readTexts(store, month, ({ maskedText, codes }, voice) => company.read(maskedText, codes, voice), onRead)
  const free = likely
    .map((found, n) => ({ ...found, n }))
    .filter(({ word, n }) => !isHan(word) || company.isFree(n, rules.minFreedom))
  const words = withoutParts(free)
  const earlier = createVoiceCount(words.map(({ word }) => word))
  await readTexts(store, before, ({ maskedText }, voice) => earlier.read(maskedText, voice), onRead)

  const compared = words.map(({ word, count, n }, i) => {
    const was = earlier.counts[i]!
    return { word, count, n, was, ...riseOf(count, month.voices, was, before.voices) }
  })
  const stands = standing(
    compared.map(({ count, was }) => testOf(count, month.voices, was, before.voices)),
    rules.falseDiscovery,
  )
  const listed = compared
    .filter((w, i) => stands[i] && w.ratio >= rules.minRatio)
    .sort((a, b) => b.g2 - a.g2 || (a.word < b.word ? -1 : 1))
    .slice(0, MOST)
  return {
    month,
    before,
    words: listed.map(({ n, was, ...word }) => ({
      ...word,
      share: word.count / month.voices,
      before: { count: was, share: was / before.voices },
      change: was === 0 ? 'new' : 'rose',
      codes: company.codes(n),
    })),
  }
}

/** Without those that stand only within a longer one: as many people used both. */
function withoutParts<T extends Frequent>(words: readonly T[]): T[] {
  const counts = new Map(words.map(({ word, count }) => [word, count]))
  const parts = new Set<string>()
  for (const { word, count } of words) {
    if (!isHan(word)) continue
    for (let length = 2; length < word.length; length++)
      for (let at = 0; at + length <= word.length; at++) {
        const part = word.slice(at, at + length)
        if (counts.get(part) === count) parts.add(part)
      }
  }
  return words.filter(({ word }) => !parts.has(word))
}

function whyNone({ month, before }: Reading, { minCustomers }: WordRules): string {
  if (month.voices === 0) return '该月没有投诉 no complaints in this month'
  if (before.voices === 0) return '上月没有投诉,无从比较 no complaints in the month before to compare with'
  if (new Set(month.entries.filter((e) => e.known).map((e) => e.voice)).size < minCustomers)
    return '该月可识别的客户太少,不列词 too few customers are known by id or phone for words to be shown'
  return '没有明显上升或新出现的词 no word rose or came up'
}
