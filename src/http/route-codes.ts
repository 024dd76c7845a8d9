import type { ErrorCode } from '../domain/errors.ts'

/** What a route that keys may use can fail with. */
export const GUARDED = ['unauthenticated', 'forbidden', 'storage_unavailable', 'shutting_down', 'internal'] as const

/** … and one that reads a query string. */
export const WITH_QUERY = ['invalid_encoding', 'invalid_request', ...GUARDED] as const

/** … and one that reads a body, but for `missing_body`, where it may be absent. */
export const WITH_ANY_BODY = [
  'malformed_json',
  'invalid_encoding',
  'payload_too_large',
  'unsupported_media_type',
  'invalid_request',
  ...GUARDED,
] as const satisfies readonly ErrorCode[]

/** … and one that needs a body. */
export const WITH_BODY = ['missing_body', ...WITH_ANY_BODY] as const
