import type { Json } from './seen.ts'

const TYPES = new Set(['string', 'number', 'integer', 'boolean', 'object', 'array', 'null'])
const KNOWN = new Set([
  'type',
  'properties',
  'required',
  'additionalProperties',
  'items',
  'anyOf',
  'enum',
  'const',
  'description',
  'title',
  '$ref',
  '$defs',
  'definitions',
])
const MOST_DEPTH = 10
const MOST_PROPERTIES = 5000

/** Strict mode's rules as OpenAI states them; the narrow set, without lengths, bounds and patterns, which newer models also take. */
export const STRICT_RULES = [
  'the root is an object and no anyOf',
  'every object has additionalProperties: false',
  'every property is required, and nothing else is',
  'keywords are type, properties, required, additionalProperties, items, anyOf, enum, const, description, title, $ref, $defs',
  'at most 10 levels of objects and 5,000 properties',
] as const

/** What is wrong with a schema in strict mode, as the API words it; null: nothing. */
export function schemaFault(schema: unknown): string | null {
  let properties = 0
  if (!isObject(schema)) return 'schema must be a JSON Schema object'
  if (schema.type !== 'object')
    return `schema must be a JSON Schema of 'type: "object"', got 'type: "${String(schema.type)}"'.`
  return walk(schema, [], 0)

  function walk(node: unknown, at: string[], depth: number): string | null {
    const context = `In context=(${at.map((p) => `'${p}'`).join(', ')})`
    if (!isObject(node)) return `${context}, schema must be an object.`
    const odd = Object.keys(node).find((k) => !KNOWN.has(k))
    if (odd) return `${context}, '${odd}' is not permitted.`
    if (node.anyOf) {
      if (!Array.isArray(node.anyOf) || node.anyOf.length === 0) return `${context}, 'anyOf' must be a list.`
      return first(node.anyOf.map((n, i) => walk(n, [...at, 'anyOf', String(i)], depth)))
    }
    if (node.$ref) return null
    const types = Array.isArray(node.type) ? node.type : [node.type]
    if (node.type === undefined && node.enum === undefined) return `${context}, schema must have a 'type' key.`
    if (node.type !== undefined && types.some((t) => !TYPES.has(String(t)))) return `${context}, type is not valid.`
    if (types.includes('array')) return walk(node.items, [...at, 'items'], depth)
    if (!types.includes('object')) return null
    if (depth >= MOST_DEPTH) return `${context}, the schema is nested too deep.`
    if (node.additionalProperties !== false)
      return `${context}, 'additionalProperties' is required to be supplied and to be false.`
    const held = isObject(node.properties) ? node.properties : {}
    const names = Object.keys(held)
    properties += names.length
    if (properties > MOST_PROPERTIES) return 'The schema has too many properties.'
    const required = Array.isArray(node.required) ? node.required : []
    const missing = names.find((n) => !required.includes(n))
    if (missing || required.length !== names.length)
      return `${context}, 'required' is required to be supplied and to be an array including every key in properties. Missing '${missing ?? required.find((r) => !names.includes(String(r)))}'.`
    return first(names.map((n) => walk(held[n], [...at, 'properties', n], depth + 1)))
  }
}

const first = (faults: (string | null)[]): string | null => faults.find((f) => f !== null) ?? null
const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value)
