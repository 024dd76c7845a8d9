import type { TriageRequest } from '../domain/complaint.ts'
import type { Decision } from '../domain/decision.ts'
import type { Audience } from '../domain/labels.ts'
import type { SlotRule } from '../domain/policy/knowledge-rules.ts'
import type { Policy } from '../domain/policy/parse.ts'
import { embeddableText, type Masked } from '../domain/text/mask.ts'
import type { Reading } from '../domain/text/reading.ts'
import { dayOf } from '../domain/working-time.ts'
import { fillScripts } from '../knowledge/fill-slots.ts'
import type { RarityNow } from '../knowledge/rarity.ts'
import type { SearchModel } from '../knowledge/search-model.ts'
import type { ScriptLifts } from '../knowledge/usage.ts'
import type { Assessor, AssessorResult } from '../ports/assessor.ts'
import type { Clock } from '../ports/clock.ts'
import type { KnowledgeStore } from '../ports/knowledge-store.ts'
import type { SubjectKeys, TriageStore } from '../ports/triage-store.ts'
import { decide } from './decide.ts'
import { type Guarded, guard } from './guard.ts'
import type { Laps } from './laps.ts'
import { recall } from './recall.ts'
import { risk } from './risk.ts'

export interface ConcludeParts {
  policy: Policy
  assessor: Assessor
  triages: Pick<TriageStore, 'history' | 'recent'>
  knowledge: Pick<KnowledgeStore, 'search' | 'cases'>
  clock: Clock
  /** Which slot of a script takes what; without, all are left to the agent. */
  slots?: readonly SlotRule[]
  /** How use and ratings move a script; without, not at all. */
  lifts?: ScriptLifts
  /** The vector by which cases and scripts are looked for (search-model.ts); without, the engine's own. */
  searchVector?: SearchModel['vectorOf']
  /** How rare each word is in the cases; without, all alike. */
  rarity?: RarityNow
}

/** One complaint, as the stages after the engine need it. */
export interface Subject {
  id: string
  request: TriageRequest
  reading: Reading
  masked: Masked
  keys: SubjectKeys
  /** The product's name, masked. */
  product: string | null
  audience: Audience
  /** ms since the epoch */
  receivedAt: number
}

export interface Concluded {
  decision: Decision
  guarded: Guarded
  /** The embedder's id; null where there was none. */
  model: string | null
  /** What is decided for the same assessment where only the engine and its reasons are others. */
  decisionBy(assessed: AssessorResult, latencyMs: Readonly<Record<string, number>>): Decision
}

/** What is to be done with what an engine thinks: guard -> recall -> risk -> decide. Reads the records, writes nothing. */
export async function conclude(
  { policy, assessor, triages, knowledge, clock, slots, lifts, searchVector, rarity }: ConcludeParts,
  assessed: AssessorResult,
  { id, request, reading, masked, keys, product, audience, receivedAt }: Subject,
  laps: Laps,
): Promise<Concluded> {
  const guarded = guard(assessed.assessment, reading, policy)
  const model = assessed.models.embedder ?? null
  laps.mark('guard')
  const today = dayOf(clock.now(), policy.calendar)
  const { assessment } = guarded
  const own = { vector: assessment.vector, model }
  const known = { ...own, noVectorBy: assessed.noVectorBy }
  const sought = (await searchVector?.(embeddableText(reading, masked.text), known)) ?? own
  const about = { ...assessment, vector: sought.vector }
  const recalled = await recall(
    knowledge,
    about,
    sought.model,
    reading,
    request,
    audience,
    today,
    policy,
    lifts,
    rarity,
  )
  laps.mark('recall')
  const risked = await risk(triages, assessment, model, request, keys, product, receivedAt, policy)
  laps.mark('risk')
  return { decision: decisionBy(assessed, laps.all()), guarded, model, decisionBy }

  function decisionBy(by: AssessorResult, latencyMs: Readonly<Record<string, number>>): Decision {
    const { asked, degraded, reasons, models } = by
    const engine = {
      // Of two engines the local one has spoken where no model was asked.
      name: asked?.engine ?? (assessor.asks ? 'local' : assessor.name),
      degraded,
      reasons,
      models,
      latencyMs: { ...latencyMs, ...laps.rounded(by.latencyMs) },
      costUsd: asked?.spent.costUsd ?? 0,
      promptVersion: asked?.prompts.join(' ') || null,
      tokens: asked
        ? { input: asked.spent.inputTokens, cached: asked.spent.cachedTokens, output: asked.spent.outputTokens }
        : null,
    }
    const judged = decide(
      {
        id,
        receivedAt,
        request,
        reading,
        maskedSpans: masked.spans,
        guarded,
        recalled,
        risked,
        audience,
        engine,
        askedReasons: asked?.review ?? [],
      },
      policy,
    )
    const { text, customer, order } = request
    const facts = { text, customer, order, decision: judged }
    const scripts = fillScripts(judged.scripts, facts, reading, slots ?? [], clock.now())
    return { ...judged, scripts }
  }
}
