import { type OpenAPIHono, z } from '@hono/zod-openapi'
import { triageRequestSchema } from '../domain/complaint.ts'
import { decisionSchema } from '../domain/decision.ts'
import { feedbackRequestSchema, settleRequestSchema } from '../domain/feedback.ts'
import { summaryRequestSchema } from '../domain/summary.ts'
import type { SchemaName } from './content.ts'
import { sentItemsSchema } from './middleware/upload-body.ts'
import { problemSchema } from './problem.ts'
import { feedbackGivenSchema, feedbackPageSchema, feedbackSettledSchema } from './routes/feedback-answers.ts'
import { readinessSchema } from './routes/health.ts'
import { dryRunSchema, importStateSchema } from './routes/import-answers.ts'
import { knowledgeHistorySchema, knowledgeItemPageSchema, knowledgeItemSchema } from './routes/item-answers.ts'
import { knowledgeResultSchema } from './routes/knowledge.ts'
import { monthlyWordsSchema } from './routes/monthly-words.ts'
import { policyFullSchema, policyViewSchema } from './routes/policy.ts'
import { replyCheckSchema, replyFindingsSchema } from './routes/replies.ts'
import { replyDraftAnswerSchema, replyDraftRequestSchema } from './routes/replies-draft.ts'
import { reviewPageSchema } from './routes/review-list.ts'
import { summarySchema } from './routes/summary.ts'
import { storedTriageSchema } from './routes/triage.ts'
import { itemUsageSchema } from './routes/usage.ts'

type Components = NonNullable<ReturnType<OpenAPIHono['getOpenAPI31Document']>['components']>
type Schemas = NonNullable<Components['schemas']>

/**
 * The domain's schemas as OpenAPI components. By zod's own JSON Schema writer, since 3.1 is JSON Schema: the one inside
 * zod-openapi turns a literal of several values into its first (`level` would be 1 and nothing else).
 */
export function components(): Schemas {
  const asked: Partial<Record<SchemaName, z.ZodType>> = {
    TriageRequest: triageRequestSchema,
    FeedbackRequest: feedbackRequestSchema,
    SettleRequest: settleRequestSchema,
    SummaryRequest: summaryRequestSchema,
    ReplyCheck: replyCheckSchema,
    ReplyDraftRequest: replyDraftRequestSchema,
    ImportItems: sentItemsSchema,
  }
  const answered: Partial<Record<SchemaName, z.ZodType>> = {
    Decision: decisionSchema,
    StoredTriage: storedTriageSchema,
    PolicyView: policyViewSchema,
    Policy: policyFullSchema,
    KnowledgeResult: knowledgeResultSchema,
    KnowledgeItem: knowledgeItemSchema,
    KnowledgeItemPage: knowledgeItemPageSchema,
    KnowledgeHistory: knowledgeHistorySchema,
    ImportDryRun: dryRunSchema,
    ImportState: importStateSchema,
    ItemUsage: itemUsageSchema,
    MonthlyWords: monthlyWordsSchema,
    ReviewPage: reviewPageSchema,
    FeedbackGiven: feedbackGivenSchema,
    FeedbackPage: feedbackPageSchema,
    FeedbackSettled: feedbackSettledSchema,
    Summary: summarySchema,
    ReplyFindings: replyFindingsSchema,
    ReplyDraft: replyDraftAnswerSchema,
    Readiness: readinessSchema,
    Problem: problemSchema,
  }
  return { ...definitions(answered, 'output'), ...definitions(asked, 'input') }
}

function definitions(schemas: Record<string, z.ZodType>, io: 'input' | 'output'): Schemas {
  const written = z.toJSONSchema(z.object(schemas), {
    io,
    override: ({ zodSchema, jsonSchema }) => {
      // Additions are free (the contract): only what is strict says that nothing else may be there.
      if (zodSchema instanceof z.ZodObject && !zodSchema.def.catchall) delete jsonSchema.additionalProperties
      if (jsonSchema.format?.startsWith('date')) delete jsonSchema.pattern
    },
  })
  const json = JSON.stringify(written.$defs ?? {}).replaceAll('"#/$defs/', '"#/components/schemas/')
  return JSON.parse(json) as Schemas
}
