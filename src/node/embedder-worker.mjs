// Plain JavaScript, because a worker thread starts without the main thread's TypeScript loader.
// A thread of its own, because onnxruntime-node's `run` is synchronous: it would stop the server for each text.
import { parentPort, workerData } from 'node:worker_threads'
import { AutoModel } from '@xenova/transformers'
import { createTokenize, localModelsOnly } from './tokenize.mjs'

localModelsOnly(workerData.modelDir)
const tokenize = await createTokenize(workerData.model)
const model = await AutoModel.from_pretrained(workerData.model, {
  local_files_only: true,
  dtype: 'q8',
  session_options: { intraOpNumThreads: 1, interOpNumThreads: 1 },
})

/** One text a run: the int8 scales are taken over the whole batch, so company would change a vector's last bits. */
async function encode(text) {
  const { last_hidden_state: last, judgement } = await model(tokenize(text))
  const [, tokens, size] = last.dims
  const first = last.data.slice(0, size)
  const norm = Math.sqrt(first.reduce((sum, x) => sum + x * x, 0))
  return { vector: first.map((x) => x / norm), state: judgement ? stateOf(judgement.data, tokens, size) : null }
}

/** What the heads read: the first token's state, and the mean of all. */
function stateOf(data, tokens, size) {
  const state = new Float32Array(2 * size)
  state.set(data.subarray(0, size))
  for (let t = 0; t < tokens; t++) for (let i = 0; i < size; i++) state[size + i] += data[t * size + i]
  for (let i = size; i < state.length; i++) state[i] /= tokens
  return state
}

parentPort.on('message', async (text) => {
  try {
    const { vector, state } = await encode(text)
    parentPort.postMessage({ vector, state }, state ? [vector.buffer, state.buffer] : [vector.buffer])
  } catch (error) {
    parentPort.postMessage({ error: String(error?.message ?? error) })
  }
})

// Before 'ready': a model that loads but cannot run is found out at the start, and the first caller waits for nothing.
await encode('预热')
parentPort.postMessage({ ready: true })
