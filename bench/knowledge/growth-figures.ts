import { z } from 'zod'

/** What growth.json holds: figures of one size each, by database; what was measured when, on what. */
export const growthFigures = z.strictObject({
  /** A day, 2026-11-23. */
  when: z.iso.date(),
  machine: z.string(),
  rows: z.array(
    z.strictObject({
      database: z.string(),
      cases: z.int().positive(),
      /** Candidates that the index keeps while it looks. */
      candidates: z.int().positive(),
      /** recall@10 against one-by-one comparison, 0 to 1. */
      recall: z.number().min(0).max(1),
      /** Milliseconds of a whole search. */
      p50: z.number().nonnegative(),
      p95: z.number().nonnegative(),
    }),
  ),
})

export type GrowthFigures = z.output<typeof growthFigures>
