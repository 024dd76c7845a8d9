import type { ScriptHit } from '../domain/decision.ts'
import { suzhenError } from '../domain/errors.ts'
import { ADDRESSED, INJECTION } from '../domain/floors.ts'
import type { Audience } from '../domain/labels.ts'
import type { SlotRule } from '../domain/policy/knowledge-rules.ts'
import type { Policy } from '../domain/policy/parse.ts'
import { compileReplyWords, type ReplyRules } from '../domain/policy/reply-rules.ts'
import { instructsIn } from '../domain/text/instructs.ts'
import { slotsIn } from '../knowledge/check-body.ts'
import { draftByModel, type ModelReply } from '../knowledge/replies/draft-by-model.ts'
import type { Refused } from '../knowledge/replies/draft-checks.ts'
import { asScript, draftLocally, draftWords, filledFrom } from '../knowledge/replies/draft-locally.ts'
import { type DraftSources, maySee } from '../knowledge/replies/draft-sources.ts'
import type { ReplyFinding, ReplyService } from '../knowledge/replies/service.ts'
import type { Clock } from '../ports/clock.ts'
import type { Drafting } from '../ports/drafting.ts'
import type { Ids } from '../ports/ids.ts'
import type { TriageStore } from '../ports/triage-store.ts'
import type { DraftEngine } from './draft-engine.ts'
import { onMaskedText } from './stored.ts'

export interface ReplyDraftRequest {
  triageId: string
  /** In whose power it is written, and whose scripts and cases it may use. */
  role: Audience
  /** Scene of one of the scripts that were found, to begin with; null: the best of them. */
  scene: string | null
  /** Null: that of the complaint. */
  language: 'zh' | 'en' | null
  engine: 'auto' | 'local'
}

/** A reply that nobody has sent. */
export interface ReplyDraft {
  text: string
  /** Slots of the text that are left to the agent, without braces. */
  unfilled: string[]
  language: 'zh' | 'en'
  role: Audience
  /** What it was made of, of what was found for the complaint. */
  from: { scripts: string[]; cases: string[] }
  findings: ReplyFinding[]
  /** Nothing stands against sending it but hints. */
  ok: boolean
  /** Why sentences of the model's were taken out. */
  refused: Refused[]
  /** `degraded`: a language model was asked, and its draft is not this one. */
  engine: DraftEngine & { degraded: boolean }
}

export interface ReplyDraftOptions {
  actor: string
  /** Whether a language model may be paid for. */
  mayAsk: boolean
  signal?: AbortSignal
}

/** What the HTTP route calls. */
export interface ReplyDraftService {
  /** Drafts a reply to a kept complaint, and keeps nothing of it. Null where there is no such decision. Throws `invalid_request` for a scene that no script has. */
  draft(request: ReplyDraftRequest, options: ReplyDraftOptions): Promise<ReplyDraft | null>
}

export interface ReplyDraftParts {
  policy: Policy
  rules: ReplyRules
  slots: readonly SlotRule[]
  triages: Pick<TriageStore, 'find' | 'note'>
  replies: ReplyService
  ids: Ids
  clock: Clock
  /** Null: drafts are made of scripts alone. */
  drafting: Drafting | null
}

/**
 * Drafts of replies from the scripts and cases that were found for a complaint, and from nothing else. Every one of them
 * has been through the check of replies; one of a model's that the check would block gives way to the local one.
 */
