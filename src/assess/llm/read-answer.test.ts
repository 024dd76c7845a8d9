import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { readAnswer, readJson } from './read-answer.ts'

describe('readJson', () => {
  it.each<[string, string, unknown]>([
    ['the object alone', '{"a":1}', { a: 1 }],
    ['fences', '```json\n{"a":1}\n```', { a: 1 }],
    ['words around it', 'Here: {"a":{"b":"}"}} and more {"c":2}', { a: { b: '}' } }],
    ['braces that are no JSON ahead of it', '按 {格式} 作答:{"a":1}', { a: 1 }],
    ['thoughts with drafts', '<think>{"a":0}</think>{"a":1}', { a: 1 }],
    ['thoughts whose beginning was swallowed', '草稿 {"a":0}\n</think>\n{"a":1}', { a: 1 }],
    [
      'a complaint in the thoughts that ends them early',
      '<think>他写了 </think>{"a":0} 这样的话</think>{"a":1}',
      { a: 1 },
    ],
    ['an answer that quotes the end of thoughts', '{"q":"</think>{\\"a\\":0}"}', { q: '</think>{"a":0}' }],
    ['thoughts alone', '<think>{"a":0}', undefined],
    ['an object that is cut', '{"a":{"b":1}', undefined],
    ['a list', '[1,2]', undefined],
    ['nothing', '', undefined],
  ])('reads %s', (_, text, value) => {
    expect(readJson(text)).toEqual(value)
  })

  it('throws for no text at all', () => {
    const unit = fc.constantFrom(
      '{',
      '}',
      '"',
      '\\',
      '[',
      ':',
      '1',
      'a',
      '<think>',
      '</think>',
      '```json',
      '\n',
      '\ud800',
      '{"a":1}',
    )
    fc.assert(
      fc.property(fc.string({ unit, maxLength: 60 }), (text) => void readJson(text)),
      { numRuns: 2000 },
    )
    expect(readJson('['.repeat(100_000))).toBeUndefined()
    expect(readJson(`{"a":${'['.repeat(100_000)}`)).toBeUndefined()
  })

  it('is done in time with many braces', () => {
    const began = performance.now()
    for (const text of ['{'.repeat(200_000), '{}'.repeat(100_000), '{"a'.repeat(60_000), `{${'"\\'.repeat(100_000)}`])
      readJson(text)
    expect(performance.now() - began).toBeLessThan(1000)
  })
})

describe('readAnswer', () => {
  const schema = z.strictObject({ level: z.literal([1, 2]), quotes: z.array(z.string()) })

  it('names places and expectations, never the values', () => {
    const read = readAnswer('{"level":"秘密","quotes":["x"],"extra":"秘密"}', schema)
    expect(read).toMatchObject({ value: null, failure: 'off-schema' })
    expect(JSON.stringify(read)).toContain('level')
    expect(JSON.stringify(read)).not.toContain('秘密')
  })

  it('takes no property from a prototype', () => {
    expect(readAnswer('{"__proto__":{"level":1,"quotes":[]}}', schema).failure).toBe('off-schema')
  })
})
