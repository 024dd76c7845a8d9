import { isSuzhenError } from '../domain/errors.ts'
import { PROBLEM_TYPE, problemBody, RETRY_AFTER_SECONDS } from '../http/problem.ts'
import { createIds } from '../wiring/ids.ts'

/** Settings that cannot be used, said to whoever deployed it (no value is in the words); what else went wrong is not said. */
export function cannotStart(error: unknown): Response {
  const detail = isSuzhenError(error) && error.code === 'invalid_request' ? error.message : undefined
  const body = problemBody('storage_unavailable', createIds().next('req'), detail)
  return new Response(JSON.stringify(body), {
    status: body.status,
    headers: { 'content-type': PROBLEM_TYPE, 'retry-after': String(RETRY_AFTER_SECONDS) },
  })
}
