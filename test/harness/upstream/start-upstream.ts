import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type Behaviour, ok, type Reaction } from './behaviours.ts'
import { chatFault, embeddingFault, type Refusal } from './check-request.ts'
import { chunksOf, completionOf, createPromptCache } from './completion.ts'
import { embeddingsAnswer } from './embeddings.ts'
import { type ChatBody, type Json, readChat, type Seen } from './seen.ts'

export interface UpstreamOptions {
  /** The only key that is taken; any is without it. */
  key?: string
  /** Fields at the top that this provider knows besides OpenAI's. */
  also?: readonly string[]
  /** 0: any free port. */
  port?: number
}

export interface Upstream {
  /** `http://127.0.0.1:<port>/v1`. */
  baseUrl: string
  /** Every request so far, the refused ones too. */
  seen: Seen[]
  /** Those that the rules of the API refused; a client of ours should never cause one unasked. */
  refused: { seen: Seen; refusal: Refusal }[]
  /** From now on. */
  behave(behaviour: Behaviour): void
  /** Forgets what was seen. */
  forget(): void
  /** Lets the port go: connections are refused. */
  down(): Promise<void>
  /** Listens on the same port again. */
  up(): Promise<void>
  close(): Promise<void>
}

const MOST_BODY = 4 * 1024 * 1024

/** An OpenAI-compatible endpoint on the loopback, that holds its callers to the API's rules (`REQUEST_RULES`) and then does as told. */
export async function startUpstream(behaviour: Behaviour = ok(), options: UpstreamOptions = {}): Promise<Upstream> {
  let behave = behaviour
  let number = 0
  const seen: Seen[] = []
  const refused: Upstream['refused'] = []
  let count = createPromptCache()

  async function handle(req: IncomingMessage, res: ServerResponse): Promise<void> {
    const over = new Promise<'sent' | 'left'>((resolve) => {
      res.on('close', () => resolve(res.writableFinished ? 'sent' : 'left'))
    })
    const raw = await readBody(req)
    const body = parsed(raw)
    const path = new URL(req.url ?? '/', 'http://localhost').pathname.replace(/^\/v1/, '')
    const chat = path === '/chat/completions' && isChat(body) ? readChat(body) : NO_CHAT
    const request: Seen = {
      path,
      body: body as ChatBody | null,
      key: keyOf(req),
      headers: req.headers,
      ...chat,
      number: number++,
      over,
    }
    seen.push(request)
    const refusal = refusalOf(req, request, options)
    if (refusal) {
      refused.push({ seen: request, refusal })
      return send(res, refusal.status, errorBody(refusal))
    }
    if (path === '/models')
      return send(res, 200, {
        object: 'list',
        data: [{ id: 'test-model', object: 'model', created: 0, owned_by: 'test' }],
      })
    const reaction = await behave(request)
    await react(request, reaction, res, count, over)
  }

  const server = createServer((req, res) => {
    handle(req, res).catch(() => res.destroy())
  })
  const listen = (port: number) =>
    new Promise<void>((resolve, reject) => {
      server.once('error', reject)
      server.listen(port, '127.0.0.1', () => {
        server.off('error', reject)
        resolve()
      })
    })
  const shut = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve())
      server.closeAllConnections()
    })
  await listen(options.port ?? 0)
  const { port } = server.address() as AddressInfo

  return {
    baseUrl: `http://127.0.0.1:${port}/v1`,
    seen,
    refused,
    behave(next) {
      behave = next
    },
    forget() {
      seen.length = 0
      refused.length = 0
      number = 0
      count = createPromptCache()
    },
    down: shut,
    up: () => listen(port),
    close: shut,
  }
}

const NO_CHAT: ReturnType<typeof readChat> = {
  rung: 'text',
  schemaName: null,
  schema: null,
  system: '',
  complaint: '',
  delimiter: null,
  repairs: 0,
}

const isChat = (body: unknown): body is ChatBody =>
  Array.isArray((body as ChatBody | null)?.messages) &&
  (body as ChatBody).messages.every((m) => typeof m?.content === 'string')

