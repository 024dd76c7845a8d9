// A thread that fits one set of heads. Plain JavaScript, because it starts without the main thread's TypeScript loader.
import { parentPort, workerData } from 'node:worker_threads'
import { register } from 'tsx/esm/api'

register()
const { trainHeads } = await import('../assess/local/train.ts')
const { encodeHeads } = await import('../assess/local/heads-codec.ts')
const { heads, figures } = trainHeads(workerData.examples, {
  ...workerData.options,
  onProgress: (done, total, note) => parentPort.postMessage({ done, total, note }),
})
parentPort.postMessage({ heads: encodeHeads(heads), figures })
