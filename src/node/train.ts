import { Worker } from 'node:worker_threads'
import type { HeadSet } from '../assess/local/heads.ts'
import { decodeHeads } from '../assess/local/heads-codec.ts'
import type { HeldOutFigures } from '../assess/local/held-out-figures.ts'
import { createSignalReader } from '../assess/local/signals.ts'
import { DEFAULT_SCALE, type Example, type TrainOptions } from '../assess/local/train.ts'
import type { LabelledCase } from '../domain/labelled-case.ts'
import type { Policy } from '../domain/policy/parse.ts'
import { embeddableText, maskText } from '../domain/text/mask.ts'
import { readText } from '../domain/text/reading.ts'
import type { Embedder } from '../ports/embedder.ts'
import { writeHeads } from './heads-files.ts'
import { readLabelled } from './labelled-files.ts'
import { createProgress } from './progress.ts'

/** Trains both sets of heads from `eval/sets/train.jsonl` and writes them with their card. Deterministic: same cases, policy and model, same bytes. */
export async function train(
  policy: Policy,
  embedder: Embedder,
  options: { set: string; folder?: string },
): Promise<{ version: string; examples: number }> {
  const cases = await readLabelled(options.set)
  const reader = createSignalReader(policy)
  const readings = cases.map((c) => readText(c.text))
  const texts = readings.map((r) => r.text)
  const embedding = createProgress('嵌入 embedding', texts.length)
  const vectors = await embedder.embedMany(
    readings.map((r) => embeddableText(r, maskText(r).text)),
    (done) => embedding.update(done),
  )
  embedding.stop()
  const examples: Example[] = cases.map((c, i) => ({
    case: c,
    text: texts[i]!,
    signals: reader.featuresOf(reader.read(texts[i]!), texts[i]!),
    vector: vectors[i]!,
  }))
  const common = { codes: policy.codes.map((c) => c.code), signalNames: reader.features }
  // Two threads, one a set of heads; the bar shows the slower one, which reads the embedding too.
  const [full, lexical] = await Promise.all([
    fitInThread(examples, { ...common, vectorSize: embedder.dimensions }, '训练 training'),
    fitInThread(
      examples.map((e) => ({ ...e, vector: null })),
      { ...common, vectorSize: 0 },
      null,
    ),
  ])
  const version = await writeHeads(
    { full: full.heads, lexical: lexical.heads },
    {
      what: 'Linear heads of the local assessor: full (embedding + n-grams + signals) and lexical (n-grams + signals).',
      trainedOn: { set: options.set, cases: cases.length, ...composition(cases) },
      licence: 'Trained only on cases written for this project (MIT).',
      policy: { version: policy.version, hash: policy.hash },
      embedder: embedder.model,
      scale: DEFAULT_SCALE,
      trainedOnDay: new Date().toISOString().slice(0, 10),
      heldOut: {
        what: 'one situation in five, not seen by the heads that were measured; the heads that ship have seen all',
        full: full.figures,
        lexical: lexical.figures,
      },
      calibration: {
        full: { temperature: full.heads.temperature, cuts: full.heads.cuts, codeCut: full.heads.codeCut },
        lexical: { temperature: lexical.heads.temperature, cuts: lexical.heads.cuts, codeCut: lexical.heads.codeCut },
      },
    },
    options.folder,
  )
  return { version, examples: cases.length }
}

function fitInThread(
  examples: readonly Example[],
  options: TrainOptions,
  label: string | null,
): Promise<{ heads: HeadSet; figures: HeldOutFigures }> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./train-worker.mjs', import.meta.url), { workerData: { examples, options } })
    let bar: ReturnType<typeof createProgress> | undefined
    worker.on(
      'message',
      (m: { heads: Uint8Array; figures: HeldOutFigures } | { done: number; total: number; note: string }) => {
        if ('heads' in m) {
          bar?.stop()
          resolve({ heads: decodeHeads(m.heads), figures: m.figures })
        } else if (label) {
          bar ??= createProgress(label, m.total)
          bar.update(m.done, m.note)
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
