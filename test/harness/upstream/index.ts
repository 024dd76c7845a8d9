/** The one thing in our tests that stands for something outside: an OpenAI-compatible endpoint on the loopback. */
export { asksForAnotherFormat, exampleOf, obedientAnswer, plainAnswer } from './answers.ts'
export * from './behaviours.ts'
export { REQUEST_RULES } from './check-request.ts'
export { STRICT_RULES, schemaFault } from './check-schema.ts'
export { vectorOf } from './embeddings.ts'
export type { Seen } from './seen.ts'
export { startUpstream, type Upstream, type UpstreamOptions } from './start-upstream.ts'
