// A thread that reads one uploaded file. Plain JavaScript, because it starts without the main thread's TypeScript loader.
import { parentPort, workerData } from 'node:worker_threads'
import { register } from 'tsx/esm/api'

register()
const { readUpload } = await import('../knowledge/import/read-upload.ts')
const { file, words, policy } = workerData
parentPort.postMessage(readUpload(file, words, policy))
