import { writeFileSync } from 'node:fs'
import type { LabelledCase } from '../src/domain/labelled-case.ts'
import { maskText } from '../src/domain/text/mask.ts'
import { readText } from '../src/domain/text/reading.ts'
import { readLabelled } from '../src/node/labelled-files.ts'

/** Chooses the labelled cases that a language model is shown (fixtures/examples.jsonl): short, of every code and level, of every trap. Always the same ones. */
const LEAST_CHARS = 14
const MOST_CHARS = 64
/** By code: the first of each of these levels. */
const LEVELS_OF_CODE = [3, 2, 1] as const
const OF_SLICE: Partial<Record<string, number>> = {
  'veiled-threat': 8,
  'channel-no-threat': 8,
  'false-repeat': 6,
  'grave-calm': 6,
  'furious-trivial': 6,
  irony: 4,
  'several-matters': 6,
  suggestion: 7,
  enquiry: 7,
  praise: 6,
}
const GROUPS = 5

const isFit = (c: LabelledCase) =>
  c.text.length >= LEAST_CHARS &&
  c.text.length <= MOST_CHARS &&
  c.slice !== 'injection' &&
  c.slice !== 'personal-data' &&
  c.slice !== 'noise' &&
  // One word, one person: a label that another annotator might have given otherwise teaches doubt.
  c.also_ok.length === 0 &&
  maskText(readText(c.text)).spans.length === 0

const cases = (await readLabelled('train')).filter(isFit).sort((a, b) => orderOf(a.id) - orderOf(b.id))
const situations = new Set<string>()
const chosen: LabelledCase[] = []
const take = (wanted: number, is: (c: LabelledCase) => boolean) => {
  for (const c of cases) {
    if (wanted === 0) return
    if (situations.has(c.situation) || !is(c)) continue
    situations.add(c.situation)
    chosen.push(c)
    wanted--
  }
}
for (const code of [...new Set(cases.map((c) => c.primary).filter((c) => c !== null))].sort())
  for (const level of LEVELS_OF_CODE)
    take(1, (c) => c.primary === code && c.severity === level && c.nature === 'complaint' && c.slice === null)
for (const [slice, wanted] of Object.entries(OF_SLICE)) take(wanted!, (c) => c.slice === slice)
take(GROUPS, (c) => c.group)
chosen.sort((a, b) => (a.id < b.id ? -1 : 1))
const lines = chosen.map(
  ({ id, text, nature, severity, rules, primary, secondary, emotion, dominant, threats, repeat, group }) =>
    JSON.stringify({
      id,
      text,
      nature,
      severity,
      rules,
      primary,
      secondary,
      emotion,
      dominant,
      threats,
      repeat,
      group,
    }),
)
writeFileSync(new URL('../fixtures/examples.jsonl', import.meta.url), `${lines.join('\n')}\n`)
console.log(`${lines.length} examples, ${new Set(chosen.map((c) => c.primary)).size} codes`)

/** A number of the id alone (FNV-1a): neither the file's order nor chance. */
function orderOf(id: string): number {
  let h = 0x811c9dc5
  for (let i = 0; i < id.length; i++) h = Math.imul(h ^ id.charCodeAt(i), 0x01000193)
  return h >>> 0
}
