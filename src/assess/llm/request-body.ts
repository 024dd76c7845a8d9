import type OpenAI from 'openai'
import type { FilledPrompt } from '../../ports/language-model.ts'
import type { JsonSchema } from './json-schema.ts'
import type { Form } from './ladder.ts'

type Message = FilledPrompt['messages'][number]
export type RequestBody = OpenAI.Chat.Completions.ChatCompletionCreateParamsNonStreaming

export interface Asking {
  model: string
  messages: readonly Message[]
  schema: JsonSchema
  /** Name of the schema, and of the tool that stands for it. */
  name: string
  maxTokens: number
  /** Further fields by the policy. */
  extras: Readonly<Record<string, unknown>>
}

/** The body of one request, put as the ladder has it. The messages' beginning never changes within one form. */
export function requestBody(asking: Asking, form: Form): RequestBody {
  const { model, messages, schema, name, maxTokens, extras } = asking
  return {
    model,
    messages:
      form.rung === 'json_schema' ? [...messages] : withSchema(messages, schema, form.rung === 'tool' ? name : null),
    ...formatOf(asking, form),
    ...(form.temperature ? { temperature: 0 } : {}),
    ...(form.lengthAs ? { [form.lengthAs]: maxTokens } : {}),
    ...(form.extras ? extras : {}),
    ...(form.noThinking ? { enable_thinking: false } : {}),
  }
}

function formatOf({ schema, name }: Asking, { rung, toolForced }: Form): Partial<RequestBody> {
  switch (rung) {
    case 'json_schema':
      return { response_format: { type: 'json_schema', json_schema: { name, strict: true, schema } } }
    case 'json_object':
      return { response_format: { type: 'json_object' } }
    case 'tool':
      return {
        tools: [
          { type: 'function', function: { name, description: '给出结论 / give the answer', parameters: schema } },
        ],
        tool_choice: toolForced ? { type: 'function', function: { name } } : 'auto',
      }
  }
}

// Where the format itself cannot carry the schema, words do. Behind the first message, which is the same each time, so that
// the prefix stays one that can be cached; and the word JSON must stand somewhere for some endpoints.
function withSchema(messages: readonly Message[], schema: JsonSchema, tool: string | null): Message[] {
  const words =
    tool === null
      ? `只输出一个 JSON 对象,不要任何别的文字。它必须符合这个 JSON Schema:\n${JSON.stringify(schema)}`
      : `只通过调用函数 ${tool} 作答(JSON 参数),不要任何别的文字。`
  return messages.map((m, i) => (i === 0 ? { ...m, content: `${m.content}\n\n${words}` } : m))
}

/** The turn that asks once more: the answer as it was, and what is wrong with it, by place and expectation. */
export function repairTurn(
  answer: string,
  faults: readonly { path: string; message: string }[],
  schema: JsonSchema,
): Message[] {
  const wrong = faults.length
    ? `这些地方不符合要求:\n${faults.map((f) => `- ${f.path}: ${f.message}`).join('\n')}`
    : '它不是一个完整的 JSON 对象。'
  return [
    { role: 'assistant', content: answer.slice(0, MOST_ECHO) || '(空)' },
    {
      role: 'user',
      content: `上面的回答不能用。${wrong}\n请只输出改正后的完整 JSON 对象,符合这个 JSON Schema,不要任何别的文字:\n${JSON.stringify(schema)}`,
    },
  ]
}

const MOST_ECHO = 4000
