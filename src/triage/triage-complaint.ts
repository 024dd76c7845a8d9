import type { TriageRequest } from '../domain/complaint.ts'
import { suzhenError } from '../domain/errors.ts'
import { type Audience, audienceRank, lowerAudience } from '../domain/labels.ts'
import type { AssessorResult } from '../ports/assessor.ts'
import type { Ids } from '../ports/ids.ts'
import type { Pseudonyms } from '../ports/pseudonyms.ts'
import type { TriageStore } from '../ports/triage-store.ts'
import { assess } from './assess.ts'
import { type Concluded, type ConcludeParts, conclude, type Subject } from './conclude.ts'
import { startLaps } from './laps.ts'
import { mask } from './mask.ts'
import { normalise } from './normalise.ts'
import { takenOutside } from './risk.ts'
import type { TriageService } from './service.ts'
import type { Shadows } from './shadow.ts'
import { onMaskedText, withoutQuotes, withQuotes } from './stored.ts'
import { subjectKeys } from './subject-keys.ts'

export interface TriageParts extends ConcludeParts {
  triages: TriageStore
  pseudonyms: Pseudonyms
  ids: Ids
  /** Takes what was kept, for a second engine beside the one that answers. */
  shadows?: Pick<Shadows, 'offer'>
}

/** The main road: normalise -> mask -> assess -> guard -> recall -> risk -> decide, then kept in one transaction. */
export function createTriageService(parts: TriageParts): TriageService {
  const { policy, assessor, triages, pseudonyms, ids, clock, shadows } = parts

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
      const { engine } = request.options
      if (engine === 'llm' && !assessor.asks) throw noModel()
      if (engine === 'llm' && context.mayAsk === 'auto') throw mayNotForce()
      const laps = startLaps()

      const receivedAt = request.receivedAt ? Date.parse(request.receivedAt) : clock.now()
      const audience = lowerAudience(request.options.role, context.audience)
      const reading = normalise(request.text)
      const masked = mask(reading, request.customer?.name ? [request.customer.name] : [])
      laps.mark('read')
      const subject: Subject = {
        id: ids.next('tri'),
        request,
        reading,
        masked,
        keys: subjectKeys(request, pseudonyms),
        // A product's name is free text too: a number written into it is masked like any other.
        product: request.order?.product ? mask(normalise(request.order.product)).text : null,
        audience,
        receivedAt,
      }
      const { onFirst } = context
      let first: Promise<Concluded> | undefined
      let local: AssessorResult | undefined
      const seeFirst = (result: AssessorResult) => {
        local = result
        if (onFirst) tellFirst(result)
      }
      const tellFirst = (local: AssessorResult) => {
        const branch = laps.branch()
        branch.mark('assess')
        first = conclude(parts, local, subject, branch).then((concluded) => {
          onFirst?.(concluded.decision)
          return concluded
        })
        // Waited for below; until then a failure of it must not count as one that nobody saw.
        first.catch(() => {})
      }
      const assessed = await assess(
        assessor,
        reading,
        masked,
        {
          explain: request.options.explain,
          engine: context.mayAsk === 'never' ? 'local' : engine,
          account: context.actor,
          since: laps.since,
          signal: context.signal,
        },
        seeFirst,
      )
      laps.mark('assess')
      const early = await first
      // A model that was of no use left all as it was told already, but for the engine.
      const asBefore = early && local?.assessment === assessed.assessment
      const concluded = asBefore ? early : await conclude(parts, assessed, subject, laps)
      const { guarded, model } = concluded
      const decision = asBefore
        ? early.decisionBy(assessed, { ...early.decision.engine.latencyMs, ...laps.all() })
        : concluded.decision
      if (!request.options.store) return { decision, replayed: false }
      const { assessment } = guarded
      const saved = await triages.save(
        {
          id: decision.id,
          receivedAt,
          keys: subject.keys,
          product: subject.product,
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
      // Who asked for the local engine does not want the text to leave the house; a key may be one that costs nothing.
      if (engine !== 'local' && context.mayAsk !== 'never') shadows?.offer({ subject, local: local ?? assessed })
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

const noModel = () =>
  suzhenError(
    'invalid_request',
    'No language model is configured; use engine auto or local / 未配置大模型,请使用 auto 或 local',
    { issues: [{ path: 'options.engine', message: 'no language model is configured' }] },
  )

const mayNotForce = () =>
  suzhenError(
    'forbidden',
    'This key may not ask for the language model alone; use engine auto or local / 该密钥不能指定大模型,请使用 auto 或 local',
  )
