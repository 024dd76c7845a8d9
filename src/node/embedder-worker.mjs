// Plain JavaScript, because a worker thread starts without the main thread's TypeScript loader.
// A thread of its own, because onnxruntime-node's `run` is synchronous: it would stop the server for each text.
import { parentPort, workerData } from 'node:worker_threads'
import { AutoModel, Tensor } from '@xenova/transformers'
import { createRuns } from './embedder-runs.mjs'
import { createTokenize, localModelsOnly } from './tokenize.mjs'

const { modelDir, folder, built } = workerData
localModelsOnly(modelDir)
const tokenize = await createTokenize(folder)
const load = (name) =>
  AutoModel.from_pretrained(folder, {
    local_files_only: true,
    dtype: 'q8',
    model_file_name: name,
    // Without arenas: each of three would keep for ever what one long text took, and they save no time.
    session_options: { intraOpNumThreads: 1, interOpNumThreads: 1, enableCpuMemArena: false },
  })
const { lower, tops } = await createRuns(load, built)

const each = (tensors, make) => Object.fromEntries(Object.entries(tensors).map(([name, t]) => [name, make(t)]))
const plain = (tensors) => each(tensors, ({ type, data, dims }) => ({ type, data, dims }))
const taken = (tensors) => each(tensors, ({ type, data, dims }) => new Tensor(type, data, dims))

/**
 * One text a run: the int8 scales are taken over the whole batch, so company would change a vector's last bits.
 * `share`: what the lower half says goes to another thread for the state, and here the vector alone is made; `below`: the
 * other end of that.
 */
parentPort.on('message', async ({ text, only, share, below }) => {
  try {
    const half = below ? taken(below) : await lower(tokenize(text))
    if (share) parentPort.postMessage({ below: plain(half) })
    const encoding = await tops(half, share ? 'vector' : only)
    const buffers = [encoding.vector, encoding.state].flatMap((values) => values?.buffer ?? [])
    parentPort.postMessage(encoding, buffers)
  } catch (error) {
    parentPort.postMessage({ error: String(error?.message ?? error) })
  }
})

// Before 'ready': a model that loads but cannot run is found out at the start, and the first caller waits for nothing.
await tops(await lower(tokenize('预热')))
parentPort.postMessage({ ready: true })
