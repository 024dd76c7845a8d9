// The tokenizer by transformers itself: for tuning, whose model it loads, and for tests to hold embedder-tokens.mjs to.
import { AutoTokenizer, env } from '@xenova/transformers'
import { MAX_CHARACTERS, MAX_TOKENS } from './embedder-tokens.mjs'

/** Models come from `modelDir` alone: what lies there was checked. */
export function localModelsOnly(modelDir) {
  env.allowRemoteModels = false
  env.allowLocalModels = true
  env.localModelPath = modelDir
  // Its own cache is asked before the local folder and is checked by nobody.
  env.useFSCache = false
}

/** @returns {Promise<(text: string) => any>} the model's inputs for a text, cut to 512 tokens */
export async function createTokenize(model) {
  const tokenizer = await AutoTokenizer.from_pretrained(model, { local_files_only: true })
  return (text) => {
    const input = tokenizer(text.slice(0, MAX_CHARACTERS), { truncation: true, max_length: MAX_TOKENS })
    // transformers.js cuts after it has added [SEP], and so loses it; the model has never seen a text without one.
    const ids = input.input_ids.data
    ids[ids.length - 1] = BigInt(tokenizer.sep_token_id)
    return input
  }
}
