import { z } from 'zod'
import { suzhenError } from '../../domain/errors.ts'
import { labelFields } from '../../domain/labelled-case.ts'
import { readText } from '../../domain/text/reading.ts'
import type { Embedder } from '../../ports/embedder.ts'

const exampleSchema = z.strictObject({
  id: z.string().min(1),
  text: z.string().min(1).max(200),
  nature: labelFields.nature,
  severity: labelFields.severity,
  rules: labelFields.rules,
  primary: labelFields.primary,
  secondary: labelFields.secondary,
  emotion: labelFields.emotion,
  dominant: labelFields.dominant,
  threats: labelFields.threats,
  repeat: labelFields.repeat,
  group: labelFields.group,
})
/** A short labelled case, as it is shown to a model. */
export type Example = z.output<typeof exampleSchema>

/** Reads the bank of examples (fixtures/examples.jsonl). Throws naming the line. */
export function readExamples(text: string): Example[] {
  return text.split('\n').flatMap((line, i) => {
    if (line.trim() === '') return []
    try {
      return [exampleSchema.parse(JSON.parse(line))]
    } catch {
      throw suzhenError('invalid_request', `examples.jsonl:${i + 1}: 不是合格的样例 / not an example`)
    }
  })
}

/** The most similar of labelled cases, the most similar last: what stands nearest the question weighs most. */
export interface ExampleBank {
  /** None until the vectors are there. `vector`: unit length, by the model that made the bank's. */
  nearest(vector: Float32Array): Example[]
  /** Resolves when the vectors are there, or could not be made. */
  ready: Promise<void>
}

/** Makes the vectors once, in the background; an embedder that fails leaves the bank empty. */
export function createExampleBank(
  examples: readonly Example[],
  embedder: Pick<Embedder, 'embedMany'>,
  most: number,
): ExampleBank {
  let rows: { example: Example; vector: Float32Array }[] = []
  const ready =
    most === 0
      ? Promise.resolve()
      : embedder
          .embedMany(examples.map((e) => readText(e.text).text))
          .then((vectors) => {
            rows = examples.map((example, i) => ({ example, vector: vectors[i]! }))
          })
          .catch(() => {})
  return {
    ready,
    nearest: (vector) =>
      rows
        .map(({ example, vector: v }, i) => ({ example, i, score: dot(v, vector) }))
        .sort((a, b) => b.score - a.score || a.i - b.i)
        .slice(0, most)
        .reverse()
        .map(({ example }) => example),
  }
}

function dot(a: Float32Array, b: Float32Array): number {
  let sum = 0
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!
  return sum
}

/** The examples as the prompt shows them; empty where there are none. */
export const examplesText = (examples: readonly Example[]): string =>
  examples.map((e) => `${e.text.replace(/\s+/g, ' ')}\n→ ${labelOf(e)}`).join('\n\n')

function labelOf(e: Example): string {
  const parts = [
    e.nature,
    `level ${e.severity}${e.rules.length > 0 ? ` (${e.rules.join(' ')})` : ''}`,
    e.primary === null ? 'no code' : [e.primary, ...e.secondary.map((c) => `+${c}`)].join(' '),
    `emotion ${e.emotion} ${e.dominant}`,
    ...e.threats.map((t) => `threat ${t.channel}/${t.stance}`),
    ...(e.repeat ? ['repeat'] : []),
    ...(e.group ? ['group'] : []),
  ]
  return parts.join('; ')
}
