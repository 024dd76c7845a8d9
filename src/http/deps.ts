import type { ErrorCode } from '../domain/errors.ts'
import type { Audience, KeyRole } from '../domain/labels.ts'
import type { Policy } from '../domain/policy/parse.ts'
import type { KnowledgeDesk } from '../knowledge/desk.ts'
import type { ImportService } from '../knowledge/import/import-service.ts'
import type { MonthlyWords } from '../knowledge/monthly-words.ts'
import type { ReplyService } from '../knowledge/replies/service.ts'
import type { ReviewList } from '../knowledge/review-list.ts'
import type { KnowledgeService } from '../knowledge/service.ts'
import type { UsageService } from '../knowledge/usage.ts'
import type { Clock } from '../ports/clock.ts'
import type { Ids } from '../ports/ids.ts'
import type { KeyStore } from '../ports/key-store.ts'
import type { LogFields, Logger } from '../ports/logger.ts'
import type { Pseudonyms } from '../ports/pseudonyms.ts'
import type { FeedbackService } from '../triage/feedback.ts'
import type { ReplyDraftService } from '../triage/reply-draft.ts'
import type { TriageService } from '../triage/service.ts'
import type { SummaryService } from '../triage/summary.ts'
import type { MetricsRegistry } from './metrics.ts'
import type { SampleName } from './routes/knowledge-samples.ts'

export interface Readiness {
  ready: boolean
  degraded: boolean
  /** For an operator who may hold no key: no paths, no addresses, no secrets. */
  reasons: string[]
  checks: Record<string, 'ok' | 'degraded' | 'down'>
}

/** How the service is, for probes. `ready` may fail: that counts as not ready. */
export interface HealthSource {
  live(): boolean
  ready(): Promise<Readiness>
}

/** What the HTTP side is handed; `node/` and `worker/` put it together. */
export interface HttpDeps {
  triage: TriageService
  feedback: FeedbackService
  summaries: SummaryService
  knowledge: KnowledgeService
  desk: KnowledgeDesk
  imports: ImportService
  monthlyWords: MonthlyWords
  reviewList: ReviewList
  usage: UsageService
  replies: ReplyService
  replyDrafts: ReplyDraftService
  policy: Policy
  keys: KeyStore
  auth: { required: boolean }
  /** Whether callers of a role may have a language model asked; absent: as the request says. */
  mayAsk?: (role: KeyRole | null) => 'never' | 'auto' | 'always'
  pseudonyms: Pseudonyms
  ids: Ids
  clock: Clock
  logger: Logger
  metrics: MetricsRegistry
  health: HealthSource
  /** Files of the reference page by their bare name (`swagger-ui.css`, `swagger-ui-bundle.js`); null when there is none. */
  assets: { read(name: string): Promise<{ body: Uint8Array; type: string } | null> }
  /** Sample uploads by the names of routes/knowledge-samples.ts; absent where none are at hand. */
  samples?: { read(name: SampleName): Promise<Uint8Array> }
  /** True once the process has been told to stop. */
  draining: () => boolean
}

/** Who calls. `role` and `audience` are null when no keys are needed: nothing is held back. */
export interface Caller {
  actor: string
  role: KeyRole | null
  audience: Audience | null
}

/** What one request carries from middleware to middleware. */
export interface AppEnv {
  Variables: {
    requestId: string
    /** The route's pattern, never the path with its ids; unset where no route fits. */
    route: string | undefined
    caller: Caller | undefined
    code: ErrorCode | undefined
    /** What the route adds to the log line: levels, codes, flags, counts. Never text. */
    facts: LogFields | undefined
    /** What the log line may say of an unexpected error: names and places, never its message. */
    fault: LogFields | undefined
  }
}
