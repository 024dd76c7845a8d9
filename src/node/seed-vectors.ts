import { createHash } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import { z } from 'zod'
import type { Embedder } from '../ports/embedder.ts'
import { fromHalves, toHalves } from './half-floats.ts'
import { packagePath } from './paths.ts'

/** Vectors of the cases and scripts that ship, by the hash of the text they were made of. */
export interface SeedVectors {
  model: string
  vectors: ReadonlyMap<string, Float32Array>
}

const FILE = packagePath('fixtures/seed-vectors.jsonl')

const headSchema = z.strictObject({ model: z.string(), dimensions: z.int().positive() })
const lineSchema = z.strictObject({ hash: z.string(), vector: z.base64() })

export const seedTextHash = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 16)

/** Throws when the file is not whole. */
export async function readSeedVectors(file = FILE): Promise<SeedVectors> {
  const [head, ...lines] = (await readFile(file, 'utf8')).trimEnd().split('\n')
  const { model, dimensions } = headSchema.parse(JSON.parse(head ?? ''))
  const vectors = lines.map((line): [string, Float32Array] => {
    const { hash, vector } = lineSchema.parse(JSON.parse(line))
    const bytes = Uint8Array.from(Buffer.from(vector, 'base64'))
    if (bytes.length !== 2 * dimensions) throw new Error(`${file}: a vector of ${bytes.length / 2} numbers`)
    return [hash, fromHalves(new Uint16Array(bytes.buffer))]
  })
  return { model, vectors: new Map(vectors) }
}

/** A line of model and length, then one line a text, as half floats (little-endian): what the database keeps of them. The same vectors give the same bytes. */
export async function writeSeedVectors(
  { model, dimensions }: Pick<Embedder, 'model' | 'dimensions'>,
  made: readonly { text: string; vector: Float32Array }[],
  file = FILE,
): Promise<void> {
  const lines = made.map(({ text, vector }) => ({
    hash: seedTextHash(text),
    vector: Buffer.from(toHalves(vector).buffer).toString('base64'),
  }))
  await writeFile(file, [{ model, dimensions }, ...lines].map((line) => `${JSON.stringify(line)}\n`).join(''))
}

/**
 * The embedder, not asked in `embedMany` for a text whose vector ships: a first start embeds nothing. Another model's
 * vectors are not taken, nor any where the file cannot be read: then all is embedded, which only takes longer.
 */
export function withSeedVectors(embedder: Embedder, read: () => Promise<SeedVectors> = readSeedVectors): Embedder {
  let shipped: Promise<SeedVectors['vectors']> | undefined
  const ours = () =>
    read().then(
      ({ model, vectors }) => (model === embedder.model ? vectors : new Map<string, Float32Array>()),
      () => new Map<string, Float32Array>(),
    )
  return {
    ...embedder,
    async embedMany(texts, onProgress) {
      shipped ??= ours()
      const known = await shipped
      const found = texts.map((text) => known.get(seedTextHash(text)))
      const rest = texts.filter((_, i) => found[i] === undefined)
      const before = texts.length - rest.length
      if (before > 0) onProgress?.(before)
      const made = rest.length > 0 ? await embedder.embedMany(rest, (done) => onProgress?.(before + done)) : []
      let next = 0
      return found.map((vector) => vector?.slice() ?? made[next++]!)
    },
  }
}
