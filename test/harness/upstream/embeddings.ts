import { createHash } from 'node:crypto'
import type { Json } from './seen.ts'

/** A unit vector that is always the same for a text: its characters and pairs, hashed, so that like texts are near. */
export function vectorOf(text: string, dimensions: number): number[] {
  const vector = new Float64Array(dimensions)
  const grams = [...text, ...[...text].map((c, i, all) => c + (all[i + 1] ?? ''))]
  for (const gram of grams) {
    const hash = createHash('sha256').update(gram).digest()
    vector[hash.readUInt32LE(0) % dimensions]! += hash[4]! % 2 === 0 ? 1 : -1
  }
  const norm = Math.hypot(...vector) || 1
  return [...vector].map((x) => x / norm)
}

/** The answer to a request for embeddings. */
export function embeddingsAnswer(body: Json): Json {
  const texts = (Array.isArray(body.input) ? body.input : [body.input]) as string[]
  const dimensions = typeof body.dimensions === 'number' ? body.dimensions : 1536
  const data = texts.map((text, index) => {
    const vector = vectorOf(text, dimensions)
    const embedding =
      body.encoding_format === 'base64' ? Buffer.from(Float32Array.from(vector).buffer).toString('base64') : vector
    return { object: 'embedding', index, embedding }
  })
  const tokens = texts.reduce((sum, t) => sum + t.length, 0)
  return { object: 'list', data, model: body.model, usage: { prompt_tokens: tokens, total_tokens: tokens } }
}
