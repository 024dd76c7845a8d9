import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { costUsd } from '../../src/assess/llm/prices.ts'
import { readConfig } from '../../src/config.ts'
import type { Decision } from '../../src/domain/decision.ts'
import { readLabelled } from '../../src/node/labelled-files.ts'
import { createLogger } from '../../src/node/logger.ts'
import { readLlmRules } from '../../src/node/policy-files.ts'
import { startService } from '../../src/node/serve.ts'
import {
  type Behaviour,
  garbage,
  never,
  ok,
  startUpstream,
  status,
  type Upstream,
} from '../../test/harness/upstream/index.ts'

/**
 * The service with a language model beside it, over real HTTP on one machine: what troubles of the endpoint cost, what the
 * path itself costs, what of a question is shared with the one before, what 1,000 complaints cost. Prints figures; checks
 * nothing. `--n 2000` requests a trouble; `--budget 500` ms; `--only slow` one of dead, slow, garbage, 429 and path.
 */
const option = (name: string, fallback: number) => {
  const at = process.argv.indexOf(`--${name}`)
  return at < 0 ? fallback : Number(process.argv[at + 1])
}
const ONLY = process.argv.includes('--only') ? process.argv[process.argv.indexOf('--only') + 1] : null
const N = option('n', 2000)
const BUDGET_MS = option('budget', 500)
/** Callers at a time; more would measure how two cores queue the local engine. */
const AT_ONCE = 2
/** Runs of each text with the model and without, where the path itself is measured. */
const RUNS = 3
const say = (line = '') => void process.stdout.write(`${line}\n`)
const at = (sorted: readonly number[], q: number) => sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))]!

const texts = (await readLabelled('dev')).filter((c) => c.nature === 'complaint').map((c) => c.text)
const folder = await mkdtemp(join(tmpdir(), 'suzhen-bench-'))
const upstream = await startUpstream()

interface Asked {
  ms: number
  status: number
  engine: Decision['engine']
}

async function ask(url: string, text: string, engine: 'auto' | 'local'): Promise<Asked> {
  const began = performance.now()
  const response = await fetch(`${url}/v1/triage`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ text, options: { engine, store: false } }),
  })
  const decision = (await response.json()) as Decision
  return { ms: performance.now() - began, status: response.status, engine: decision.engine }
}

async function askAll(url: string, n: number, engine: 'auto' | 'local'): Promise<Asked[]> {
  const out: Asked[] = []
  let next = 0
  const caller = async () => {
    while (next < n) {
      const i = next++
      out[i] = await ask(url, texts[i % texts.length]!, engine)
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, caller))
  return out
}

async function withService(fn: (url: string) => Promise<void>): Promise<void> {
  const service = await startService(
    readConfig({
      ...(process.env.MODEL_DIR ? { MODEL_DIR: process.env.MODEL_DIR } : {}),
      PORT: '0',
      DATA_DIR: folder,
      OPENAI_API_KEY: 'bench',
      OPENAI_BASE_URL: upstream.baseUrl,
      LLM_BUDGET_MS: String(BUDGET_MS),
    }),
    createLogger('silent'),
  )
  try {
    await askAll(service.url, 50, 'local')
    await fn(service.url)
  } finally {
    await service.stop()
  }
}

const times = (asked: readonly Asked[]) => asked.map((a) => a.ms).sort((a, b) => a - b)

