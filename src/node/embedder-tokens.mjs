// Plain JavaScript, because the embedder's threads start without the main thread's TypeScript loader.
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join } from 'node:path'

// The tokenizer that transformers brings and goes by, without transformers itself, which takes 16 MB in every thread.
const { Tokenizer } = createRequire(import.meta.resolve('@xenova/transformers'))('@huggingface/tokenizers')

export const MAX_TOKENS = 512
// A complaint's own limit, far beyond 512 tokens; it bounds what the tokenizer reads of a long import.
export const MAX_CHARACTERS = 8_000

/**
 * The inputs that tokenize.mjs gives, as plain tensors: for a text, cut to 512 tokens of which the last is a [SEP].
 * @param {string} dir the model's folder
 */
export async function createTokens(dir) {
  const read = async (name) => JSON.parse(await readFile(join(dir, name), 'utf8'))
  const [model, config] = await Promise.all(['tokenizer.json', 'tokenizer_config.json'].map(read))
  const tokenizer = new Tokenizer(model, config)
  return (text) => {
    const all = tokenizer.encode(text.slice(0, MAX_CHARACTERS)).ids
    const ids = all.length > MAX_TOKENS ? [...all.slice(0, MAX_TOKENS - 1), all[all.length - 1]] : all
    const dims = [1, ids.length]
    const tensor = (data) => ({ type: 'int64', data, dims })
    return {
      input_ids: tensor(BigInt64Array.from(ids, BigInt)),
      attention_mask: tensor(new BigInt64Array(ids.length).fill(1n)),
      token_type_ids: tensor(new BigInt64Array(ids.length)),
    }
  }
}
