import { type Decision, judgedSchema } from '../domain/decision.ts'
import type { Assessor, AssessorResult } from '../ports/assessor.ts'
import { NOTHING_SPENT } from '../ports/language-model.ts'
import type { Logger } from '../ports/logger.ts'
import type { Metrics } from '../ports/metrics.ts'
import type { ShadowAnswer, ShadowStore } from '../ports/shadow-store.ts'
import { assess } from './assess.ts'
import { type ConcludeParts, conclude, type Subject } from './conclude.ts'
import { startLaps } from './laps.ts'
import { isSampled } from './shadow-sample.ts'
import { withoutQuotes } from './stored.ts'

/** A complaint that was answered and kept, with what the local engine thought of it. */
export interface Kept {
  subject: Subject
  local: AssessorResult
}

/** A second engine in the shadow of the first. */
export interface Shadows {
  /** Takes a kept complaint, if it is one of the sample; never waits, never throws. */
  offer(kept: Kept): void
  /** Resolves when nothing is waiting or under way. */
  idle(): Promise<void>
  /** Drops what waits and what runs. Safe to call twice. */
  stop(): Promise<void>
}

export interface ShadowParts extends Pick<ConcludeParts, 'policy' | 'clock'> {
  /** The second engine over what the local one thought already, so that no text is judged twice. */
  beside(local: AssessorResult): Assessor
  /** Its language model's name. */
  model: string
  /** Of the kept complaints, 0 to 1. */
  share: number
  store: Pick<ShadowStore, 'add'>
  logger: Logger
  metrics: Metrics
}

/** Questions under way at a time, and complaints that may wait: more are passed over, a sample is a sample. */
const AT_ONCE = 2
const MOST_WAITING = 100
/** Until the answer has gone out, ms. */
const AFTER_MS = 50
/** The account that its cost counts against. */
export const SHADOW_ACCOUNT = 'shadow'

// What others complained of is not the model's to judge, and to read it would be work for the database.
const NO_RECORDS = { history: async () => [], recent: async () => [] }
const NO_KNOWLEDGE = { search: async () => ({ cases: [], scripts: [] }), cases: async () => new Map() }

/** Asks a second engine about a sample of the kept complaints, after they were answered, and keeps what it would have said. */
export function createShadows(parts: ShadowParts): Shadows {
  const { model, share, store, policy, clock, logger, metrics } = parts
  const stopped = new AbortController()
  const waiting: Kept[] = []
  const timers = new Set<ReturnType<typeof setTimeout>>()
  let running = 0
  let whenIdle: (() => void)[] = []

  const count = (result: string) => metrics.add('suzhen_shadows_total', { model, result })
  const isIdle = () => running + waiting.length + timers.size === 0
  const tellIdle = () => {
    if (!isIdle()) return
    for (const tell of whenIdle) tell()
    whenIdle = []
  }
  const idle = () => new Promise<void>((resolve) => (isIdle() ? resolve() : whenIdle.push(resolve)))

  function next(): void {
    while (running < AT_ONCE && waiting.length > 0) {
      running++
      shadow(waiting.shift()!)
        .then(count, (error: Error) => {
          count(stopped.signal.aborted ? 'dropped' : 'error')
          // Its name alone: a message may hold the text.
          if (!stopped.signal.aborted) logger.warn({ error: error.name, model }, 'a shadow was not kept')
        })
        .finally(() => {
          running--
          next()
          tellIdle()
        })
    }
  }

  async function shadow({ subject, local }: Kept): Promise<string> {
    const { reading, masked } = subject
    const assessor = parts.beside(local)
    const started = performance.now()
    const assessed = await assess(assessor, reading, masked, {
      explain: false,
      engine: 'auto',
      account: SHADOW_ACCOUNT,
      signal: stopped.signal,
    })
    const latencyMs = performance.now() - started
    const options = { ...subject.request.options, explain: false, similar: 0, scripts: 0 }
    const { decision } = await conclude(
      { policy, assessor, clock, triages: NO_RECORDS, knowledge: NO_KNOWLEDGE },
      assessed,
      { ...subject, request: { ...subject.request, options } },
      startLaps(),
    )
    const { costUsd, inputTokens, cachedTokens, outputTokens } = assessed.asked?.spent ?? NOTHING_SPENT
    const failure = assessed.reasons.find((r) => r.startsWith('llm-')) ?? null
    stopped.signal.throwIfAborted()
    await store.add({
      triageId: subject.id,
      model,
      at: clock.now(),
      prompts: assessed.asked?.prompts ?? [],
      answer: keptOf(decision),
      policyHash: policy.hash,
      failure,
      spent: { costUsd, inputTokens, cachedTokens, outputTokens },
      latencyMs,
    })
    return failure ?? 'answered'
  }

  return {
    offer(kept) {
      if (stopped.signal.aborted || !isSampled(kept.subject.id, share)) return
      if (waiting.length + timers.size >= MOST_WAITING) return count('passed-over')
      const timer = setTimeout(() => {
        timers.delete(timer)
        waiting.push(kept)
        next()
      }, AFTER_MS)
      timers.add(timer)
    },
    idle,
    async stop() {
      stopped.abort()
      for (const timer of timers) clearTimeout(timer)
      timers.clear()
      waiting.length = 0
      tellIdle()
      await idle()
    },
  }
}

/** What is kept of an answer: what the text alone decides, evidence by its offsets. */
function keptOf(decision: Decision): ShadowAnswer {
  const { name, degraded, reasons, costUsd } = decision.engine
  return { ...judgedSchema.parse(withoutQuotes(decision)), engine: { name, degraded, reasons, costUsd } }
}
