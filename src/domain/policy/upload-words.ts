import { z } from 'zod'
import { SCRIPT_STAGES } from '../knowledge.ts'
import { AUDIENCES, CHANNELS, OUTCOMES } from '../labels.ts'

/** What an upload can say of a case; the names are the schema's own. */
export const CASE_FIELDS = [
  'id',
  'title',
  'code',
  'codes',
  'level',
  'domain',
  'product',
  'departments',
  'occurredOn',
  'channel',
  'summary',
  'course',
  'rootCause',
  'outcome',
  'result',
  'remedy',
  'turningPoint',
  'lessons',
  'audience',
  'sources',
  'lang',
  'validFrom',
  'validTo',
] as const
/** What an upload can say of a script; `emotion` is a band such as 2-4. */
export const SCRIPT_FIELDS = [
  'id',
  'scene',
  'codes',
  'families',
  'emotion',
  'emotionMin',
  'emotionMax',
  'stage',
  'audience',
  'domain',
  'text',
  'slots',
  'avoid',
  'maxPromiseYuan',
  'lang',
  'validFrom',
  'validTo',
] as const
export type CaseField = (typeof CASE_FIELDS)[number]
export type ScriptField = (typeof SCRIPT_FIELDS)[number]

const words = z.array(z.string().min(1)).min(1)
/** One list of words for each name: all there, none besides. */
const lists = <const K extends readonly string[]>(names: K) =>
  z.strictObject(Object.fromEntries(names.map((name) => [name, words])) as Record<K[number], typeof words>)

/** policy/uploads.yaml: the words by which headings, columns and values of an upload are known (G1, G2). */
export const uploadWordsSchema = z
  .strictObject({
    name: z.literal('uploads'),
    version: z.string().regex(/^\d{4}\.\d{1,2}\.\d+$/, 'a version such as 2026.11.1'),
    kinds: lists(['case', 'script']),
    kindField: words,
    case: lists(CASE_FIELDS),
    script: lists(SCRIPT_FIELDS),
    course: lists(['at', 'what', 'decision']),
    tails: words,
    about: words,
    ignored: words,
    personal: words,
    nothing: words,
    level: lists(['1', '2', '3', '4']),
    outcome: lists(OUTCOMES),
    channel: lists(CHANNELS),
    audience: lists(AUDIENCES),
    stage: lists(SCRIPT_STAGES),
    emotion: lists(['1', '2', '3', '4', '5']),
    domain: z.record(z.string().regex(/^[a-z][a-z0-9-]{0,31}$/, 'an industry such as retail'), words),
    laws: words,
    bareLaws: words,
    lawLeads: words,
  })
  .superRefine((rules, ctx) => {
    for (const section of [
      'case',
      'script',
      'course',
      'level',
      'outcome',
      'channel',
      'audience',
      'stage',
      'emotion',
    ] as const)
      for (const { word, names, at } of doubles(rules[section]))
        ctx.addIssue({
          code: 'custom',
          path: [section, names[1]!, at],
          message: `«${word}» stands for ${names.join(' and ')}; one word may stand for one of them`,
        })
  })

export type UploadWords = z.output<typeof uploadWordsSchema>

/** Words that stand under two names: which of them is meant nobody could tell. */
function doubles(section: Readonly<Record<string, readonly string[]>>) {
  const first = new Map<string, string>()
  const out: { word: string; names: [string, string]; at: number }[] = []
  for (const [name, list] of Object.entries(section))
    for (const [at, word] of list.entries()) {
      const key = word.toLowerCase().replace(/[\s_-]/g, '')
      const other = first.get(key)
      if (other !== undefined && other !== name) out.push({ word, names: [other, name], at })
      first.set(key, name)
    }
  return out
}
