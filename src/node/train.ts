import { Worker } from 'node:worker_threads'
import { decodeHeads } from '../assess/local/heads-codec.ts'
import { createSignalReader } from '../assess/local/signals.ts'
import { DEFAULT_SCALE, type Example, type Trained, type TrainOptions } from '../assess/local/train.ts'
import { suzhenError } from '../domain/errors.ts'
import type { LabelledCase } from '../domain/labelled-case.ts'
import type { Policy } from '../domain/policy/parse.ts'
import { embeddableText, maskText } from '../domain/text/mask.ts'
import { readText } from '../domain/text/reading.ts'
import type { Embedder } from '../ports/embedder.ts'
import { readEncoderHeads, writeHeads } from './heads-files.ts'
import { readLabelled } from './labelled-files.ts'
import { createProgress } from './progress.ts'

/**
 * Trains the lexical heads from one labelled set, and learns from another what they and the encoder's heads are worth,
 * alone and together. Writes them with their card. Deterministic: same cases, policy and model, same bytes.
 */
export async function train(
  policy: Policy,
  embedder: Embedder,
  options: { set: string; calibrateOn: string; folder?: string },
): Promise<{ version: string; examples: number }> {
  const [cases, others] = await Promise.all([readLabelled(options.set), readLabelled(options.calibrateOn)])
  const reader = createSignalReader(policy)
  const encoder = await readEncoderHeads()
  const bar = createProgress('编码 encoding', others.length)
  let done = 0
  const states = await Promise.all(
    others.map(async (c) => {
      const reading = readText(c.text)
      const { state } = await embedder.encode(embeddableText(reading, maskText(reading).text), undefined, 'state')
      if (!state)
        throw suzhenError(
          'storage_unavailable',
          '模型没有微调层:缓存目录须可写 / the model has no tuned layers: the model cache must be writable',
        )
      bar.update(++done)
      return state
    }),
  )
  bar.stop()
  const exampleOf = (c: LabelledCase): Example => {
    const { text } = readText(c.text)
    return { case: c, text, signals: reader.featuresOf(reader.read(text), text) }
  }
  const trained = await fitInThread(cases.map(exampleOf), others.map(exampleOf), {
    codes: policy.codes.map((c) => c.code),
    signalNames: reader.features,
    encoder: { heads: encoder.heads, states },
  })
  const version = await writeHeads(
    { lexical: trained.lexical, blend: trained.blend!, encoder: encoder.id },
    {
      what: 'Heads of the local assessor: linear over n-grams and signals (lexical.bin), and how they are mixed with the heads of the tuned encoder (blend.json; fixtures/encoder).',
      trainedOn: { set: options.set, cases: cases.length, ...composition(cases) },
      calibratedOn: { set: options.calibrateOn, cases: others.length },
      licence: 'Trained only on cases written for this project (MIT).',
      policy: { version: policy.version, hash: policy.hash },
      embedder: embedder.model,
      encoder: encoder.id,
      scale: DEFAULT_SCALE,
      trainedOnDay: new Date().toISOString().slice(0, 10),
      heldOut: {
        what: 'the set they were calibrated on: no weight has seen it, but temperatures, cuts and shares have',
        ...trained.figures,
      },
      share: trained.blend!.share,
    },
    options.folder,
  )
  return { version, examples: cases.length }
}

function fitInThread(
  examples: readonly Example[],
  heldOut: readonly Example[],
  options: TrainOptions,
): Promise<Trained> {
  return new Promise((resolve, reject) => {
    const workerData = { examples, heldOut, options }
    const worker = new Worker(new URL('./train-worker.mjs', import.meta.url), { workerData })
    let bar: ReturnType<typeof createProgress> | undefined
    worker.on(
      'message',
      (m: (Omit<Trained, 'lexical'> & { lexical: Uint8Array }) | { done: number; total: number }) => {
        if ('lexical' in m) {
          bar?.stop()
          resolve({ ...m, lexical: decodeHeads(m.lexical) })
        } else {
          bar ??= createProgress('训练 training', m.total)
          bar.update(m.done)
        }
      },
    )
    worker.on('error', reject)
    worker.on('exit', (code) => reject(new Error(`the training thread stopped (${code})`)))
  })
}

function composition(cases: readonly LabelledCase[]) {
  const count = (key: (c: LabelledCase) => string) => {
    const out: Record<string, number> = {}
    for (const k of cases.map(key).sort()) out[k] = (out[k] ?? 0) + 1
    return out
  }
  return {
    byLevel: count((c) => String(c.severity)),
    byNature: count((c) => c.nature),
    byLanguage: count((c) => c.lang),
  }
}
