// A thread that reads one uploaded file. Plain JavaScript, because it starts without the main thread's TypeScript loader.
import { parentPort, workerData } from 'node:worker_threads'
import { register } from 'tsx/esm/api'

register()
const { readPacked } = await import('../knowledge/import/read-upload.ts')
const { file, words, policy } = workerData
const { items, files } = readPacked(file, words, policy)
const { pieces, count } = items.pieces()
// Handed over, not copied: what was read then stands in memory once.
parentPort.postMessage(
  { pieces, count, files },
  pieces.map((piece) => piece.buffer),
)
