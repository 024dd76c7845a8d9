import type { Database } from '../db/database.ts'
import { createFeedbackStore } from '../db/stores/feedback-store.ts'
import { createImportStore } from '../db/stores/import-store.ts'
import { createItemStore } from '../db/stores/item-store.ts'
import { createKeyStore } from '../db/stores/key-store.ts'
import { createKnowledgeStore } from '../db/stores/knowledge-store.ts'
import { createRarityStore } from '../db/stores/rarity-store.ts'
import { createReviewStore } from '../db/stores/review-store.ts'
import { createShadowStore } from '../db/stores/shadow-store.ts'
import { createTriageStore } from '../db/stores/triage-store.ts'
import { createUsageStore } from '../db/stores/usage-store.ts'
import { createVectorStore } from '../db/stores/vector-store.ts'
import { createWordsStore } from '../db/stores/words-store.ts'
import type { KnowledgeRules } from '../domain/policy/knowledge-rules.ts'
import type { Policy } from '../domain/policy/parse.ts'
import type { ReplyRules } from '../domain/policy/reply-rules.ts'
import { createKnowledgeDesk, type KnowledgeDesk } from '../knowledge/desk.ts'
import {
  createImportService,
  type ImportHead,
  type ImportParts,
  type ImportService,
} from '../knowledge/import/import-service.ts'
import { createNearFinder } from '../knowledge/import/near.ts'
import type { ImportResult } from '../knowledge/import/types.ts'
import { createVectorKeeper, type VectorKeeper } from '../knowledge/keep-vectors.ts'
import { createLibraryCheck } from '../knowledge/library-check.ts'
import { createMonthlyWords, type MonthlyWords } from '../knowledge/monthly-words.ts'
import { createRarity, type RarityNow } from '../knowledge/rarity.ts'
import { createReplyChecker, type ReplyChecker } from '../knowledge/replies/check-reply.ts'
import { createReplyService, type ReplyService } from '../knowledge/replies/service.ts'
import { createReviewList, type ReviewList } from '../knowledge/review-list.ts'
import { createKnowledgeService } from '../knowledge/search.ts'
import { createSearchModel, type SearchModel } from '../knowledge/search-model.ts'
import type { KnowledgeService } from '../knowledge/service.ts'
import { createUsageService, type UsageService } from '../knowledge/usage.ts'
import type { Assessor } from '../ports/assessor.ts'
import type { Clock } from '../ports/clock.ts'
import type { Drafting } from '../ports/drafting.ts'
import type { Embedder, EmbedderState } from '../ports/embedder.ts'
import type { Ids } from '../ports/ids.ts'
import type { KeyStore } from '../ports/key-store.ts'
import type { KnowledgeStore } from '../ports/knowledge-store.ts'
import type { Logger } from '../ports/logger.ts'
import type { Pseudonyms } from '../ports/pseudonyms.ts'
import { createFeedbackService, type FeedbackService } from '../triage/feedback.ts'
import { createReplyDrafts, type ReplyDraftService } from '../triage/reply-draft.ts'
import type { TriageService } from '../triage/service.ts'
import { createShadows, type Shadows } from '../triage/shadow.ts'
import { createSummaryService, type SummaryService } from '../triage/summary.ts'
import { createTriageService } from '../triage/triage-complaint.ts'
import type { ShadowEngine } from './shadow-engine.ts'

/** What differs from home to home: how texts are judged and embedded, where uploads are read, what keeps the data. */
export interface ServiceParts {
  db: Database
  onUnavailable: (code: string) => void
  policy: Policy
  rules: KnowledgeRules
  replyRules: ReplyRules
  assessor: Assessor
  /** The embedder by which cases and scripts are to be searched. */
  embedder: () => EmbedderState
  /** At hand beside it: one of the model in force serves search until the other's vectors are all there (docs/adr/0021). */
  embedders?: () => readonly Embedder[]
  readUpload: ImportParts['readUpload']
  pseudonyms: Pseudonyms
  ids: Ids
  clock: Clock
  logger: Logger
  /** Whether no other process can be writing into this database. */
  alone: boolean
  /** A second engine for a share of the complaints, asked and kept by these services. */
  shadow?: ShadowEngine | null
  /** Who takes kept complaints for a second engine, where that is asked elsewhere. */
  offerTo?: Pick<Shadows, 'offer'> | null
  /** A language model for drafts; without one they are made of the records alone. */
  drafting?: Drafting | null
  /** Where the count of words is kept elsewhere than with these services. */
  rarity?: RarityNow
  /** Where the checker of replies is kept elsewhere: to make it takes some milliseconds. */
  checkReply?: ReplyChecker
}

