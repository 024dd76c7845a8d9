// Plain JavaScript, because a worker thread starts without the main thread's TypeScript loader.
// A thread of its own, because onnxruntime-node's `run` is synchronous: it would stop the server for each text.
import { parentPort, workerData } from 'node:worker_threads'
import { AutoModel, AutoTokenizer, env } from '@xenova/transformers'

const MAX_TOKENS = 512
// A complaint's own limit, far beyond 512 tokens; it bounds what the tokenizer reads of a long import.
const MAX_CHARACTERS = 8_000

env.allowRemoteModels = false
env.allowLocalModels = true
env.localModelPath = workerData.modelDir
// Its own cache is asked before the local folder and is checked by nobody.
env.useFSCache = false

const local = { local_files_only: true }
const tokenizer = await AutoTokenizer.from_pretrained(workerData.model, local)
const model = await AutoModel.from_pretrained(workerData.model, {
  ...local,
  dtype: 'q8',
  session_options: { intraOpNumThreads: 1, interOpNumThreads: 1 },
})

function tokenize(text) {
  const input = tokenizer(text.slice(0, MAX_CHARACTERS), { truncation: true, max_length: MAX_TOKENS })
  // transformers.js cuts after it has added [SEP], and so loses it; the model has never seen a text without one.
  const ids = input.input_ids.data
  ids[ids.length - 1] = BigInt(tokenizer.sep_token_id)
  return input
}

/** One text a run: the int8 scales are taken over the whole batch, so company would change a vector's last bits. */
async function embed(text) {
  const { last_hidden_state: state } = await model(tokenize(text))
  const vector = state.data.slice(0, state.dims[2])
  const norm = Math.sqrt(vector.reduce((sum, x) => sum + x * x, 0))
  return vector.map((x) => x / norm)
}

parentPort.on('message', async (text) => {
  try {
    const vector = await embed(text)
    parentPort.postMessage({ vector }, [vector.buffer])
  } catch (error) {
    parentPort.postMessage({ error: String(error?.message ?? error) })
  }
})

// Before 'ready': a model that loads but cannot run is found out at the start, and the first caller waits for nothing.
await embed('预热')
parentPort.postMessage({ ready: true })
