import type { ChatBody, Json, Seen } from './seen.ts'

/** What the model «wrote», before it is put into the form that was asked for. */
export interface Written {
  content: string
  finish?: 'stop' | 'length' | 'content_filter' | undefined
  refusal?: string | undefined
  /** Null: no usage is told. A function of ours where it is not given. */
  usage?: Json | null | undefined
}

/** A rough count: what matters is that it grows with the text and is the same each time. */
const tokensOf = (text: string): number => Math.ceil([...text].reduce((n, c) => n + (c < '\x80' ? 0.25 : 0.75), 0))

/** Like a provider's cache: the beginning that this request shares with earlier ones of the same model. */
export function createPromptCache(): (body: ChatBody) => { prompt: number; cached: number } {
  const seen: string[] = []
  return (body) => {
    const text = JSON.stringify([body.response_format, body.tools]) + body.messages.map((m) => m.content).join('\n')
    const shared = Math.max(0, ...seen.map((s) => commonStart(s, text)))
    if (!seen.includes(text)) seen.unshift(text)
    seen.length = Math.min(seen.length, 20)
    // In steps of 128 tokens from 1,024, as OpenAI has it.
    const tokens = tokensOf(text.slice(0, shared))
    return { prompt: tokensOf(text), cached: tokens < 1024 ? 0 : tokens - (tokens % 128) }
  }
}

function commonStart(a: string, b: string): number {
  const length = Math.min(a.length, b.length)
  let i = 0
  while (i < length && a[i] === b[i]) i++
  return i
}

/** The whole answer as one object, its words where the request wants them: in the message, or as a tool's arguments. */
export function completionOf(seen: Seen, written: Written, counted: { prompt: number; cached: number }): Json {
  const asTool = seen.rung === 'tool' && !written.refusal
  const message = asTool
    ? {
        role: 'assistant',
        content: null,
        refusal: null,
        tool_calls: [
          { id: 'call_1', type: 'function', function: { name: seen.schemaName, arguments: written.content } },
        ],
      }
    : { role: 'assistant', content: written.refusal ? null : written.content, refusal: written.refusal ?? null }
  const finish = written.finish ?? 'stop'
  return {
    id: `chatcmpl-${seen.number}`,
    object: 'chat.completion',
    created: 1_790_000_000,
    model: seen.body?.model,
    choices: [
      { index: 0, message, logprobs: null, finish_reason: asTool && finish === 'stop' ? 'tool_calls' : finish },
    ],
    ...(written.usage === null ? {} : { usage: written.usage ?? usageOf(written, counted) }),
    system_fingerprint: 'fp_test',
  }
}

function usageOf({ content }: Written, { prompt, cached }: { prompt: number; cached: number }): Json {
  const output = tokensOf(content)
  return {
    prompt_tokens: prompt,
    completion_tokens: output,
    total_tokens: prompt + output,
    prompt_tokens_details: { cached_tokens: cached, audio_tokens: 0 },
    completion_tokens_details: { reasoning_tokens: 0 },
  }
}

/** The same answer as server-sent chunks, a few characters each, as `stream: true` has it. */
export function chunksOf(completion: Json, withUsage: boolean): string[] {
  const { choices, usage, ...head } = completion as {
    choices: [{ message: Json; finish_reason: string }]
    usage?: Json
  }
  const [{ message, finish_reason: finish }] = choices
  const chunk = (delta: Json, reason: string | null) =>
    `data: ${JSON.stringify({ ...head, object: 'chat.completion.chunk', choices: [{ index: 0, delta, logprobs: null, finish_reason: reason }] })}\n\n`
  const call = (message.tool_calls as { id: string; function: { name: string; arguments: string } }[] | undefined)?.[0]
  const words = call ? call.function.arguments : String(message.content ?? '')
  const parts = words.match(/[\s\S]{1,8}/gu) ?? []
  return [
    chunk(
      call
        ? {
            role: 'assistant',
            tool_calls: [
              { index: 0, id: call.id, type: 'function', function: { name: call.function.name, arguments: '' } },
            ],
          }
        : { role: 'assistant', content: '' },
      null,
    ),
    ...parts.map((p) =>
      chunk(call ? { tool_calls: [{ index: 0, function: { arguments: p } }] } : { content: p }, null),
    ),
    chunk({}, finish),
    ...(withUsage
      ? [`data: ${JSON.stringify({ ...head, object: 'chat.completion.chunk', choices: [], usage })}\n\n`]
      : []),
    'data: [DONE]\n\n',
  ]
}
