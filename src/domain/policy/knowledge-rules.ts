import { z } from 'zod'

const days = z.int().positive()

/** policy/knowledge.yaml: who approves, and what the monthly review lists (G1). */
export const knowledgeRulesSchema = z.strictObject({
  name: z.literal('knowledge'),
  version: z.string().regex(/^\d{4}\.\d{1,2}\.\d+$/, 'a version such as 2026.11.1'),
  twoPeople: z.boolean(),
  review: z.strictObject({
    unusedDays: days,
    oldDays: days,
    lowStars: z.number().min(1).max(5),
    lowStarsFrom: z.int().positive(),
    endsWithinDays: days,
    lawChanges: z.array(
      z.strictObject({ source: z.string().min(2), changed: z.iso.date('a date such as 2026-10-01') }),
    ),
  }),
})

export type KnowledgeRules = z.output<typeof knowledgeRulesSchema>
