/** The closed union of failures the house knows. No HTTP here; http/problem.ts gives each its status. */
export type ErrorCode =
  | 'malformed_json'
  | 'invalid_encoding'
  | 'missing_body'
  | 'invalid_request'
  | 'unsupported_media_type'
  | 'payload_too_large'
  | 'unauthenticated'
  | 'forbidden'
  | 'not_found'
  | 'unknown_route'
  | 'method_not_allowed'
  | 'idempotency_conflict'
  | 'conflict'
  | 'precondition_required'
  | 'precondition_failed'
  | 'storage_unavailable'
  | 'shutting_down'
  | 'internal'

/** One thing wrong with one field. `path` is dotted (`customer.phone`); it never holds the value itself. */
export interface FieldIssue {
  path: string
  message: string
}

export interface SuzhenError extends Error {
  readonly code: ErrorCode
  readonly issues: readonly FieldIssue[]
  readonly retryAfterSeconds: number | undefined
}

/** An error whose message is written for the caller and holds no complaint text, personal data or SQL. */
export function suzhenError(
  code: ErrorCode,
  message: string,
  extra: { issues?: readonly FieldIssue[]; retryAfterSeconds?: number; cause?: unknown } = {},
): SuzhenError {
  const error = new Error(message, extra.cause === undefined ? undefined : { cause: extra.cause })
  return Object.assign(error, {
    name: 'SuzhenError',
    code,
    issues: extra.issues ?? [],
    retryAfterSeconds: extra.retryAfterSeconds,
  })
}

export const isSuzhenError = (error: unknown): error is SuzhenError =>
  error instanceof Error && error.name === 'SuzhenError' && 'code' in error
