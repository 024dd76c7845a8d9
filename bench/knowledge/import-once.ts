import { readFileSync } from 'node:fs'
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
  /** Peak while it was read and written as drafts. */
  grownMb: number
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
let peak = before
const watch = setInterval(() => {
  peak = Math.max(peak, process.memoryUsage().rss)
}, 20)
const timed = async <T>(work: () => Promise<T>): Promise<[T, number]> => {
  const began = performance.now()
  return [await work(), (performance.now() - began) / 1000]
}

const [upload, read] = await timed(() => parts.imports.read([{ name: 'cases.xlsx', bytes }]))
const bodies: CaseWriteUp[] = upload.items.slice(0, embedded).map((i) => caseSchema.parse(i.item))
const [state, written] = await timed(async () => {
  const { id } = await parts.imports.start(upload, { submit: false, why: null }, ME)
  for await (const { done } of await parts.imports.follow(id, ME))
    peak = Math.max(peak, done && process.memoryUsage().rss)
  return parts.imports.find(id, ME)
})
if (state.counts.created !== rows) throw new Error(`of ${rows} rows only ${state.counts.created} were created`)
clearInterval(watch)
const grownMb = (peak - before) / MB
upload.items.length = 0
settle()
const keptMb = (process.memoryUsage().rss - before) / MB

const [, shown] = await timed(() => parts.knowledgeStore.put({ cases: bodies, scripts: [] }))
const { embedder } = parts.embedder()
const store = createVectorStore(parts.database.db)
const [, vectors] = embedder ? await timed(() => embedKnowledge(store, embedder, { alone: true })) : [null, 0]
const times: ImportTimes = { rows, read, written, shown, vectors, embedded: bodies.length, grownMb, keptMb }
process.stdout.write(`${JSON.stringify(times)}\n`)
await parts.close()
process.exit(0)
