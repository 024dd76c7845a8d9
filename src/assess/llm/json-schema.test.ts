import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { schemaFault } from '../../../test/harness/upstream/index.ts'
import { strictSchema } from './json-schema.ts'
import { opinionSchema, verdictSchema } from './opinion.ts'

describe('strictSchema', () => {
  it.each([
    ['triage', opinionSchema],
    ['verify', verdictSchema],
  ] as const)('puts %s as strict mode wants it', (_, schema) => {
    expect(schemaFault(strictSchema(schema))).toBeNull()
  })

  it('requires every field, closes every object and drops what some endpoints refuse', () => {
    const schema = z.object({
      a: z.string().min(1).max(5).describe('words').optional(),
      b: z.int().min(0).max(9).default(3),
      c: z.union([z.literal('x'), z.null()]),
      d: z.array(z.object({ e: z.iso.date().nullable() })).max(2),
      f: z.discriminatedUnion('k', [z.object({ k: z.literal(1) }), z.object({ k: z.literal(2) })]),
    })
    expect(strictSchema(schema)).toEqual({
      type: 'object',
      properties: {
        a: { type: 'string', description: 'words' },
        b: { type: 'integer' },
        c: { anyOf: [{ type: 'string', enum: ['x'] }, { type: 'null' }] },
        d: {
          type: 'array',
          items: {
            type: 'object',
            properties: { e: { anyOf: [{ type: 'string' }, { type: 'null' }] } },
            required: ['e'],
            additionalProperties: false,
          },
        },
        f: {
          anyOf: [1, 2].map((k) => ({
            type: 'object',
            properties: { k: { type: 'number', enum: [k] } },
            required: ['k'],
            additionalProperties: false,
          })),
        },
      },
      required: ['a', 'b', 'c', 'd', 'f'],
      additionalProperties: false,
    })
    expect(schemaFault(strictSchema(schema))).toBeNull()
  })

  it.each<[string, z.ZodType]>([
    ['a record', z.object({ a: z.record(z.string(), z.string()) })],
    ['a tuple', z.object({ a: z.tuple([z.string(), z.number()]) })],
    ['anything', z.object({ a: z.unknown() })],
    ['a list at the top', z.array(z.string())],
  ])('refuses %s, which strict mode cannot say', (_, schema) => {
    expect(() => strictSchema(schema)).toThrow()
  })
})
