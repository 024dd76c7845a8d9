import { readFileSync, writeFileSync } from 'node:fs'
import type { PGlite } from '@electric-sql/pglite'
import { readConfig } from '../../src/config.ts'
import { createVectorStore } from '../../src/db/stores/vector-store.ts'
import { type CaseWriteUp, caseSchema } from '../../src/domain/knowledge.ts'
import { createLogger } from '../../src/node/logger.ts'
import { openParts } from '../../src/node/parts.ts'
import { embedKnowledge } from '../../src/node/seed.ts'

/** What one import took: seconds, and MB of memory beyond what the open service held before. */
export interface ImportTimes {
  rows: number
  read: number
  written: number
  /** Published at once, and then given vectors: the first `embedded` of them. */
  shown: number
  vectors: number
  embedded: number
  /** Peak while it was read and written as drafts, and how much the embedded database's own memory grew, which is a part of it. */
  grownMb: number
  databaseMb: number
  /** Beyond what was there before, when all was done and garbage collected. */
  keptMb: number
}

const ME = { actor: 'bench', audience: null, keyed: false }
const MB = 1024 * 1024

/** One import in a process of its own, so that its memory is its own: `import-once.ts FILE ROWS`, with settings by the environment. */
const [file, rows, embedded] = [process.argv[2]!, Number(process.argv[3]), Number(process.argv[4])]
const parts = await openParts(readConfig(process.env), createLogger('error'))
const bytes = readFileSync(file)
const settle = () => globalThis.gc?.()
settle()
const before = process.memoryUsage().rss
const databaseBefore = databaseMemory()
// The kernel forgets the peak of loading, and from here on notes the highest that the process ever stood.
writeFileSync('/proc/self/clear_refs', '5')
const timed = async <T>(work: () => Promise<T>): Promise<[T, number]> => {
  const began = performance.now()
  return [await work(), (performance.now() - began) / 1000]
}

const [upload, read] = await timed(() => parts.imports.read([{ name: 'cases.xlsx', bytes }]))
const [state, written] = await timed(async () => {
  const { id } = await parts.imports.start(upload, { submit: false, why: null }, ME)
  for await (const _ of await parts.imports.follow(id, ME));
  return parts.imports.find(id, ME)
})
if (state.counts.created !== rows) throw new Error(`of ${rows} rows only ${state.counts.created} were created`)
const peak = Number(/^VmHWM:\s+(\d+) kB/m.exec(readFileSync('/proc/self/status', 'utf8'))![1]) * 1024
const grownMb = (peak - before) / MB
const databaseMb = (databaseMemory() - databaseBefore) / MB
settle()
const keptMb = (process.memoryUsage().rss - before) / MB

const bodies: CaseWriteUp[] = []
for (const { item } of upload.items) if (bodies.length < embedded) bodies.push(caseSchema.parse(item))
const [, shown] = await timed(() => parts.knowledgeStore.put({ cases: bodies, scripts: [] }))
const { embedder } = parts.embedder()
const store = createVectorStore(parts.database.db)
const [, vectors] = embedder ? await timed(() => embedKnowledge(store, embedder, { alone: true })) : [null, 0]
const times: ImportTimes = { rows, read, written, shown, vectors, embedded: bodies.length, grownMb, databaseMb, keptMb }
process.stdout.write(`${JSON.stringify(times)}\n`)
await parts.close()
process.exit(0)

/** Bytes of the embedded database's memory that are in use; 0 of a server. One mapping, told by its size. */
function databaseMemory(): number {
  const { Module } = (parts.database.db as unknown as { $client: PGlite & { Module?: { HEAPU8: Uint8Array } } }).$client
  if (!Module) return 0
  const size = `Size: ${Module.HEAPU8.length / 1024} kB`
  const maps = readFileSync('/proc/self/smaps', 'utf8').split(/\n(?=[\da-f]+-[\da-f]+ )/)
  const own = maps.find((map) => map.replace(/ +/g, ' ').includes(size))
  return own ? Number(/^Rss:\s+(\d+)/m.exec(own)![1]) * 1024 : 0
}
