// Plain JavaScript, because a worker thread starts without the main thread's TypeScript loader.
// A thread of its own, because onnxruntime-node's `run` is synchronous: it would stop the server for each text.
import { join } from 'node:path'
import { parentPort, workerData } from 'node:worker_threads'
import { createRuns } from './embedder-runs.mjs'
import { createTokens } from './embedder-tokens.mjs'
import { createLoad } from './onnx-load.mjs'

const { modelDir, folder, built } = workerData
const dir = join(modelDir, folder)
const tokens = await createTokens(dir)
const { lower, tops } = await createRuns(createLoad(dir), built)

const plain = (tensors) =>
  Object.fromEntries(Object.entries(tensors).map(([name, { type, data, dims }]) => [name, { type, data, dims }]))

/**
 * One text a run: the int8 scales are taken over the whole batch, so company would change a vector's last bits.
 * `share`: what the lower half says goes to another thread for the state, and here the vector alone is made; `below`: the
 * other end of that.
 */
parentPort.on('message', async ({ text, only, share, below }) => {
  try {
    const half = below ?? (await lower(tokens(text)))
    if (share) parentPort.postMessage({ below: plain(half) })
    const encoding = await tops(half, share ? 'vector' : only)
    const buffers = [encoding.vector, encoding.state].flatMap((values) => values?.buffer ?? [])
    parentPort.postMessage(encoding, buffers)
  } catch (error) {
    parentPort.postMessage({ error: String(error?.message ?? error) })
  }
})

// Before 'ready': a model that loads but cannot run is found out at the start, and the first caller waits for nothing.
await tops(await lower(tokens('预热')))
parentPort.postMessage({ ready: true })
