import type { Database } from '../db/database.ts'
import { createFeedbackStore } from '../db/stores/feedback-store.ts'
import { createImportStore } from '../db/stores/import-store.ts'
import { createItemStore } from '../db/stores/item-store.ts'
import { createKeyStore } from '../db/stores/key-store.ts'
import { createKnowledgeStore } from '../db/stores/knowledge-store.ts'
import { createRarityStore } from '../db/stores/rarity-store.ts'
import { createReviewStore } from '../db/stores/review-store.ts'
import { createTriageStore } from '../db/stores/triage-store.ts'
import { createUsageStore } from '../db/stores/usage-store.ts'
import { createWordsStore } from '../db/stores/words-store.ts'
import { searchTextOf } from '../domain/knowledge.ts'
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
import { createLibraryCheck } from '../knowledge/library-check.ts'
import { createMonthlyWords, type MonthlyWords } from '../knowledge/monthly-words.ts'
import { createRarity, type RarityNow } from '../knowledge/rarity.ts'
import { createReplyChecker } from '../knowledge/replies/check-reply.ts'
import { createReplyService, type ReplyService } from '../knowledge/replies/service.ts'
import { createReviewList, type ReviewList } from '../knowledge/review-list.ts'
import { createKnowledgeService } from '../knowledge/search.ts'
import type { KnowledgeService } from '../knowledge/service.ts'
import { createUsageService, type UsageService } from '../knowledge/usage.ts'
import type { Assessor } from '../ports/assessor.ts'
import type { Clock } from '../ports/clock.ts'
import type { EmbedderState } from '../ports/embedder.ts'
import type { Ids } from '../ports/ids.ts'
import type { KeyStore } from '../ports/key-store.ts'
import type { KnowledgeStore } from '../ports/knowledge-store.ts'
import type { Logger } from '../ports/logger.ts'
import type { Pseudonyms } from '../ports/pseudonyms.ts'
import { createFeedbackService, type FeedbackService } from '../triage/feedback.ts'
import type { TriageService } from '../triage/service.ts'
import { createTriageService } from '../triage/triage-complaint.ts'

/** What differs from home to home: how texts are judged and embedded, where uploads are read, what keeps the data. */
export interface ServiceParts {
  db: Database
  onUnavailable: (code: string) => void
  policy: Policy
  rules: KnowledgeRules
  replyRules: ReplyRules
  assessor: Assessor
  embedder: () => EmbedderState
  readUpload: ImportParts['readUpload']
  pseudonyms: Pseudonyms
  ids: Ids
  clock: Clock
  logger: Logger
  /** Whether no other process can be writing into this database. */
  alone: boolean
  /** Where the count of words is kept elsewhere than with these services. */
  rarity?: RarityNow
}

/** What the routes and the command line call. */
export interface Services {
  keys: KeyStore
  knowledgeStore: KnowledgeStore
  triage: TriageService
  feedback: FeedbackService
  knowledge: KnowledgeService
  desk: KnowledgeDesk
  replies: ReplyService
  imports: ImportService
  monthlyWords: MonthlyWords
  reviewList: ReviewList
  usage: UsageService
}

/** The services over one database. Opens nothing and starts nothing. */
export function createServices(parts: ServiceParts): Services {
  const { db, onUnavailable, policy, rules, replyRules, assessor, embedder, pseudonyms, ids, clock, logger } = parts
  const { calendar } = policy
  const knowledgeStore = createKnowledgeStore(db, onUnavailable)
  const triages = createTriageStore(db, onUnavailable)
  const usage = createUsageService({ usage: createUsageStore(db, onUnavailable), ids, clock })
  const rarity = parts.rarity ?? createRarity(createRarityStore(db, onUnavailable), clock)
  const importStore = createImportStore<ImportHead, ImportResult>(db, onUnavailable)
  const libraryCheck = createLibraryCheck({
    policy,
    rules,
    checkReply: createReplyChecker({ rules: replyRules, policy }),
  })
  return {
    keys: createKeyStore(db, onUnavailable),
    knowledgeStore,
    usage,
    knowledge: createKnowledgeService({
      store: knowledgeStore,
      embedder,
      clock,
      calendar,
      least: rules.search.least,
      rarity,
    }),
    desk: createKnowledgeDesk({
      items: createItemStore(db, onUnavailable),
      policy,
      rules,
      ids,
      clock,
      checkScript: (script) => libraryCheck([script]),
      // A vector that fails is made at the next start; words find the item meanwhile.
      onShown: async (kind, body) => {
        const { embedder: model } = embedder()
        if (!model) return
        try {
          const vector = await model.embed(searchTextOf(kind, body))
          await knowledgeStore.putVectors(kind, model.model, [{ id: body.id, vector }])
        } catch {
          logger.warn({ kind }, 'a published item could not be given its vector; it is found by words')
        }
      },
    }),
    imports: createImportService({
      imports: importStore,
      readUpload: parts.readUpload,
      near: createNearFinder({ store: knowledgeStore, imports: importStore, embedder, clock, calendar }),
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
      rarity,
    }),
    replies: createReplyService({ rules: replyRules, policy, store: knowledgeStore, clock }),
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
