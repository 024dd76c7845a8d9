import { schemaFault } from './check-schema.ts'
import type { Json } from './seen.ts'

/** Why a request is refused, as the API says it: HTTP status and the body's `error`. */
export interface Refusal {
  status: number
  message: string
  param: string | null
  code: string | null
}

/** The rules of the real API that the upstream holds its callers to. */
export const REQUEST_RULES = [
  'POST /chat/completions and /embeddings, GET /models; anything else is 404, another method 405',
  'a bearer token, or api-key as Azure wants it: else 401',
  'content-type application/json, and a body that is one JSON object: else 400',
  'no unknown field at the top: 400 «Unrecognized request argument supplied»',
  'model: a name; messages: at least one, each with a role of system, developer, user, assistant, tool and words as content',
  'temperature 0 to 2; max_tokens or max_completion_tokens, positive, and never both; n is 1',
  'response_format text, json_object (with the word «json» somewhere in the messages) or json_schema (a name, and in strict mode a schema by the strict rules)',
  'tools: functions with a name and parameters; tool_choice names one of them',
  'embeddings: model, input of one to 2,048 texts that are not empty, dimensions positive, encoding_format float or base64',
] as const

const CHAT_FIELDS = new Set([
  'model',
  'messages',
  'frequency_penalty',
  'function_call',
  'functions',
  'logit_bias',
  'logprobs',
  'max_completion_tokens',
  'max_tokens',
  'metadata',
  'modalities',
  'n',
  'parallel_tool_calls',
  'prediction',
  'presence_penalty',
  'prompt_cache_key',
  'reasoning_effort',
  'response_format',
  'safety_identifier',
  'seed',
  'service_tier',
  'stop',
  'store',
  'stream',
  'stream_options',
  'temperature',
  'tool_choice',
  'tools',
  'top_logprobs',
  'top_p',
  'user',
  'verbosity',
])
const EMBEDDING_FIELDS = new Set(['model', 'input', 'dimensions', 'encoding_format', 'user'])
const ROLES = new Set(['system', 'developer', 'user', 'assistant', 'tool'])
const isName = (name: unknown): boolean => typeof name === 'string' && /^[a-zA-Z0-9_-]{1,64}$/.test(name)

const refuse = (message: string, param: string | null = null, code: string | null = null): Refusal => ({
  status: 400,
  message,
  param,
  code,
})

const unknownField = (body: Json, known: ReadonlySet<string>): Refusal | null => {
  const odd = Object.keys(body).find((k) => !known.has(k))
  return odd === undefined ? null : refuse(`Unrecognized request argument supplied: ${odd}`, odd)
}

/** What is wrong with the body of a chat request; null: nothing. `also`: fields that this provider knows besides. */
export function chatFault(body: Json, also: readonly string[] = []): Refusal | null {
  const rest = Object.fromEntries(Object.entries(body).filter(([k]) => !also.includes(k)))
  return (
    unknownField(rest, CHAT_FIELDS) ??
    modelFault(body) ??
    messagesFault(body) ??
    lengthFault(body) ??
    formatFault(body) ??
    toolsFault(body)
  )
}

const modelFault = (body: Json): Refusal | null =>
  typeof body.model === 'string' && body.model !== '' ? null : refuse('you must provide a model parameter')

function messagesFault({ messages }: Json): Refusal | null {
  if (!Array.isArray(messages) || messages.length === 0)
    return refuse(
      "Invalid 'messages': empty array. Expected an array with minimum length 1.",
      'messages',
      'empty_array',
    )
  for (const [i, m] of (messages as Json[]).entries()) {
    if (!ROLES.has(String(m?.role)))
      return refuse(`Invalid value: '${String(m?.role)}'.`, `messages[${i}].role`, 'invalid_value')
    const calls = m.role === 'assistant' && m.tool_calls !== undefined
    if (typeof m.content !== 'string' && !calls)
      return refuse(
        `Invalid type for 'messages[${i}].content': expected a string.`,
        `messages[${i}].content`,
        'invalid_type',
      )
    const odd = Object.keys(m).find(
      (k) => !['role', 'content', 'name', 'refusal', 'tool_calls', 'tool_call_id'].includes(k),
    )
    if (odd) return refuse(`Unrecognized request argument supplied: messages[${i}].${odd}`, 'messages')
  }
  return null
}

