import { z } from 'zod'

export type JsonSchema = { [key: string]: unknown }

const made = new WeakMap<z.ZodType, JsonSchema>()

/**
 * A schema as strict mode takes it: objects closed, every property required, `anyOf` for choices, and none of the
 * keywords that some endpoints refuse (lengths, bounds, patterns, formats). What it no longer says, zod still checks.
 * Throws for what strict mode has no words for (records, tuples, intersections): such a schema is for nobody's model.
 */
export function strictSchema(schema: z.ZodType): JsonSchema {
  const known = made.get(schema)
  if (known) return known
  const strict = strictly(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'throw', reused: 'inline' }), '$')
  if (strict.type !== 'object') throw new Error('A model’s answer must be one object')
  made.set(schema, strict)
  return strict
}

function strictly(node: unknown, at: string): JsonSchema {
  if (typeof node !== 'object' || node === null) throw new Error(`${at}: no schema`)
  const from = node as JsonSchema
  if (from.$ref !== undefined) throw new Error(`${at}: a schema that refers to itself`)
  if (from.allOf !== undefined || from.not !== undefined) throw new Error(`${at}: an intersection or a negation`)
  const said = typeof from.description === 'string' ? { description: from.description } : {}
  const choices = (from.anyOf ?? from.oneOf) as unknown[] | undefined
  if (choices !== undefined) return { ...said, anyOf: choices.map((c, i) => strictly(c, `${at}|${i}`)) }
  if (from.const !== undefined) return { ...said, type: typeName(from, from.const), enum: [from.const] }
  if (from.type === 'object') return { ...said, ...strictObject(from, at) }
  if (from.type === 'array') {
    if (from.prefixItems !== undefined || from.items === undefined) throw new Error(`${at}: a tuple`)
    return { ...said, type: 'array', items: strictly(from.items, `${at}[]`) }
  }
  if (from.type === undefined && from.enum === undefined) throw new Error(`${at}: anything at all`)
  const values = from.enum as unknown[] | undefined
  return { ...said, type: typeName(from, values?.[0]), ...(values ? { enum: values } : {}) }
}

const typeName = (node: JsonSchema, value: unknown): unknown =>
  node.type ?? (value === null ? 'null' : typeof value === 'object' ? 'object' : typeof value)

function strictObject(from: JsonSchema, at: string): JsonSchema {
  const properties = (from.properties ?? {}) as JsonSchema
  if (typeof from.additionalProperties === 'object' && Object.keys(from.additionalProperties as object).length > 0)
    throw new Error(`${at}: a record`)
  const entries = Object.entries(properties).map(([key, value]) => [key, strictly(value, `${at}.${key}`)] as const)
  return {
    type: 'object',
    properties: Object.fromEntries(entries),
    required: entries.map(([key]) => key),
    additionalProperties: false,
  }
}
