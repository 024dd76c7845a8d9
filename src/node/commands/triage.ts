import { text as readAll } from 'node:stream/consumers'
import { type Config, readConfig } from '../../config.ts'
import { type TriageRequestInput, triageRequestSchema } from '../../domain/complaint.ts'
import { type Decision, decisionSchema } from '../../domain/decision.ts'
import { isSuzhenError, suzhenError } from '../../domain/errors.ts'
import { createLogger } from '../logger.ts'
import { openParts } from '../parts.ts'
import { renderDecision } from '../render-decision.ts'

export interface TriageFlags {
  json?: boolean
  explain?: boolean
  store?: boolean
  channel?: string
  domain?: string
  role?: string
}

/** Judges one text. A service that already holds the data folder is asked instead of opening it a second time; SUZHEN_API_KEY is sent along when set. */
export async function triage(env: NodeJS.ProcessEnv, argument: string, flags: TriageFlags): Promise<number> {
  const config = readConfig(env)
  const text = argument === '-' ? await readAll(process.stdin) : argument
  const input = {
    text,
    ...(flags.channel ? { channel: flags.channel } : {}),
    ...(flags.domain ? { domain: flags.domain } : {}),
    options: {
      store: flags.store ?? false,
      explain: flags.explain ?? false,
      ...(flags.role ? { role: flags.role } : {}),
    },
  } as TriageRequestInput
  const parsed = triageRequestSchema.safeParse(input)
  if (!parsed.success) {
    throw suzhenError('invalid_request', parsed.error.issues.map((i) => `${i.path.join('.')}: ${i.message}`).join('\n'))
  }
  const decision = await here(config, parsed.data).catch((error: unknown) => {
    if (isSuzhenError(error) && error.code === 'storage_unavailable' && !config.databaseUrl)
      return ask(config, input, env.SUZHEN_API_KEY, error)
    throw error
  })
  process.stdout.write(flags.json ? `${JSON.stringify(decision, null, 2)}\n` : renderDecision(decision, text))
  return 0
}

async function here(config: Config, request: ReturnType<typeof triageRequestSchema.parse>): Promise<Decision> {
  const parts = await openParts(config, createLogger('error'))
  try {
    return (await parts.triage.triage(request, { actor: 'cli', audience: null, idempotency: null })).decision
  } finally {
    await parts.close()
  }
}

async function ask(config: Config, input: TriageRequestInput, key: string | undefined, why: Error): Promise<Decision> {
  const url = `http://${config.host.includes(':') ? `[${config.host}]` : config.host}:${config.port}/v1/triage`
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(key ? { authorization: `Bearer ${key}` } : {}) },
    body: JSON.stringify(input),
  }).catch(() => {
    throw why
  })
  const body: unknown = await response.json()
  if (!response.ok)
    throw suzhenError(
      'invalid_request',
      (body as { detail?: string }).detail ?? `the running service answered ${response.status}`,
    )
  return decisionSchema.parse(body)
}
