import { createSignalReader } from '../assess/local/signals.ts'
import { DEFAULT_SCALE, type Example, trainHeads } from '../assess/local/train.ts'
import type { LabelledCase } from '../domain/labelled-case.ts'
import type { Policy } from '../domain/policy/parse.ts'
import { readText } from '../domain/text/reading.ts'
import type { Embedder } from '../ports/embedder.ts'
import { writeHeads } from './heads-files.ts'
import { readLabelled } from './labelled-files.ts'
import { createProgress } from './progress.ts'

/** Trains both sets of heads from `eval/sets/train.jsonl` and writes them with their card. Deterministic: same cases, policy and model, same bytes. */
export async function train(policy: Policy, embedder: Embedder, options: { set: string; folder?: string }): Promise<{ version: string; examples: number }> {
  const cases = await readLabelled(options.set)
  const reader = createSignalReader(policy)
  const texts = cases.map((c) => readText(c.text).text)
  const embedding = createProgress('嵌入 embedding', texts.length)
  const vectors = await embedder.embedMany(texts, (done) => embedding.update(done))
  embedding.stop()
  const examples: Example[] = cases.map((c, i) => ({
    case: c,
    text: texts[i]!,
    signals: reader.featuresOf(reader.read(texts[i]!), texts[i]!),
    vector: vectors[i]!,
  }))
  const common = { codes: policy.codes.map((c) => c.code), signalNames: reader.features }
  const fit = (label: string, vectorSize: number) => {
    let bar: ReturnType<typeof createProgress> | undefined
    const set = trainHeads(examples, {
      ...common,
      vectorSize,
      onProgress(done, total, note) {
        bar ??= createProgress(label, total)
        bar.update(done, note)
      },
    })
    bar?.stop()
    return set
  }
  const full = fit('训练 heads (full)', embedder.dimensions)
  const lexical = fit('训练 heads (lexical)', 0)
  const version = await writeHeads(
    { full, lexical },
    {
      what: 'Linear heads of the local assessor: full (embedding + n-grams + signals) and lexical (n-grams + signals).',
      trainedOn: { set: options.set, cases: cases.length, ...composition(cases) },
      licence: 'Trained only on cases written for this project (MIT).',
      policy: { version: policy.version, hash: policy.hash },
      embedder: embedder.model,
      scale: DEFAULT_SCALE,
      temperature: { full: full.temperature, lexical: lexical.temperature },
    },
    options.folder,
  )
  return { version, examples: cases.length }
}

function composition(cases: readonly LabelledCase[]) {
  const count = (key: (c: LabelledCase) => string) => {
    const out: Record<string, number> = {}
    for (const k of cases.map(key).sort()) out[k] = (out[k] ?? 0) + 1
    return out
  }
  return { byLevel: count((c) => String(c.severity)), byNature: count((c) => c.nature), byLanguage: count((c) => c.lang) }
}
