import { isSuzhenError, suzhenError } from '../domain/errors.ts'
import type { CaseWriteUp } from '../domain/knowledge.ts'
import type { KnowledgeItem } from '../domain/knowledge-item.ts'
import type { Policy } from '../domain/policy/parse.ts'
import type { SummaryRequest } from '../domain/summary.ts'
import { maskText } from '../domain/text/mask.ts'
import { readText } from '../domain/text/reading.ts'
import type { KnowledgeDesk, Worker } from '../knowledge/desk.ts'
import { codesOf, type DraftFacts, draftCase } from '../knowledge/draft-case.ts'
import { fillByModel, type ModelDraft } from '../knowledge/draft-case-model.ts'
import { type DraftFinding, maskedField, openFields, refusedFields } from '../knowledge/draft-findings.ts'
import type { Drafting } from '../ports/drafting.ts'
import type { Ids } from '../ports/ids.ts'
import type { TriageStore } from '../ports/triage-store.ts'
import type { DraftEngine } from './draft-engine.ts'
import { onMaskedText } from './stored.ts'

export interface SummaryParts {
  policy: Policy
  triages: Pick<TriageStore, 'find' | 'note'>
  desk: Pick<KnowledgeDesk, 'find' | 'create' | 'edit'>
  ids: Ids
  /** Null: drafts are made of the record alone. */
  drafting: Drafting | null
}

export interface Summary {
  item: KnowledgeItem
  findings: DraftFinding[]
  /** `held`: the item was there and is as it was. */
  made: 'created' | 'again' | 'held'
  engine: DraftEngine
}

export interface SummaryOptions {
  /** Whether a language model may be paid for. */
  mayAsk: boolean
  /** Whether the caller works at the knowledge desk: others draft anew only what is theirs and still a draft. */
  mayEdit: boolean
  signal?: AbortSignal
}

/** What the HTTP route calls. */
export interface SummaryService {
  /**
   * Makes a draft write-up of a closed complaint for the knowledge base, or answers the one that was made before. Null
   * where there is no such decision. Throws `invalid_request` where the complaint has no code and none is named, and
   * `conflict` where another's work would be drafted over.
   */
  draft(triageId: string, said: SummaryRequest, worker: Worker, options: SummaryOptions): Promise<Summary | null>
}

const NOT_ASKED: DraftEngine = { name: 'local', reasons: [], promptVersion: null, costUsd: 0 }
/** The item that a triage's write-up is kept as: one a triage. */
export const itemIdOf = (triageId: string): string => triageId.toLowerCase().replace('_', '-')