function refusalOf(req: IncomingMessage, seen: Seen, { key, also }: UpstreamOptions): Refusal | null {
  const refuse = (status: number, message: string, code: string | null = null): Refusal => ({
    status,
    message,
    param: null,
    code,
  })
  if (seen.key === null) return refuse(401, "You didn't provide an API key.")
  if (key !== undefined && seen.key !== key) return refuse(401, 'Incorrect API key provided.', 'invalid_api_key')
  const method = seen.path === '/models' ? 'GET' : 'POST'
  if (!['/models', '/chat/completions', '/embeddings'].includes(seen.path))
    return refuse(404, `Invalid URL (${req.method} ${seen.path})`)
  if (req.method !== method) return refuse(405, `Not allowed to ${req.method} on ${seen.path}`)
  if (method === 'GET') return null
  if (!/^application\/json\b/.test(req.headers['content-type'] ?? ''))
    return refuse(
      400,
      `Invalid Content-Type header (${String(req.headers['content-type'])}), expected application/json`,
    )
  if (seen.body === null) return refuse(400, 'We could not parse the JSON body of your request.')
  return seen.path === '/embeddings' ? embeddingFault(seen.body) : chatFault(seen.body, also)
}

async function react(
  seen: Seen,
  reaction: Reaction,
  res: ServerResponse,
  count: ReturnType<typeof createPromptCache>,
  over: Promise<unknown>,
): Promise<void> {
  if (reaction.afterMs) await Promise.race([wait(reaction.afterMs), over])
  if (res.closed || res.destroyed) return
  if (reaction.kind === 'reset') return void res.socket?.destroy()
  if (reaction.kind === 'status') return send(res, reaction.status, reaction.body, reaction.headers)
  if (seen.path === '/embeddings') return send(res, 200, embeddingsAnswer(seen.body!))
  const completion = completionOf(seen, reaction.written, count(seen.body!))
  if (seen.body!.stream) return stream(res, chunksOf(completion, withUsage(seen.body!)), reaction)
  const bytes = Buffer.from(JSON.stringify(completion))
  res.writeHead(200, { 'content-type': 'application/json', 'content-length': bytes.length })
  await push(res, reaction.trickleMs ? [...bytes].map((b) => Buffer.of(b)) : [bytes], reaction, bytes.length)
}

async function stream(res: ServerResponse, chunks: string[], reaction: Reaction & { kind: 'write' }): Promise<void> {
  res.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-cache' })
  const parts = chunks.map((c) => Buffer.from(c))
  await push(
    res,
    parts,
    reaction,
    parts.reduce((n, p) => n + p.length, 0),
  )
}

/** Writes the parts, slowly or only up to where the connection is cut. */
async function push(
  res: ServerResponse,
  parts: Buffer[],
  { trickleMs, cutAt }: Reaction & { kind: 'write' },
  total: number,
): Promise<void> {
  let left = cutAt === undefined ? total : Math.floor(total * cutAt)
  for (const part of parts) {
    if (res.destroyed) return
    const piece = part.subarray(0, left)
    left -= piece.length
    await new Promise<void>((resolve) => res.write(piece, () => resolve()))
    if (left === 0 && cutAt !== undefined) return void res.socket?.destroy()
    if (trickleMs) await wait(trickleMs)
  }
  res.end()
}

function send(res: ServerResponse, status: number, body: Json | string, headers: Record<string, string> = {}): void {
  const text = typeof body === 'string' ? body : JSON.stringify(body)
  res.writeHead(status, { 'content-type': typeof body === 'string' ? 'text/html' : 'application/json', ...headers })
  res.end(text)
}

const errorBody = ({ message, param, code }: Refusal): Json => ({
  error: { message, type: 'invalid_request_error', param, code },
})

const withUsage = (body: ChatBody): boolean => (body.stream_options as Json | undefined)?.include_usage === true

function keyOf({ headers }: IncomingMessage): string | null {
  const bearer = /^Bearer (.+)$/.exec(headers.authorization ?? '')?.[1]
  return bearer ?? (typeof headers['api-key'] === 'string' ? headers['api-key'] : null)
}

async function readBody(req: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of req as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size > MOST_BODY) throw new Error('too large')
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

function parsed(text: string): Json | null {
  try {
    const body: unknown = JSON.parse(text)
    return typeof body === 'object' && body !== null && !Array.isArray(body) ? (body as Json) : null
  } catch {
    return null
  }
}

/** A timer that holds no process open. */
const wait = (ms: number): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, ms).unref()
  })
