import { z } from 'zod'

const days = z.int().positive()
const share = z.number().gt(0).lt(1)
// One long text, because a YAML list of three hundred words is a page of dashes.
const wordList = z.string().transform((text) => text.split(/\s+/).filter((word) => word !== ''))

/** Which words of the month's complaints are words, rose, and may be shown (G2). */
const wordsSchema = z.strictObject({
  minDocuments: z.int().min(3),
  minCustomers: z.int().min(3, 'at least 3: a word of fewer people could tell who wrote it'),
  minRatio: z.number().gt(1),
  falseDiscovery: share,
  minCohesion: z.number().min(0).max(1),
  minFreedom: z.number().nonnegative(),
  notFirst: z.string(),
  notLast: z.string(),
  stop: wordList,
})

export type WordRules = z.output<typeof wordsSchema>
const isPattern = (p: string): boolean => {
  try {
    return new RegExp(p, 'iu') instanceof RegExp
  } catch {
    return false
  }
}
const patterns = z.array(z.string().min(1).refine(isPattern, 'a regular expression')).min(1)
const words = z.array(z.string().min(1).max(40))

/** What a complaint, its request or its decision may know that a script has a slot for. */
export const SLOT_SOURCES = [
  'customer.name',
  'order.product',
  'order.id',
  'order.amount',
  'text.amount',
  'text.date',
  'clocks.firstResponseBy',
  'clocks.resolveBy',
] as const
export type SlotSource = (typeof SLOT_SOURCES)[number]

/** Which slots take what (G2). */
export const slotRuleSchema = z.strictObject({
  names: words.min(1),
  /** The first that knows it fills the slot; none: it is always left to the agent. */
  from: z.array(z.enum(SLOT_SOURCES)),
  /** For text.*: words of which one must stand in the same clause of the complaint … */
  near: words.default([]),
  /** … and of which none may. */
  notNear: words.default([]),
  /** Words of which none may stand in the script's own clause around the slot. */
  notBeside: words.default([]),
  /** It holds a sum that is promised: for the agent to say, and the script must name its limit. */
  promised: z.boolean().default(false),
})
export type SlotRule = z.output<typeof slotRuleSchema>

/** policy/knowledge.yaml: who approves, what a search shows, what the monthly review lists (G1), what fills the slots of scripts (G2). */
export const knowledgeRulesSchema = z.strictObject({
  name: z.literal('knowledge'),
  version: z.string().regex(/^\d{4}\.\d{1,2}\.\d+$/, 'a version such as 2026.11.1'),
  twoPeople: z.boolean(),
  search: z.strictObject({
    /** Least closeness of what a person's search shows; a closeness is no probability and may pass 1. */
    least: z.number().gt(0).lt(2),
  }),
  review: z.strictObject({
    unusedDays: days,
    oldDays: days,
    lowStars: z.number().min(1).max(5),
    lowStarsFrom: z.int().positive(),
    endsWithinDays: days,
    waitingDays: days,
    lawChanges: z.array(
      z.strictObject({ source: z.string().min(2), changed: z.iso.date('a date such as 2026-10-01') }),
    ),
  }),
  words: wordsSchema,
  slots: z.array(slotRuleSchema).refine((rules) => {
    const names = rules.flatMap((r) => r.names)
    return new Set(names).size === names.length
  }, 'the name of a slot stands in two lines'),
  /** What no published script may say: the check of the whole library. */
  library: z.strictObject({
    /** Patterns of blanks that nothing fills, since they are no slots. */
    blanks: patterns,
  }),
})

export type KnowledgeRules = z.output<typeof knowledgeRulesSchema>
