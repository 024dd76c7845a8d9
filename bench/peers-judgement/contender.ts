import type { LabelledCase } from '../../src/domain/labelled-case.ts'

/** What is learnt and judged: the primary code, and the level. */
export const TARGETS = ['code', 'level'] as const
export type Target = (typeof TARGETS)[number]

/** What a contender says of one text; null where it says nothing or was not trained for it. */
export interface Verdict {
  code: string | null
  level: string | null
}

export interface Sets {
  train: readonly LabelledCase[]
  /** To choose settings on; nothing is fitted to it. */
  dev: readonly LabelledCase[]
}

/** One way of judging complaints. All of them are given the raw text and nothing else. */
export interface Contender {
  /** Fits one target from the train split; answers what is worth saying of it under the table, or null. */
  train(target: Target, sets: Sets): Promise<string | null>
  judge(text: string): Promise<Verdict>
  close?(): Promise<void>
}

/** The label of a case, or null where it teaches nothing: what is no complaint may have no code. */
export const labelOf = (target: Target, c: LabelledCase): string | null =>
  target === 'code' ? c.primary : String(c.severity)

/** Whether a label is right: any accepted code, the one level. */
export const isRight = (target: Target, c: LabelledCase, label: string | null): boolean =>
  label !== null &&
  (target === 'code' ? label === c.primary || c.also_ok.includes(label) : label === String(c.severity))

/** The cases that carry a label of the target, each with it. */
export const labelled = (target: Target, cases: readonly LabelledCase[]): { case: LabelledCase; label: string }[] =>
  cases.flatMap((c) => {
    const label = labelOf(target, c)
    return label === null ? [] : [{ case: c, label }]
  })
