import type { TriageRequest } from '../domain/complaint.ts'
import { suzhenError } from '../domain/errors.ts'
import { type Audience, audienceRank, lowerAudience } from '../domain/labels.ts'
import type { SlotRule } from '../domain/policy/knowledge-rules.ts'
import type { Policy } from '../domain/policy/parse.ts'
import { dayOf } from '../domain/working-time.ts'
import { fillScripts } from '../knowledge/fill-slots.ts'
import type { RarityNow } from '../knowledge/rarity.ts'
import type { ScriptLifts } from '../knowledge/usage.ts'
import type { Assessor } from '../ports/assessor.ts'
import type { Clock } from '../ports/clock.ts'
import type { Ids } from '../ports/ids.ts'
import type { KnowledgeStore } from '../ports/knowledge-store.ts'
import type { Pseudonyms } from '../ports/pseudonyms.ts'
import type { TriageStore } from '../ports/triage-store.ts'
import { assess } from './assess.ts'
import { decide } from './decide.ts'
import { guard } from './guard.ts'
import { mask } from './mask.ts'
import { normalise } from './normalise.ts'
import { recall } from './recall.ts'
import { risk, takenOutside } from './risk.ts'
import type { TriageService } from './service.ts'
import { onMaskedText, withoutQuotes, withQuotes } from './stored.ts'
import { subjectKeys } from './subject-keys.ts'

export interface TriageParts {
  policy: Policy
  assessor: Assessor
  triages: TriageStore
  knowledge: KnowledgeStore
  pseudonyms: Pseudonyms
  ids: Ids
  clock: Clock
  /** Which slot of a script takes what; without, all are left to the agent. */
  slots?: readonly SlotRule[]
  /** How use and ratings move a script; without, not at all. */
  lifts?: ScriptLifts
  /** How rare each word is in the cases; without, all alike. */
  rarity?: RarityNow
}

/** The main road: normalise -> mask -> assess -> guard -> recall -> risk -> decide, then kept in one transaction. */
export function createTriageService(parts: TriageParts): TriageService {
  const { policy, assessor, triages, pseudonyms, ids, clock } = parts

  return {
    async triage(request, context) {
      const claim =
        context.idempotency && request.options.store
          ? {
              caller: context.actor,
              keyHash: pseudonyms.of('body', `${context.actor} ${context.idempotency.key}`),
              bodyHash: context.idempotency.bodyHash,
            }
          : null
      if (claim) {
        const earlier = await triages.findClaim(claim.caller, claim.keyHash)
        if (earlier) return replay(earlier, claim.bodyHash, request)
      }
      if (request.options.engine === 'llm') {
        throw suzhenError(
          'invalid_request',
          'No language model is configured; use engine auto or local / 未配置大模型,请使用 auto 或 local',
          {
            issues: [{ path: 'options.engine', message: 'no language model is configured' }],
          },
        )
      }
      const marks: [string, number][] = [['', performance.now()]]
      const mark = (stage: string) => marks.push([stage, performance.now()])

      const receivedAt = request.receivedAt ? Date.parse(request.receivedAt) : clock.now()
      const audience = lowerAudience(request.options.role, context.audience)
      const reading = normalise(request.text)
      const masked = mask(reading, request.customer?.name ? [request.customer.name] : [])
      mark('read')
      const assessed = await assess(assessor, reading, masked, {
        explain: request.options.explain,
        signal: context.signal,
      })
      mark('assess')
      const guarded = guard(assessed.assessment, reading, policy)
      const model = assessed.models.embedder ?? null
      const keys = subjectKeys(request, pseudonyms)
      // A product's name is free text too: a number written into it is masked like any other.
      const product = request.order?.product ? mask(normalise(request.order.product)).text : null
      mark('guard')
      const today = dayOf(clock.now(), policy.calendar)
      const recalled = await recall(
        parts.knowledge,
        guarded.assessment,
        model,
        reading,
        request,
        audience,
        today,
        policy,
        parts.lifts,
        parts.rarity,
      )
      mark('recall')
      const risked = await risk(triages, guarded.assessment, model, request, keys, product, receivedAt, policy)
      mark('risk')
      const judged = decide(
        {
          id: ids.next('tri'),
          receivedAt,
          request,
          reading,
          maskedSpans: masked.spans,
          guarded,
          recalled,
          risked,
          audience,
          engine: {
            name: assessor.name,
            degraded: assessed.degraded,
            reasons: assessed.reasons,
            models: assessed.models,
            latencyMs: { ...latencies(marks), ...rounded(assessed.latencyMs) },
            costUsd: 0,
            promptVersion: null,
          },
        },
        policy,
      )
      const { text, customer, order } = request
      const facts = { text, customer, order, decision: judged }
      const decision = {
        ...judged,
        scripts: fillScripts(judged.scripts, facts, reading, parts.slots ?? [], clock.now()),
      }
      if (!request.options.store) return { decision, replayed: false }
      const { assessment } = guarded
      const saved = await triages.save(
        {
          id: decision.id,
          receivedAt,
          keys,
          product,
          domain: request.domain ?? null,
          channel: request.channel,
          nature: decision.nature,
          level: decision.severity.level,
          codes: decision.types.filter((t) => t.role !== 'alternative').map((t) => t.code),
          outside: takenOutside(assessment, request.channel),
          maskedText: masked.text,
          maskedSpans: masked.spans,
          decision: withoutQuotes(decision),
          policyHash: policy.hash,
          model: assessment.vector ? model : null,
          vector: assessment.vector,
        },
        { actor: context.actor, eventId: ids.next('evt'), auditId: ids.next('evt'), claim },
      )
      if (!saved.saved) return replay(saved, claim?.bodyHash ?? '', request)
      return { decision, replayed: false }
    },

    async find(id, actor, audience) {
      const stored = await triages.find(id)
      if (!stored) return null
      await triages.note({ id: ids.next('evt'), actor, action: 'read', subject: id })
      const decision = onMaskedText(stored.decision, stored.maskedText, stored.maskedSpans)
      const may = (x: { audience: Audience }) => audience === null || audienceRank(x.audience) <= audienceRank(audience)
      return {
        text: stored.maskedText,
        decision: {
          ...decision,
          similarCases: decision.similarCases.filter(may),
          scripts: decision.scripts.filter(may),
        },
      }
    },
  }

  async function replay(earlier: { triageId: string; bodyHash: string }, bodyHash: string, sent: TriageRequest) {
    if (earlier.bodyHash !== bodyHash) {
      throw suzhenError(
        'idempotency_conflict',
        'This Idempotency-Key was used with another body; use a new key / 该幂等键已用于另一请求体,请换一个',
      )
    }
    const stored = await triages.find(earlier.triageId)
    if (!stored)
      throw suzhenError(
        'idempotency_conflict',
        'The answer to this Idempotency-Key is no longer kept; use a new key / 该幂等键对应的结果已不存在,请换一个',
      )
    return { decision: withQuotes(stored.decision, sent), replayed: true }
  }
}

function latencies(marks: readonly [string, number][]): Record<string, number> {
  const out: Record<string, number> = {}
  for (let i = 1; i < marks.length; i++) out[marks[i]![0]] = tenths(marks[i]![1] - marks[i - 1]![1])
  out.total = tenths(marks.at(-1)![1] - marks[0]![1])
  return out
}
const rounded = (ms: Record<string, number>) => Object.fromEntries(Object.entries(ms).map(([k, v]) => [k, tenths(v)]))
const tenths = (ms: number): number => Math.round(ms * 10) / 10