/** Drafts of write-ups. Everything in them is masked, and a person reviews them as every other item. */
export function createSummaryService({ policy, triages, desk, ids, drafting }: SummaryParts): SummaryService {
  return { draft }

  async function draft(
    triageId: string,
    sent: SummaryRequest,
    worker: Worker,
    options: SummaryOptions,
  ): Promise<Summary | null> {
    const { mayAsk, signal } = options
    const stored = await triages.find(triageId)
    if (!stored) return null
    const id = itemIdOf(triageId)
    const held = await heldOf(id, worker)
    if (held && !sent.again) return { item: held, findings: openOf(held), made: 'held', engine: NOT_ASKED }
    if (held && !options.mayEdit && (held.status !== 'draft' || held.author !== worker.actor)) throw notYours()
    await triages.note({ id: ids.next('evt'), actor: worker.actor, action: 'read', subject: triageId })
    const { said, masked } = maskedSaid(sent)
    const decision = onMaskedText(stored.decision, stored.maskedText, stored.maskedSpans)
    const { channel, domain, product } = stored
    const facts: DraftFacts = { id, triageId, text: stored.maskedText, decision, channel, domain, product, said }
    if (codesOf(facts).length === 0) throw noCode()
    const local = draftCase(facts, policy)
    const { body, engine, refused } = await byModel(local, facts, worker, mayAsk, signal)
    const why = `起草 drafted: ${engine.promptVersion ?? 'local'}`
    const item = held
      ? await desk.edit('case', id, body, why, held.revision, worker)
      : await created(id, body, why, worker)
    if (!item) return draft(triageId, sent, worker, options)
    const findings = [...openOf(item), ...refusedFields(refused), ...masked.map(maskedField)]
    return { item, findings, made: held ? 'again' : 'created', engine }
  }

  async function heldOf(id: string, worker: Worker): Promise<KnowledgeItem | null> {
    return desk.find('case', id, worker).catch((error: unknown) => {
      if (isSuzhenError(error) && error.code === 'not_found') return null
      throw error
    })
  }

  /** Null where somebody else has made it meanwhile. */
  async function created(id: string, body: CaseWriteUp, why: string, worker: Worker): Promise<KnowledgeItem | null> {
    try {
      return await desk.create('case', body, why, worker)
    } catch (error) {
      if (isSuzhenError(error) && error.code === 'conflict' && (await heldOf(id, worker))) return null
      throw error
    }
  }

  async function byModel(
    local: CaseWriteUp,
    facts: DraftFacts,
    worker: Worker,
    mayAsk: boolean,
    signal: AbortSignal | undefined,
  ): Promise<{ body: CaseWriteUp; engine: Summary['engine']; refused: ModelDraft['refused'] }> {
    const without = (...reasons: string[]) => ({ body: local, engine: { ...NOT_ASKED, reasons }, refused: [] })
    if (!drafting) return without()
    if (facts.said.engine === 'local' || !mayAsk) return without('not-asked')
    // Who writes instructions into a complaint would have them read a second time.
    if (facts.decision.flags.injectionSuspected) return without('injection-suspected')
    const filled = await fillByModel(local, facts, policy, drafting, worker.actor, signal)
    const { body, refused, failure, prompt, costUsd } = filled
    return {
      body: maskedBody(body),
      engine: {
        name: failure ? 'local' : 'llm',
        reasons: failure ? [`llm-${failure}`] : [],
        promptVersion: prompt,
        costUsd,
      },
      refused,
    }
  }
}

const openOf = ({ body }: KnowledgeItem): DraftFinding[] => openFields(body as CaseWriteUp)

const mask = (text: string): string => maskText(readText(text)).text

/** What was said, with personal data masked, and the fields in which there was any. */
function maskedSaid(sent: SummaryRequest): { said: SummaryRequest; masked: string[] } {
  const masked: string[] = []
  const said = Object.fromEntries(
    Object.entries(sent).map(([field, value]) => {
      if (typeof value !== 'string' || field === 'code') return [field, value]
      const clean = mask(value)
      if (clean !== value) masked.push(field === 'notes' ? 'course' : field)
      return [field, clean]
    }),
  ) as SummaryRequest
  return { said, masked }
}

/** A model that makes up a number that looks like a person's has it masked like any other. */
const maskedBody = (body: CaseWriteUp): CaseWriteUp => ({
  ...body,
  title: mask(body.title),
  summary: mask(body.summary),
  course: body.course.map((s) => ({ at: s.at, what: mask(s.what), decision: s.decision && mask(s.decision) })),
  rootCause: mask(body.rootCause),
  result: mask(body.result),
  remedy: mask(body.remedy),
  turningPoint: mask(body.turningPoint),
  lessons: mask(body.lessons),
})

const notYours = () =>
  suzhenError(
    'conflict',
    '已有别人写过或送审的版本,请由知识管理员修改。Somebody else has written or handed in a version; let the knowledge desk change it.',
  )

const noCode = () =>
  suzhenError(
    'invalid_request',
    '这条没有问题类型,请在 code 写明后重试。This complaint has no type code; name one in code.',
    { issues: [{ path: 'code', message: '必填 / required here' }] },
  )
