import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { triageRequestSchema } from '../domain/complaint.ts'
import { isSuzhenError } from '../domain/errors.ts'
import { MAX_ISSUES } from './problem.ts'
import { printable, validate } from './validate.ts'

const issuesOf = (value: unknown) => {
  try {
    validate(triageRequestSchema, value)
  } catch (error) {
    if (isSuzhenError(error)) return error.issues
    throw error
  }
  throw new Error('it was valid')
}

describe('validate', () => {
  it('says what is expected and where, in both languages, without the value', () => {
    expect(
      issuesOf({ text: 7, channel: 'SECRET', customer: [], options: { similar: 99 }, order: { amount: 'SECRET' } }),
    ).toEqual([
      { path: 'text', message: '应为字符串 / a string' },
      {
        path: 'channel',
        message: '只能是 / must be one of: phone, email, web, app, wechat, social, onsite, partner, regulator, other',
      },
      { path: 'customer', message: '应为对象 / an object' },
      { path: 'order.amount', message: '应为数字 / a number' },
      { path: 'options.similar', message: '最大 20 / at most 20' },
    ])
    expect(issuesOf({})).toEqual([{ path: 'text', message: '必填 / required' }])
    expect(issuesOf([])).toEqual([{ path: '(body)', message: '应为对象 / an object' }])
  })

  it('keeps the words a schema has of its own', () => {
    expect(issuesOf({ text: ' ' })[0]?.message).toContain('内容为空')
    expect(issuesOf({ text: 'x', receivedAt: 'SECRET' })[0]?.message).toContain('ISO 8601')
  })

  it('names unknown fields, shortened and printable', () => {
    const issues = issuesOf({ text: 'x', ['k'.repeat(500)]: 1, 'a\u0000\u202e\ud800b': 1, options: { foo: 1 } })
    expect(issues.map((i) => i.path)).toEqual(['options.foo', `${'k'.repeat(63)}…`, 'a???b'])
  })

  it('lists no more than a screenful', () => {
    expect(
      issuesOf({ text: 'x', ...Object.fromEntries(Array.from({ length: 5_000 }, (_, i) => [`k${i}`, 1])) }),
    ).toHaveLength(MAX_ISSUES)
  })

  it('takes __proto__ for what it is, an unknown field', () => {
    expect(issuesOf(JSON.parse('{"text":"x","__proto__":{"polluted":1}}'))[0]?.path).toBe('__proto__')
    expect('polluted' in {}).toBe(false)
  })
})

it('never says a value back, whatever the schema lacks words for', () => {
  const schemas = [
    z.email(),
    z.string().min(99),
    z.literal('a'),
    z.union([z.int(), z.literal('b')]),
    z.string().includes('@'),
    z.never(),
  ]
  for (const schema of [...schemas, z.record(z.email(), z.int())]) {
    const value = schema instanceof z.ZodRecord ? { a: 'SECRET' } : 'SECRET'
    expect(() => validate(schema, value)).toThrow(/^(?!.*SECRET)/)
  }
})

describe('printable', () => {
  it('counts characters, not halves of them', () => {
    expect(printable('😀'.repeat(64))).toBe('😀'.repeat(64))
    expect(printable('😀'.repeat(65))).toBe(`${'😀'.repeat(63)}…`)
  })
})
