import { z } from 'zod'
import { scriptSchema } from '../knowledge.ts'
import { compilePatterns } from './patterns.ts'

/** What the reply check looks for (E3, G4, S0, S3). `avoided`: words that a script says to avoid at its moment. */
export const REPLY_RULES = [
  'over-powers',
  'guarantee',
  'deadline',
  'liability',
  'refusal',
  'journalist',
  'personal-data',
  'blame',
  'no-apology',
  'no-next-step',
  'no-date',
  'avoided',
] as const
export type ReplyRule = (typeof REPLY_RULES)[number]

/** `block`: must not be sent so; `warn`: mend it; `hint`: think of it. */
export const REPLY_SEVERITIES = ['block', 'warn', 'hint'] as const
export type ReplySeverity = (typeof REPLY_SEVERITIES)[number]

export const SCOPES = ['negated', 'conditional', 'customer', 'others'] as const
export type Scope = (typeof SCOPES)[number]

const pattern = z.string().min(1)
const patterns = z.array(pattern)
const words = z.strictObject({ zh: z.string().min(1), en: z.string().min(1) })

const ruleSchema = z.strictObject({
  id: z.enum(REPLY_RULES),
  severity: z.enum(REPLY_SEVERITIES),
  message: words,
  better: z
    .strictObject({ stages: z.array(scriptSchema.shape.stage).min(1), words: z.string().min(1) })
    .nullable()
    .describe('which scripts may have better words: stages, best first, and words to look for'),
})

const spokenSchema = z.strictObject({
  rule: z.enum(['guarantee', 'deadline', 'liability', 'refusal', 'journalist', 'blame']),
  cancelledBy: z.array(z.enum(SCOPES)),
  wayOut: z.boolean().default(false).describe('no finding where a way out stands beside it'),
  widen: z.boolean().default(false).describe('the finding takes in the next clause: what is said to whom is named'),
  any: patterns.min(1),
  unless: patterns.default([]).describe('in the clause'),
  unlessSentence: patterns.default([]),
})

/** policy/replies.yaml: the words of the reply check. Its limits are the policy's `powers`. */
export const replyRulesSchema = z
  .strictObject({
    name: z.literal('replies'),
    version: z.string().regex(/^\d{4}\.\d{1,2}\.\d+$/, 'a version such as 2026.11.1'),
    lexicons: z.record(z.string().regex(/^[a-zA-Z]+$/), patterns.min(1)),
    rules: z.array(ruleSchema).length(REPLY_RULES.length),
    scope: z.strictObject({
      reach: z.int().positive(),
      negated: patterns,
      conditional: patterns,
      after: patterns,
      customer: patterns,
      ours: patterns,
      others: patterns,
    }),
    spoken: z.array(spokenSchema),
    wayOut: patterns,
    sums: z.strictObject({
      promise: patterns,
      thing: patterns,
      paidBack: patterns,
      named: patterns,
      strong: patterns,
      refused: patterns,
      unbounded: patterns,
      notUnbounded: patterns,
    }),
    personal: z.strictObject({ more: patterns, exempt: patterns, firm: patterns }),
    times: z.strictObject({ result: patterns, answer: patterns, open: patterns }),
    whole: z.strictObject({
      apology: patterns,
      noApology: patterns,
      nextStep: patterns,
      noStep: patterns,
      date: patterns,
      past: patterns,
      closed: patterns,
    }),
    drafts: z.strictObject({
      opening: words.describe('ahead of a script that says nothing of an apology'),
      closing: words.describe('behind one that names no next step or no time; slots are filled as those of scripts'),
      contact: patterns.describe('ways to be reached that a draft may name only where a script does'),
    }),
  })
  .superRefine((rules, ctx) => {
    const ids = rules.rules.map((r) => r.id)
    for (const id of REPLY_RULES.filter((r) => !ids.includes(r)))
      ctx.addIssue({ code: 'custom', path: ['rules'], message: `no rule is called ${id}; all must be there` })
    for (const { path, pattern } of patternsIn(rules)) {
      try {
        if (compileReplyWords([pattern], rules.lexicons).test(''))
          ctx.addIssue({ code: 'custom', path, message: `«${pattern}» also matches nothing at all; expected words` })
      } catch (error) {
        ctx.addIssue({ code: 'custom', path, message: `«${pattern}»: ${(error as Error).message}` })
      }
    }
  })

export type ReplyRules = z.output<typeof replyRulesSchema>

/** One expression for a list of patterns; each lexicon stands in it as one group, so that `{you}?` is all of it. */
export const compileReplyWords = (list: readonly string[], lexicons: ReplyRules['lexicons']): RegExp =>
  compilePatterns(
    list,
    Object.fromEntries(Object.entries(lexicons).map(([name, words]) => [name, [`(?:${words.join('|')})`]])),
  )

/** Every pattern of the file with its place. */
function patternsIn(rules: Omit<ReplyRules, 'name'>): { path: (string | number)[]; pattern: string }[] {
  const { scope, wayOut, sums, personal, times, whole, drafts } = rules
  const lists: [(string | number)[], readonly string[]][] = [
    ...rules.spoken.flatMap((s, i): [(string | number)[], readonly string[]][] => [
      [['spoken', i, 'any'], s.any],
      [['spoken', i, 'unless'], s.unless],
      [['spoken', i, 'unlessSentence'], s.unlessSentence],
    ]),
    [['wayOut'], wayOut],
  ]
  for (const [name, section] of Object.entries({ scope, sums, personal, times, whole, drafts }))
    for (const [key, list] of Object.entries(section)) if (Array.isArray(list)) lists.push([[name, key], list])
  return lists.flatMap(([path, list]) => list.map((pattern, i) => ({ path: [...path, i], pattern })))
}