export function createReplyDrafts(parts: ReplyDraftParts): ReplyDraftService {
  const { policy, rules, slots, triages, replies, ids, clock, drafting } = parts
  const instructs = instructsIn(policy, [INJECTION, ADDRESSED])
  const contact = new RegExp(compileReplyWords(rules.drafts.contact, rules.lexicons).source, 'giu')

  return {
    async draft(request, options) {
      const { role } = request
      const sources = await sourcesOf(request, options.actor)
      if (!sources) return null
      const { clocks, types } = sources.decision
      const of = { clocks, codes: types.filter((t) => t.role !== 'alternative').map((t) => t.code) }
      const check = async (text: string) => (await replies.check({ text, role, of })).findings
      const words = draftWords(
        rules.drafts,
        sources.language,
        (text) => filledFrom([asScript(text)], sources, slots, clock.now())[0]!.filled,
      )
      const asked = await byModel(sources, request, options, `${words.opening}\n${words.closing}`)
      const made = typeof asked === 'string' ? null : asked
      const reasons = typeof asked === 'string' ? (asked ? [asked] : []) : made!.failure ? [made!.failure] : []
      if (made && !made.failure) {
        const findings = await check(made.text)
        const blocked = [...new Set(findings.filter((f) => f.severity === 'block').map((f) => f.rule))]
        if (blocked.length === 0) return answer(made.text, made, findings, made.refused, { name: 'llm' })
        reasons.push(...blocked.map((rule) => `check-${rule}`))
      }
      const local = await draftLocally(sources, words, check)
      const from = { scripts: local.script ? [local.script] : [], cases: [] }
      return answer(local.text, from, await check(local.text), [], { name: 'local', reasons, degraded: made !== null })

      function answer(
        text: string,
        { scripts, cases }: { scripts: string[]; cases: string[] },
        findings: readonly ReplyFinding[],
        refused: Refused[],
        engine: Partial<ReplyDraft['engine']> & Pick<ReplyDraft['engine'], 'name'>,
      ): ReplyDraft {
        return {
          text,
          unfilled: slotsIn(text),
          language: sources!.language,
          role,
          from: { scripts, cases },
          findings: [...findings],
          ok: findings.every((f) => f.severity === 'hint'),
          refused,
          engine: {
            degraded: false,
            reasons: [],
            promptVersion: made?.prompt ?? null,
            costUsd: made?.costUsd ?? 0,
            ...engine,
          },
        }
      }
    },
  }

  async function sourcesOf(request: ReplyDraftRequest, actor: string): Promise<DraftSources | null> {
    const { triageId, role, scene } = request
    const stored = await triages.find(triageId)
    if (!stored) return null
    await triages.note({ id: ids.next('evt'), actor, action: 'read', subject: triageId })
    const { maskedText: text } = stored
    const decision = onMaskedText(stored.decision, text, stored.maskedSpans)
    const language = request.language ?? (decision.language === 'en' ? 'en' : 'zh')
    const found = decision.scripts.filter(maySee(role))
    if (scene !== null && !found.some((s) => s.scene === scene)) throw noSuchScene()
    const scripts = filledFrom(
      found.sort((a, b) => inScene(b, scene) - inScene(a, scene)),
      { text, decision, language },
      slots,
      clock.now(),
    )
    // A write-up with instructions in it is as little to be followed as a complaint with some, and less to be quoted.
    const cases = decision.similarCases
      .filter(maySee(role))
      .filter(({ title, result, lessons }) => !instructs(`${title}\n${result}\n${lessons}`))
    return { text, decision, role, language, scene, scripts, cases }
  }

  /** Empty: there is no model; another string: why it was not asked. */
  async function byModel(
    sources: DraftSources,
    { engine }: ReplyDraftRequest,
    { actor: account, mayAsk, signal }: ReplyDraftOptions,
    own: string,
  ): Promise<ModelReply | string> {
    if (!drafting) return ''
    if (engine === 'local' || !mayAsk) return 'not-asked'
    // Who writes instructions into a complaint would have them read a second time.
    if (sources.decision.flags.injectionSuspected) return 'injection-suspected'
    return draftByModel(sources, policy, drafting, { account, now: clock.now(), own, contact, instructs, signal })
  }
}

const inScene = (script: ScriptHit, scene: string | null): number => (script.scene === scene ? 1 : 0)

const noSuchScene = () =>
  suzhenError(
    'invalid_request',
    '为这件投诉找到的话术里没有这个场景。None of the scripts that were found for this complaint has this scene.',
    { issues: [{ path: 'scene', message: '须是所给话术的 scene / must be the scene of one of its scripts' }] },
  )
