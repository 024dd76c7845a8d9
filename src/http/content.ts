/** The component schemas the routes answer with or read; openapi/components.ts makes them from zod. */
export type SchemaName =
  | 'TriageRequest'
  | 'Decision'
  | 'StoredTriage'
  | 'PolicyView'
  | 'Policy'
  | 'KnowledgeResult'
  | 'KnowledgeItem'
  | 'KnowledgeItemPage'
  | 'KnowledgeHistory'
  | 'ImportItems'
  | 'ImportDryRun'
  | 'ImportState'
  | 'ItemUsage'
  | 'MonthlyWords'
  | 'ReviewPage'
  | 'FeedbackRequest'
  | 'SettleRequest'
  | 'FeedbackGiven'
  | 'FeedbackPage'
  | 'FeedbackSettled'
  | 'SummaryRequest'
  | 'Summary'
  | 'ReplyCheck'
  | 'ReplyFindings'
  | 'ReplyDraftRequest'
  | 'ReplyDraft'
  | 'Readiness'
  | 'Problem'

const ref = (name: SchemaName) => ({ $ref: `#/components/schemas/${name}` })

/** JSON of one of these schemas, as OpenAPI's `content`. */
export const jsonOf = (...names: [SchemaName, ...SchemaName[]]) => ({
  'application/json': { schema: names.length === 1 ? ref(names[0]) : { anyOf: names.map(ref) } },
})

/** The same with one example. */
export const jsonExample = (name: SchemaName, example: unknown) => ({
  'application/json': { schema: ref(name), example },
})

export const schemaRef = ref