function lengthFault(body: Json): Refusal | null {
  const { max_tokens: old, max_completion_tokens: fresh, temperature, n } = body
  if (old !== undefined && fresh !== undefined)
    return refuse('Setting max_tokens and max_completion_tokens at the same time is not supported.')
  for (const [name, value] of Object.entries({ max_tokens: old, max_completion_tokens: fresh }))
    if (value !== undefined && (!Number.isInteger(value) || (value as number) < 1))
      return refuse(`Invalid '${name}': expected a positive integer.`, name, 'integer_below_min_value')
  if (temperature !== undefined && !(typeof temperature === 'number' && temperature >= 0 && temperature <= 2))
    return refuse("Invalid 'temperature': expected a number from 0 to 2.", 'temperature')
  return n === undefined || n === 1 ? null : refuse('The upstream for tests answers one choice.', 'n')
}

function formatFault({ response_format: format, messages }: Json): Refusal | null {
  if (format === undefined) return null
  const { type, json_schema: schema } = format as { type?: string; json_schema?: Json }
  if (type === 'text') return null
  if (type === 'json_object')
    return /json/i.test(JSON.stringify((messages as Json[]).map((m) => m.content)))
      ? null
      : refuse(
          "'messages' must contain the word 'json' in some form, to use 'response_format' of type 'json_object'.",
          'messages',
        )
  if (type !== 'json_schema')
    return refuse(
      `Invalid value: '${String(type)}'. Supported values are: 'json_object', 'json_schema', and 'text'.`,
      'response_format.type',
      'invalid_value',
    )
  if (!schema || !isName(schema.name))
    return refuse(
      "Invalid 'response_format.json_schema.name': string does not match pattern.",
      'response_format.json_schema.name',
      'invalid_value',
    )
  const fault = schema.strict ? schemaFault(schema.schema) : null
  return fault === null
    ? null
    : refuse(`Invalid schema for response_format '${String(schema.name)}': ${fault}`, 'response_format')
}

function toolsFault({ tools, tool_choice: choice }: Json): Refusal | null {
  if (tools === undefined)
    return choice === undefined
      ? null
      : refuse("'tool_choice' is only allowed when 'tools' are specified.", 'tool_choice')
  if (!Array.isArray(tools) || tools.length === 0)
    return refuse("Invalid 'tools': empty array.", 'tools', 'empty_array')
  const names: string[] = []
  for (const [i, tool] of (tools as Json[]).entries()) {
    const f = tool.function as Json | undefined
    if (tool.type !== 'function' || !f || !isName(f.name))
      return refuse(`Invalid 'tools[${i}].function.name'.`, `tools[${i}].function.name`, 'invalid_value')
    if ((f.parameters as Json | undefined)?.type !== 'object')
      return refuse(
        `Invalid schema for function '${String(f.name)}': schema must be a JSON Schema of 'type: "object"'.`,
        `tools[${i}].function.parameters`,
        'invalid_function_parameters',
      )
    const fault = f.strict ? schemaFault(f.parameters) : null
    if (fault)
      return refuse(
        `Invalid schema for function '${String(f.name)}': ${fault}`,
        `tools[${i}].function.parameters`,
        'invalid_function_parameters',
      )
    names.push(String(f.name))
  }
  if (choice === undefined || ['auto', 'none', 'required'].includes(String(choice))) return null
  const chosen = ((choice as Json).function as Json | undefined)?.name
  return names.includes(String(chosen))
    ? null
    : refuse(`Invalid value: 'tool_choice' names no tool of 'tools'.`, 'tool_choice')
}

/** What is wrong with the body of a request for embeddings; null: nothing. */
export function embeddingFault(body: Json): Refusal | null {
  const { input, dimensions, encoding_format: format } = body
  const fault = unknownField(body, EMBEDDING_FIELDS) ?? modelFault(body)
  if (fault) return fault
  const texts = Array.isArray(input) ? input : [input]
  if (texts.length === 0 || texts.length > 2048 || texts.some((t) => typeof t !== 'string' || t === ''))
    return refuse(
      "'$.input' is invalid. Please check the API reference: https://platform.openai.com/docs/api-reference.",
      'input',
    )
  if (dimensions !== undefined && (!Number.isInteger(dimensions) || (dimensions as number) < 1))
    return refuse("Invalid 'dimensions': expected a positive integer.", 'dimensions')
  return format === undefined || format === 'float' || format === 'base64'
    ? null
    : refuse(`Invalid value: '${String(format)}'.`, 'encoding_format', 'invalid_value')
}
