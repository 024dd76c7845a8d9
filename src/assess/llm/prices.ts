import type { LlmRules, Price } from '../../domain/policy/llm-rules.ts'

/** What one call used, as the endpoint counts. `cached` is a part of `input`. */
export interface Usage {
  input: number
  cached: number
  output: number
}

/** Whether one of the patterns names the model; `*` stands for any characters, letters in either case. */
export function namesModel(patterns: readonly string[], model: string): boolean {
  const name = model.toLowerCase()
  return patterns.some((pattern) => matches(pattern.toLowerCase().split('*'), name))
}

// No regular expression: a model's name and a pattern are both somebody's input, and two stars could backtrack.
function matches(parts: readonly string[], name: string): boolean {
  if (parts.length === 1) return name === parts[0]
  const [first, last] = [parts[0]!, parts.at(-1)!]
  if (!name.startsWith(first) || !name.slice(first.length).endsWith(last)) return false
  let at = first.length
  for (const part of parts.slice(1, -1)) {
    const found = name.indexOf(part, at)
    if (found < 0) return false
    at = found + part.length
  }
  return at <= name.length - last.length
}

/** The first line of policy/llm.yaml that names the model; the last names every one. */
export const priceOf = (rules: Pick<LlmRules, 'prices'>, model: string): Price =>
  rules.prices.find((p) => namesModel(p.models, model)) ?? rules.prices.at(-1)!

/** US dollars. */
export const costUsd = (price: Price, { input, cached, output }: Usage): number =>
  ((input - cached) * price.input + cached * price.cached + output * price.output) / 1_000_000

/** Fields that the policy adds to each request of this model. */
export const extrasOf = (rules: Pick<LlmRules, 'extras'>, model: string): Record<string, unknown> =>
  Object.assign({}, ...rules.extras.filter((e) => namesModel(e.models, model)).map((e) => e.body))
