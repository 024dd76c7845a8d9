/** A request as the upstream saw it. */
export interface Seen {
  path: string
  /** The parsed body; null where it was no JSON. */
  body: ChatBody | null
  /** The bearer token or `api-key`; null: none. */
  key: string | null
  headers: Readonly<Record<string, string | string[] | undefined>>
  /** How an answer in JSON was asked for. */
  rung: 'json_schema' | 'json_object' | 'tool' | 'text'
  /** Name of schema or tool; null: neither. */
  schemaName: string | null
  /** The JSON Schema that came with it. */
  schema: Json | null
  /** All system messages. */
  system: string
  /** What stands between the delimiters, of the last message that has any; '' where none does. */
  complaint: string
  delimiter: string | null
  /** 0 for the first request since the start, then 1, 2, … */
  number: number
  /** How often the model has been asked to mend its answer within this request. */
  repairs: number
  /** Resolves when the answer was sent whole (`sent`) or its reader went away before (`left`). */
  over: Promise<'sent' | 'left'>
}

export type Json = { [key: string]: unknown }

export interface ChatBody {
  model: string
  messages: { role: string; content: string }[]
  stream?: boolean
  response_format?: { type: string; json_schema?: { name: string; strict?: boolean; schema: Json } }
  tools?: { type: string; function: { name: string; parameters: Json } }[]
  [key: string]: unknown
}

const DATA = /<<<([0-9a-f]{16,64})\n([\s\S]*?)\n\1>>>/g

/** What a chat request asks, taken apart. */
export function readChat(
  body: ChatBody,
): Pick<Seen, 'rung' | 'schemaName' | 'schema' | 'system' | 'complaint' | 'delimiter' | 'repairs'> {
  const format = body.response_format
  const tool = body.tools?.[0]?.function
  const asked = body.messages.filter((m) => m.role === 'user').map((m) => m.content)
  const system = body.messages
    .filter((m) => m.role === 'system')
    .map((m) => m.content)
    .join('\n')
  const data = asked.flatMap((words) => [...String(words).matchAll(DATA)]).at(-1)
  return {
    rung: tool ? 'tool' : format?.type === 'json_schema' ? 'json_schema' : format ? 'json_object' : 'text',
    schemaName: format?.json_schema?.name ?? tool?.name ?? null,
    schema: format?.json_schema?.schema ?? tool?.parameters ?? schemaInWords(system),
    system,
    complaint: data?.[2] ?? '',
    delimiter: data?.[1] ?? null,
    repairs: body.messages.filter((m) => m.role === 'assistant').length,
  }
}

/** Where the format cannot carry the schema, it stands as the last line of the system message. */
function schemaInWords(system: string): Json | null {
  const line = system.trim().split('\n').at(-1) ?? ''
  try {
    return line.startsWith('{') ? (JSON.parse(line) as Json) : null
  } catch {
    return null
  }
}
