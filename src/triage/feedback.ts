import { type FieldIssue, suzhenError } from '../domain/errors.ts'
import type {
  Corrected,
  FeedbackField,
  FeedbackLabels,
  FeedbackRequest,
  FeedbackStatus,
  SettleRequest,
} from '../domain/feedback.ts'
import {
  completeLabels,
  differingFields,
  labelIssues,
  labelsOfDecision,
  unknownCodes,
} from '../domain/feedback-labels.ts'
import type { Policy } from '../domain/policy/parse.ts'
import { formatInstant } from '../domain/working-time.ts'
import type { Clock } from '../ports/clock.ts'
import type { FeedbackHeld, FeedbackStore } from '../ports/feedback-store.ts'
import type { Ids } from '../ports/ids.ts'
import type { TriageStore } from '../ports/triage-store.ts'
import { type FeedbackView, viewOf } from './feedback-view.ts'
import { mask } from './mask.ts'
import { normalise } from './normalise.ts'

export interface FeedbackParts {
  policy: Policy
  triages: Pick<TriageStore, 'find'>
  feedback: FeedbackStore
  ids: Ids
  clock: Clock
}

export interface FeedbackGiven {
  triageId: string
  /** Of this person's feedback; unchanged where the same was sent again. */
  version: number
  status: FeedbackStatus
  /** The fields this person sees otherwise than the decision. */
  differs: FeedbackField[]
}

export interface FeedbackSettled {
  triageId: string
  status: FeedbackStatus
  version: number
  actor: string
  at: string
  final: FeedbackLabels
  why: string
  /** Whether who settled had given feedback too. */
  own: boolean
}

/** What the HTTP routes call. Errors are SuzhenErrors. */
export interface FeedbackService {
  /** Keeps what a person says of a decision. Null when there is no such decision. Throws `invalid_request`. */
  give(triageId: string, request: FeedbackRequest, actor: string): Promise<FeedbackGiven | null>
  /** A page of the queue, oldest decision first; `next` is what to ask for the page after, null at the end. */
  list(
    query: { status: FeedbackStatus | null; after: string | null; limit: number },
    actor: string,
  ): Promise<{ items: FeedbackView[]; next: string | null }>
  /** Says what holds. Null when nobody has given feedback on such a decision. Throws `invalid_request`. */
  settle(triageId: string, request: SettleRequest, actor: string): Promise<FeedbackSettled | null>
}

/** The use cases of the feedback loop: corrections in, disagreements out to an analyst, who settles them. */
export function createFeedbackService({ policy, triages, feedback, ids, clock }: FeedbackParts): FeedbackService {
  const known = new Set(policy.codes.map((c) => c.code))

  return {
    async give(triageId, { corrected, agree, by, why }, actor) {
      const stored = await triages.find(triageId)
      if (!stored) return null
      const judged = labelsOfDecision(stored.decision)
      // A few fields are an opinion too: only what was sent may be wrong, not what was left out.
      refuse('corrected', [
        ...unknownCodes(corrected, known),
        ...labelIssues(completeLabels(judged, corrected)).filter((i) => corrected[i.path] !== undefined),
      ])
      const said = {
        actor,
        at: clock.now(),
        agree: agree === true,
        corrected: withoutAbsent(corrected),
        by: masked(by),
        why: masked(why),
      }
      const weigh = ({ status, opinions, final }: FeedbackHeld): FeedbackStatus => {
        if (final) {
          const contradicts = differingFields(said.agree ? judged : said.corrected, final).length > 0
          return status === 'settled' && !contradicts ? 'settled' : 'open'
        }
        return opinions.some((o) => differingFields(o.corrected, judged).length > 0) ? 'open' : 'agreed'
      }
      const { version, status } = await feedback.add(triageId, said, ids.next('evt'), weigh)
      return { triageId, version, status, differs: differingFields(corrected, judged) }
    },

    async list({ status, after, limit }, actor) {
      const found = await feedback.list({ status, settledSince: null, after, limit: limit + 1 })
      const page = found.slice(0, limit)
      await feedback.note(
        page.map(({ triage }) => ({ id: ids.next('evt'), actor, action: 'read' as const, subject: triage.id })),
      )
      return {
        items: page.map((item) => viewOf(item, policy.calendar.timezone)),
        next: found.length > limit ? page.at(-1)!.triage.id : null,
      }
    },

    async settle(triageId, { final, why }, actor) {
      const stored = await triages.find(triageId)
      if (!stored) return null
      const judged = labelsOfDecision(stored.decision)
      const conclude = ({ opinions }: FeedbackHeld): FeedbackLabels => {
        const differs = new Set(opinions.flatMap((o) => differingFields(o.corrected, judged)))
        const complete = completeLabels(judged, final)
        refuse('final', [
          ...[...differs].filter((f) => final[f] === undefined).map((path) => ({ path, message: UNSAID })),
          ...unknownCodes(complete, known),
          ...labelIssues(complete),
        ])
        return complete
      }
      const entry = { actor, at: clock.now(), why: masked(why)! }
      const settled = await feedback.settle(triageId, entry, ids.next('evt'), conclude)
      return (
        settled && {
          triageId,
          status: 'settled',
          ...settled,
          at: formatInstant(settled.at, policy.calendar.timezone),
        }
      )
    },
  }
}

const UNSAID =
  '此字段有分歧,请写明以哪个为准(也可照原判断写) / people see this field differently: say which value holds, the decision’s own included'

/** Throws `invalid_request` when there is anything to mend. */
function refuse(root: string, issues: readonly FieldIssue[]): void {
  const [first] = issues
  if (!first) return
  const at = (path: string) => `${root}.${path}`
  throw suzhenError(
    'invalid_request',
    `请按 issues 修改后重试。Mend what issues lists and send it again. ${at(first.path)}: ${first.message}`,
    { issues: issues.map(({ path, message }) => ({ path: at(path), message })) },
  )
}

/** What people write of a complaint may repeat what stands in it: masked like the complaint itself. */
const masked = (words: string | undefined): string | null => (words === undefined ? null : mask(normalise(words)).text)

const withoutAbsent = (corrected: Corrected): Corrected =>
  Object.fromEntries(Object.entries(corrected).filter(([, v]) => v !== undefined)) as Corrected
