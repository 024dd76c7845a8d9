import { beforeAll, describe, expect, it } from 'vitest'
import { type LlmRules, llmRulesSchema } from '../../domain/policy/llm-rules.ts'
import { readLlmRules } from '../../node/policy-files.ts'
import { costUsd, extrasOf, namesModel, priceOf } from './prices.ts'
import { retryAfterMs } from './retry-after.ts'
import { tokensAtMost } from './tokens.ts'

let rules: LlmRules
beforeAll(async () => {
  rules = await readLlmRules()
})

describe('policy/llm.yaml', () => {
  it.each([
    ['gpt-4o-mini-2024-07-18', 0.15],
    ['gpt-4o', 2.5],
    ['gpt-5.1-mini', 0.25],
    ['gpt-5.1', 1.25],
    ['deepseek-chat', 0.56],
    ['qwen-plus-latest', 0.4],
    ['qwen3-max', 1.6],
    ['glm-4.5-air', 0.2],
    ['glm-4.6', 0.6],
    ['glm-4.5-flash', 0],
    ['qwen2.5:7b-instruct', 0],
    ['Qwen/Qwen2.5-7B-Instruct', 0],
    ['nobody-knows-this', 5],
    ['ft:gpt-4o-mini:acme::x', 5],
  ])('has a price for %s', (model, input) => {
    expect(priceOf(rules, model).input).toBe(input)
  })

  it('never lets a cached token cost more than another', () => {
    for (const p of [...rules.prices, ...rules.lists]) expect(p.cached).toBeLessThanOrEqual(p.input)
  })

  it('turns thinking off for models that would be too late', () => {
    expect(extrasOf(rules, 'qwen-plus')).toEqual({ enable_thinking: false })
    expect(extrasOf(rules, 'gpt-4o-mini')).toEqual({})
  })

  it('must end in a line for every model, and have three lists', () => {
    const { prices, ...rest } = rules
    expect(() => llmRulesSchema.parse({ ...rest, prices: prices.slice(0, -1) })).toThrow(
      'so that every model has a price',
    )
    expect(() => llmRulesSchema.parse({ ...rules, lists: rules.lists.slice(1) })).toThrow()
  })
})

describe('namesModel', () => {
  it.each([
    ['gpt-*', 'gpt-4o', true],
    ['gpt-*', 'GPT-4o', true],
    ['gpt-4o', 'gpt-4o-mini', false],
    ['qwen*:*', 'qwen3:8b', true],
    ['qwen*:*', 'qwen-plus', false],
    ['a*b*c', 'abc', true],
    ['a*b*c', 'acb', false],
    ['ab*ba', 'aba', false],
    ['*', '', true],
  ])('%s names %s: %s', (pattern, model, named) => {
    expect(namesModel([pattern], model)).toBe(named)
  })
})

describe('what a call costs', () => {
  it('counts cached tokens at their own price', () => {
    expect(costUsd({ input: 1, cached: 0.1, output: 10 }, { input: 1000, cached: 800, output: 50 })).toBeCloseTo(
      (200 + 80 + 500) / 1e6,
      12,
    )
  })

  it('is bounded before it is sent: more tokens than any tokenizer of note makes', () => {
    expect(tokensAtMost('hello', rules.tokens)).toBe(5)
    expect(tokensAtMost('退款,', rules.tokens)).toBeGreaterThanOrEqual(5)
    expect(tokensAtMost('😀', rules.tokens)).toBeGreaterThanOrEqual(4)
  })
})

describe('retryAfterMs', () => {
  const at = Date.parse('2026-11-22T10:00:00Z')
  it.each<[Record<string, string>, number | null]>([
    [{ 'retry-after': '2' }, 2000],
    [{ 'retry-after': '0.5' }, 500],
    [{ 'retry-after-ms': '150', 'retry-after': '9' }, 150],
    [{ 'retry-after': 'Sun, 22 Nov 2026 10:00:03 GMT' }, 3000],
    [{ 'retry-after': 'Sun, 22 Nov 2026 09:00:00 GMT' }, 0],
    [{ 'retry-after': '-5' }, null],
    [{ 'retry-after': 'soon' }, null],
    [{}, null],
  ])('reads %j', (headers, ms) => {
    expect(retryAfterMs(new Headers(headers), at)).toBe(ms)
  })
})
