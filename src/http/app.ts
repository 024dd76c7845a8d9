import { OpenAPIHono } from '@hono/zod-openapi'
import type { AppEnv, HttpDeps } from './deps.ts'
import { createIdentify } from './middleware/auth.ts'
import { draining } from './middleware/draining.ts'
import { hostGuard } from './middleware/host-guard.ts'
import { logLine } from './middleware/log-line.ts'
import { requestId } from './middleware/request-id.ts'
import { securityHeaders } from './middleware/security-headers.ts'
import { thrown } from './middleware/thrown.ts'
import { answerError, problem } from './problem.ts'
import { mountRoutes, type RouteDef } from './route.ts'
import { docsRoutes } from './routes/docs.ts'
import { feedbackRoutes } from './routes/feedback.ts'
import { healthRoutes } from './routes/health.ts'
import { importRoutes } from './routes/imports.ts'
import { knowledgeRoutes } from './routes/knowledge.ts'
import { knowledgeItemRoutes } from './routes/knowledge-items.ts'
import { knowledgeSampleRoutes } from './routes/knowledge-samples.ts'
import { metricsRoutes } from './routes/metrics.ts'
import { monthlyWordsRoutes } from './routes/monthly-words.ts'
import { describeRoutes, openapiDocument, openapiRoutes } from './routes/openapi.ts'
import { pageRoutes } from './routes/pages.ts'
import { policyRoutes } from './routes/policy.ts'
import { replyRoutes } from './routes/replies.ts'
import { replyDraftRoutes } from './routes/replies-draft.ts'
import { reviewListRoutes } from './routes/review-list.ts'
import { summaryRoutes } from './routes/summary.ts'
import { triageRoutes } from './routes/triage.ts'
import { usageRoutes } from './routes/usage.ts'

/** The whole HTTP side: middleware from outside in, then the routes. Never throws to its server: every failure is a problem. */
export function createApp(deps: HttpDeps): OpenAPIHono<AppEnv> {
  const app = new OpenAPIHono<AppEnv>()
  app.onError(answerError)
  app.notFound((c) => answerError(problem('unknown_route'), c))
  app.use(
    requestId(deps.ids),
    logLine(deps.logger, deps.metrics),
    securityHeaders,
    thrown,
    draining(deps.draining),
    hostGuard(deps.auth),
  )

  const routes: RouteDef[] = [
    ...triageRoutes(deps),
    ...feedbackRoutes(deps),
    ...summaryRoutes(deps),
    ...policyRoutes(deps),
    ...knowledgeRoutes(deps),
    ...knowledgeItemRoutes(deps),
    ...importRoutes(deps),
    ...knowledgeSampleRoutes(deps),
    ...usageRoutes(deps),
    ...monthlyWordsRoutes(deps),
    ...reviewListRoutes(deps),
    ...replyRoutes(deps),
    ...replyDraftRoutes(deps),
    ...healthRoutes(deps),
    ...metricsRoutes(deps),
    ...openapiRoutes(() => describedOnce(app, routes)),
    ...docsRoutes(deps),
    ...pageRoutes(deps),
  ]
  mountRoutes(app, routes, createIdentify(deps))
  return app
}

function describedOnce(app: OpenAPIHono<AppEnv>, routes: readonly RouteDef[]) {
  describeRoutes(app, routes)
  return openapiDocument(app)
}