/** What the routes and the command line call. */
export interface Services {
  keys: KeyStore
  knowledgeStore: KnowledgeStore
  triage: TriageService
  feedback: FeedbackService
  summaries: SummaryService
  knowledge: KnowledgeService
  desk: KnowledgeDesk
  replies: ReplyService
  replyDrafts: ReplyDraftService
  imports: ImportService
  monthlyWords: MonthlyWords
  reviewList: ReviewList
  usage: UsageService
  /** By which model search goes now, and the making of vectors, which only a home that stays runs. */
  searchModel: SearchModel
  vectors: VectorKeeper
  /** Null where no second engine is asked; stopped before the database is. */
  shadows: Shadows | null
}

/** The services over one database. Opens nothing and starts nothing. */
export function createServices(parts: ServiceParts): Services {
  const { db, onUnavailable, policy, rules, replyRules, assessor, embedder, pseudonyms, ids, clock, logger } = parts
  const { calendar } = policy
  // The embedded database works at one statement at a time.
  const knowledgeStore = createKnowledgeStore(db, onUnavailable, { legsApart: !parts.alone })
  const triages = createTriageStore(db, onUnavailable)
  const shadows = parts.shadow
    ? createShadows({ ...parts.shadow, policy, clock, logger, store: createShadowStore(db, onUnavailable) })
    : null
  const usage = createUsageService({ usage: createUsageStore(db, onUnavailable), ids, clock })
  const rarity = parts.rarity ?? createRarity(createRarityStore(db, onUnavailable), clock)
  const importStore = createImportStore<ImportHead, ImportResult>(db, onUnavailable)
  const vectorStore = createVectorStore(db, onUnavailable)
  const searchModel = createSearchModel({ store: vectorStore, wanted: embedder, others: parts.embedders, clock })
  const vectors = createVectorKeeper({
    store: vectorStore,
    search: searchModel,
    wanted: embedder,
    builder: crypto.randomUUID(),
    alone: parts.alone,
    clock,
    logger,
  })
  const checkReply = parts.checkReply ?? createReplyChecker({ rules: replyRules, policy })
  const libraryCheck = createLibraryCheck({ policy, rules, checkReply })
  const desk = createKnowledgeDesk({
    items: createItemStore(db, onUnavailable),
    policy,
    rules,
    ids,
    clock,
    checkScript: (script) => libraryCheck([script]),
    // A vector that fails is made at the next start; words find the item meanwhile.
    onShown: (kind, { id }) => vectors.shown(kind, id),
  })
  const replies = createReplyService({ rules: replyRules, policy, store: knowledgeStore, clock, check: checkReply })
  return {
    keys: createKeyStore(db, onUnavailable),
    knowledgeStore,
    usage,
    searchModel,
    vectors,
    shadows,
    knowledge: createKnowledgeService({
      store: knowledgeStore,
      embedder: searchModel.now,
      clock,
      calendar,
      least: rules.search.least,
      rarity,
    }),
    desk,
    summaries: createSummaryService({ policy, triages, desk, ids, drafting: parts.drafting ?? null }),
    imports: createImportService({
      imports: importStore,
      readUpload: parts.readUpload,
      near: createNearFinder({
        store: knowledgeStore,
        imports: importStore,
        embedder: searchModel.now,
        clock,
        calendar,
      }),
      checkScript: (script) => libraryCheck([script]),
      policy,
      ids,
      clock,
      logger,
      alone: parts.alone,
    }),
    triage: createTriageService({
      policy,
      assessor,
      triages,
      knowledge: knowledgeStore,
      pseudonyms,
      ids,
      clock,
      slots: rules.slots,
      lifts: usage.lifts,
      ...offered(parts.offerTo ?? shadows),
      searchVector: searchModel.vectorOf,
      rarity,
    }),
    replies,
    replyDrafts: createReplyDrafts({
      policy,
      rules: replyRules,
      slots: rules.slots,
      triages,
      replies,
      ids,
      clock,
      drafting: parts.drafting ?? null,
    }),
    monthlyWords: createMonthlyWords({
      store: createWordsStore(db, onUnavailable),
      rules: rules.words,
      calendar,
      clock,
    }),
    reviewList: createReviewList({
      store: createReviewStore(db, onUnavailable),
      rules: rules.review,
      calendar,
      clock,
    }),
    feedback: createFeedbackService({
      policy,
      triages,
      feedback: createFeedbackStore(db, onUnavailable),
      ids,
      clock,
    }),
  }
}

const offered = (shadows: Pick<Shadows, 'offer'> | null) => (shadows ? { shadows } : {})
