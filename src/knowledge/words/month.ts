import { dayStart } from '../../domain/working-time.ts'
import type { MonthEntry, MonthText, WordsStore } from '../../ports/words-store.ts'
import { createHouseholds } from '../../risk/group.ts'

const ENTRIES = 5000
const TEXTS = 500
/** After so many texts others are let in: a reading may take seconds, and agents wait for their answers. */
const BREATH = 100

/** A month's complaints by who wrote them: a number and an id each, and no text. */
export interface MonthIndex {
  /** The complaints of one household stand together. */
  entries: { id: string; voice: number; known: boolean }[]
  /** Complainants: households once, complaints by nobody known each for itself. */
  voices: number
}

/** `2026-10` -> `2026-09`. */
export function monthBefore(month: string): string {
  const [year, number] = month.split('-').map(Number) as [number, number]
  return number === 1 ? `${year - 1}-12` : `${year}-${String(number - 1).padStart(2, '0')}`
}

function monthAfter(month: string): string {
  const [year, number] = month.split('-').map(Number) as [number, number]
  return number === 12 ? `${year + 1}-01` : `${year}-${String(number + 1).padStart(2, '0')}`
}

/** Who wrote in a calendar month of this zone. */
export async function indexMonth(store: WordsStore, month: string, timezone: string): Promise<MonthIndex> {
  const since = dayStart(`${month}-01`, timezone)
  const before = dayStart(`${monthAfter(month)}-01`, timezone)
  const found: MonthEntry[] = []
  for (let after: MonthEntry | null = null; ; ) {
    const page: MonthEntry[] = await store.entries({ since, before, after, limit: ENTRIES })
    found.push(...page)
    if (page.length < ENTRIES) break
    after = page.at(-1)!
  }
  const households = createHouseholds()
  const keysOf = ({ customer, phone }: MonthEntry) => ({ customer, phone, order: null })
  for (const entry of found) households.add(keysOf(entry))
  const named = found.map((entry) => ({ id: entry.id, household: households.of(keysOf(entry)) }))
  const known = named
    .filter((e) => e.household !== null)
    .sort((a, b) => (a.household === b.household ? 0 : a.household! < b.household! ? -1 : 1))
  let voice = 0
  const entries = [
    ...known.map(({ id, household }, i) => {
      if (household !== known[i - 1]?.household) voice++
      return { id, voice, known: true }
    }),
    ...named.filter((e) => e.household === null).map(({ id }) => ({ id, voice: ++voice, known: false })),
  ]
  return { entries, voices: voice }
}

/** Reads the texts of a month, a page at a time. */
export async function readTexts(
  store: WordsStore,
  { entries }: MonthIndex,
  visit: (text: MonthText, voice: number, known: boolean) => void,
  onRead: (texts: number) => void,
): Promise<void> {
  for (let at = 0; at < entries.length; at += TEXTS) {
    const page = entries.slice(at, at + TEXTS)
    const by = new Map(page.map((entry) => [entry.id, entry]))
    const texts = await store.texts(page.map((entry) => entry.id))
    for (const [i, text] of texts.entries()) {
      const { voice, known } = by.get(text.id)!
      visit(text, voice, known)
      if (i % BREATH === BREATH - 1) await new Promise<void>((go) => setTimeout(go, 0))
    }
    onRead(page.length)
  }
}
