// Plain JavaScript, because the embedder's threads start without the main thread's TypeScript loader.

/**
 * How a text's tokens become what was asked for, in two steps. `load` gives a model by its file's name, null for the one
 * in the folder. `built`: it lies there in three parts (encoder/built-model.ts), and of the tops only those are run that
 * the answer needs; otherwise it is the base model, which has no state.
 * @param {(name: string | null) => Promise<(input: object) => Promise<any>>} load
 * @param {boolean} built
 */
export async function createRuns(load, built) {
  const [lower, search, judgement] = built
    ? await Promise.all(['lower', 'search', 'judgement'].map(load))
    : [async () => ({}), await load(null), null]
  return {
    lower: async (input) => ({ ...input, ...(await lower(input)) }),
    tops: async (below, only) => ({
      vector: only === 'state' ? null : vectorOf((await search(below)).last_hidden_state),
      state: only === 'vector' || !judgement ? null : stateOf((await judgement(below)).last_hidden_state),
    }),
  }
}

/** The first token's state, as a unit vector. */
function vectorOf({ data, dims }) {
  const first = data.slice(0, dims[2])
  const norm = Math.sqrt(first.reduce((sum, x) => sum + x * x, 0))
  return first.map((x) => x / norm)
}

/** What the heads read: the first token's state, and the mean of all. */
function stateOf({ data, dims: [, tokens, size] }) {
  const state = new Float32Array(2 * size)
  state.set(data.subarray(0, size))
  for (let t = 0; t < tokens; t++) for (let i = 0; i < size; i++) state[size + i] += data[t * size + i]
  for (let i = size; i < state.length; i++) state[i] /= tokens
  return state
}
