import fc from 'fast-check'
import { type Opinion, opinionSchema, type Verdict, verdictSchema } from '../../src/assess/llm/opinion.ts'
import { DEMANDS, DOMINANTS, LEVELS, NATURES, RULES, STANCES, THREAT_CHANNELS } from '../../src/domain/labels.ts'
import type { FilledPrompt, LanguageModel, Question, Reply } from '../../src/ports/language-model.ts'
import { NOTHING_SPENT } from '../../src/ports/language-model.ts'

/** A sure opinion of one late order, without quotes; what a test is about is laid over it. */
export const anOpinion = (over: Partial<Opinion> = {}): Opinion => ({
  nature: 'complaint',
  severity: { level: 3, rules: [], quotes: [] },
  types: [],
  emotion: { level: 2, dominant: 'disappointment', quotes: [] },
  threats: [],
  repeat: { mentioned: false, count: null, quotes: [] },
  group: { mentioned: false, quotes: [] },
  demands: [],
  instructionsInText: false,
  sure: { nature: 1, severity: 1, types: 1, emotion: 1, threats: 1 },
  ...over,
})

export const aVerdict = (over: Partial<Verdict> = {}): Verdict => ({
  agrees: true,
  level: 3,
  primary: null,
  threats: [],
  quotes: [],
  ...over,
})

/** Anything a model may answer to either prompt about `text`: on the schema with quotes true, near and false, a little off it, and any JSON at all. */
export function anyAnswers(text: string, codes: readonly string[]): fc.Arbitrary<{ triage: unknown; verify: unknown }> {
  const piece = fc
    .tuple(fc.nat(Math.max(0, text.length)), fc.integer({ min: 0, max: 24 }))
    .map(([at, length]) => text.slice(at, at + length))
  const quote = fc.oneof(
    { weight: 4, arbitrary: piece },
    fc.string({ maxLength: 20, unit: 'grapheme' }),
    fc.constant('〔电话1〕'),
  )
  const quotes = fc.array(quote, { maxLength: 3 })
  const sure = fc.double({ min: 0, max: 1, noNaN: true })
  const code = fc.oneof(
    { weight: 5, arbitrary: fc.constantFrom(...codes) },
    fc.constantFrom('PQ-98', 'XX-01', '', '__proto__'),
  )
  const threat = { channel: fc.constantFrom(...THREAT_CHANNELS), stance: fc.constantFrom(...STANCES) }
  const opinion = fc.record({
    nature: fc.constantFrom(...NATURES),
    severity: fc.record({
      level: fc.constantFrom(...LEVELS),
      rules: fc.array(fc.constantFrom(...RULES), { maxLength: 4 }),
      quotes,
    }),
    types: fc.array(fc.record({ code, role: fc.constantFrom('primary', 'secondary', 'alternative'), quotes }), {
      maxLength: 5,
    }),
    emotion: fc.record({
      level: fc.constantFrom(1, 2, 3, 4, 5),
      dominant: fc.constantFrom(...DOMINANTS),
      quotes,
    }),
    threats: fc.array(fc.record({ ...threat, quotes }), { maxLength: 4 }),
    repeat: fc.record({
      mentioned: fc.boolean(),
      count: fc.option(fc.integer({ min: 0, max: 1000 }), { nil: null }),
      quotes,
    }),
    group: fc.record({ mentioned: fc.boolean(), quotes }),
    demands: fc.array(fc.constantFrom(...DEMANDS), { maxLength: 5 }),
    instructionsInText: fc.boolean(),
    sure: fc.record({ nature: sure, severity: sure, types: sure, emotion: sure, threats: sure }),
  })
  const verdict = fc.record({
    agrees: fc.boolean(),
    level: fc.constantFrom(...LEVELS),
    primary: fc.option(code, { nil: null }),
    threats: fc.array(fc.record(threat), { maxLength: 4 }),
    quotes,
  })
  return fc.record({ triage: maybeBroken(opinion), verify: maybeBroken(verdict) })
}

/** Nine in twelve as they are, the rest with one field gone, added or of another kind, or any JSON. */
const maybeBroken = (whole: fc.Arbitrary<object>): fc.Arbitrary<unknown> =>
  fc.oneof(
    { weight: 9, arbitrary: whole },
    {
      weight: 2,
      arbitrary: fc
        .tuple(whole, fc.nat(20), fc.jsonValue({ maxDepth: 2 }), fc.boolean())
        .map(([value, at, other, gone]) => {
          const keys = [...Object.keys(value), 'tools', '__proto__']
          const key = keys[at % keys.length]!
          const entries = Object.entries(value).filter(([k]) => k !== key)
          return Object.fromEntries(gone ? entries : [...entries, [key, other]])
        }),
    },
    { weight: 1, arbitrary: fc.jsonValue({ maxDepth: 3 }) },
  )

export const isOpinion = (value: unknown): boolean => opinionSchema.safeParse(value).success
export const isVerdict = (value: unknown): boolean => verdictSchema.safeParse(value).success

/** A model that answers each prompt as told, with whatever it is told, and remembers what it was asked. */
export function toldModel(
  answer: (name: string, question: Question<unknown>) => Partial<Reply<unknown>> | Promise<never>,
) {
  const asked: Question<unknown>[] = []
  const model: LanguageModel = {
    model: 'told',
    async ask<T>(question: Question<T>): Promise<Reply<T>> {
      asked.push(question as Question<unknown>)
      const told = await answer(question.name, question as Question<unknown>)
      return { value: null, failure: null, spent: { ...NOTHING_SPENT, calls: 1 }, ...told } as Reply<T>
    },
  }
  return { model, asked }
}

/** Prompts that hold what they were filled with; their words are of no matter to a model that is told. */
export const barePrompts = {
  fill: (name: string, variables: Readonly<Record<string, string>>): FilledPrompt => ({
    ref: `${name}@1#0`,
    messages: [{ role: 'user', content: JSON.stringify(variables) }],
  }),
}
