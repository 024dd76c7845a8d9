import type { KnowledgeStore } from '../../../ports/knowledge-store.ts'
import type { TriageStore } from '../../../ports/triage-store.ts'

/**
 * Stores of a service that has judged nothing yet and keeps nothing. An evaluation asks each text by itself, with
 * `store: false` and no similar cases, so that a database would be opened (some seconds) only to say «none».
 */
export const noRecords: TriageStore = {
  save: () => Promise.reject(new Error('an evaluation keeps no records')),
  find: async () => null,
  note: async () => {},
  findClaim: async () => null,
  history: async () => [],
  recent: async () => [],
}

export const noKnowledge: KnowledgeStore = {
  search: async () => ({ cases: [], scripts: [] }),
  cases: async () => new Map(),
  put: () => Promise.reject(new Error('an evaluation keeps no knowledge')),
  putVectors: () => Promise.reject(new Error('an evaluation keeps no knowledge')),
  count: async () => ({ cases: 0, scripts: 0 }),
}