/** One kind of trouble, with a service and a breaker of its own. */
async function trouble(name: string, begin: (upstream: Upstream) => Promise<void> | void): Promise<void> {
  if (ONLY !== null && ONLY !== name) return
  upstream.forget()
  await withService(async (url) => {
    const local = times(await askAll(url, 300, 'local'))
    await begin(upstream)
    const asked = await askAll(url, N, 'auto')
    const late = asked.filter((a) => a.ms > BUDGET_MS + 50).length
    const marked = asked.filter((a) => a.status === 200 && a.engine.degraded && a.engine.reasons.length > 0).length
    const open = times(asked.filter((a) => a.engine.reasons.includes('llm-breaker-open')))
    const reasons = new Map<string, number>()
    for (const r of asked.flatMap((a) => a.engine?.reasons ?? [])) reasons.set(r, (reasons.get(r) ?? 0) + 1)
    const sorted = times(asked)
    say(
      `${name}: ${asked.filter((a) => a.status === 200).length} of ${N} answered, ${marked} marked degraded, ${late} later than ${BUDGET_MS} + 50 ms (longest ${sorted.at(-1)!.toFixed(0)} ms)`,
    )
    say(`  reasons ${[...reasons].map(([r, n]) => `${r} ${n}`).join(', ')}`)
    if (open.length > 0)
      say(
        `  breaker open: n ${open.length}, p50 ${at(open, 0.5).toFixed(1)}, p95 ${at(open, 0.95).toFixed(1)} ms; local alone p50 ${at(local, 0.5).toFixed(1)}, p95 ${at(local, 0.95).toFixed(1)} ms; p95 ratio ${(at(open, 0.95) / at(local, 0.95)).toFixed(2)}`,
      )
  })
}

const behaving = (behaviour: Behaviour) => (u: Upstream) => u.behave(behaviour)

try {
  say(`${N} requests a trouble, ${AT_ONCE} at a time, budget ${BUDGET_MS} ms`)
  await trouble('dead', (u) => u.down())
  if (ONLY === null || ONLY === 'dead') await upstream.up()
  await trouble('slow', behaving(never()))
  await trouble('garbage', behaving(garbage()))
  await trouble('429', behaving(status(429, { retryAfter: 30 })))
  upstream.behave(ok())
  upstream.forget()
  if (ONLY === null || ONLY === 'path') await withService(path)
} finally {
  await upstream.close()
  await rm(folder, { recursive: true, force: true })
}

/**
 * What the path costs by itself: each text in turn without the model and with it, one at a time. The quickest of some runs
 * of each are held against one another, since what else goes on in the machine moves a single pair by more than the path.
 */
async function path(url: string): Promise<void> {
  const n = Math.min(N, 200)
  const paired: number[] = []
  const single: number[] = []
  const noise: number[] = []
  const own: number[] = []
  let input = 0
  let cached = 0
  let output = 0
  for (let i = 0; i < n; i++) {
    const text = texts[i % texts.length]!
    const locals: number[] = []
    const boths: number[] = []
    for (let run = 0; run < RUNS; run++) {
      locals.push((await ask(url, text, 'local')).ms)
      const both = await ask(url, text, 'auto')
      boths.push(both.ms - (both.engine.latencyMs.llm ?? 0))
      own.push(both.engine.latencyMs.llmOwn ?? 0)
      input += both.engine.tokens?.input ?? 0
      cached += both.engine.tokens?.cached ?? 0
      output += both.engine.tokens?.output ?? 0
    }
    paired.push(Math.min(...boths) - Math.min(...locals))
    single.push(boths[0]! - locals[0]!)
    noise.push(locals[1]! - locals[0]!)
  }
  const asked = n * RUNS
  const told = (ms: number[]) => {
    const sorted = ms.sort((a, b) => a - b)
    return `p50 ${at(sorted, 0.5).toFixed(1)}, p95 ${at(sorted, 0.95).toFixed(1)} ms`
  }
  say(`\nthe path itself, ${n} texts, without the endpoint's time: as it times itself ${told(own)}`)
  say(`  over the local path, the quickest of ${RUNS} of each: ${told(paired)}; of one each: ${told(single)}`)
  say(`  two runs of the local path differ by ${told(noise)}`)
  say(
    `tokens a complaint, as the upstream counts them: input ${(input / asked).toFixed(0)}, of them had before ${((100 * cached) / input).toFixed(1)}%, output ${(output / asked).toFixed(0)}`,
  )
  const { lists, pricesOf } = await readLlmRules()
  for (const list of lists)
    say(
      `1,000 complaints by the ${list.name} list (${pricesOf}): $${((1000 / asked) * costUsd(list, { input, cached, output })).toFixed(2)}`,
    )
}
