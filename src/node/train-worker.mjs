// A thread that fits the heads. Plain JavaScript, because it starts without the main thread's TypeScript loader.
import { parentPort, workerData } from 'node:worker_threads'
import { register } from 'tsx/esm/api'

register()
const { trainHeads } = await import('../assess/local/train.ts')
const { encodeHeads } = await import('../assess/local/heads-codec.ts')
const { examples, heldOut, options } = workerData
const { lexical, blend, figures } = trainHeads(examples, heldOut, {
  ...options,
  onProgress: (done, total) => parentPort.postMessage({ done, total }),
})
parentPort.postMessage({ lexical: encodeHeads(lexical), blend, figures })
