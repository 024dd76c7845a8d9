import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { decodeEncoderHeads, encodeEncoderHeads } from '../../assess/local/encoder-heads.ts'
import { type HeadName, type HeadSpec, headSpecs, outputsOf } from '../../assess/local/heads.ts'
import { targetOf } from '../../assess/local/targets.ts'
import { suzhenError } from '../../domain/errors.ts'
import type { LabelledCase } from '../../domain/labelled-case.ts'
import { embeddableText, maskText } from '../../domain/text/mask.ts'
import { readText } from '../../domain/text/reading.ts'
import { ENCODER_HEADS_FILE } from '../heads-files.ts'
import { MODEL_FILES, MODEL_FOLDER } from '../model-files.ts'
import { packagePath } from '../paths.ts'
import { createProgress } from '../progress.ts'
import { buildModel, ENCODER_FILE, pinsOf } from './built-model.ts'
import { decodeEncoder, encodeEncoder } from './encoder-file.ts'
import { partOf } from './onnx-graph.ts'
import {
  ATTENTION_HEADS,
  HIDDEN,
  type LayerTensor,
  LOWER_OUTPUT,
  readLayers,
  storedTensors,
  TUNED_LAYERS,
} from './tuned-layers.ts'

/** How the tuning is done; chosen on dev (docs/local-engine.md). Of a long text the first and the last tokens are read. */
export const TUNING = {
  epochs: 3,
  batch: 32,
  rate: 3e-4,
  headRate: 3e-3,
  decay: 0.01,
  dropout: 0.1,
  first: 128,
  last: 48,
  seed: 20261122,
}
/** Going on from what ships: one walk, in shorter steps. */
const ONWARD = { ...TUNING, epochs: 1, rate: 1.5e-4, headRate: 1e-3 }
/** How much each head's loss counts; what must be right first counts most. */
const WEIGHT: Record<HeadName, number> = {
  code: 1,
  level: 0.6,
  nature: 0.5,
  emotion: 0.3,
  family: 0.2,
  dominant: 0.1,
  rules: 0.2,
  repeat: 0.4,
  group: 0.3,
  public: 0.4,
  external: 0.4,
  threats: 0.2,
  done: 0.1,
  demands: 0.08,
}

export interface TuneInput {
  codes: readonly string[]
  train: readonly LabelledCase[]
  /** Looked at after each epoch; nothing is learnt from them. */
  dev: readonly LabelledCase[]
  /** Go on from what ships, instead of from the base model. */
  onward: boolean
  /** The folder of the base model. */
  modelDir: string
  /** A folder of its own for what the tuning needs on the way; some 80 kB a case. */
  work: string
  python: string
}

/**
 * Tunes the upper layers of the base model together with heads on its state, and writes `fixtures/encoder`. The numbers
 * are PyTorch's, in a process of its own; what is asked of it, and what becomes of it, is decided here.
 */
export async function tune(input: TuneInput): Promise<{ bytes: number }> {
  const base = await readFile(join(input.modelDir, MODEL_FOLDER, 'onnx/model_quantized.onnx'))
  const specs = headSpecs(input.codes)
  const outputs = specs.reduce((n, s) => n + outputsOf(s), 0)
  const cases = [...input.train, ...input.dev]
  const shipped = input.onward ? await readShipped() : null
  const layers = readLayers(base, shipped?.tensors)
  await writeStates(base, cases, input)
  await writeFile(join(input.work, 'targets.bin'), targetsOf(specs, outputs, cases))
  await writeFile(join(input.work, 'weights.bin'), bytesOfAll(layers.map((l) => l.values)))
  if (shipped) await writeFile(join(input.work, 'heads.bin'), bytesOfAll([shipped.heads.weights]))
  const job = jobOf(specs, outputs, layers, input)
  await writeFile(join(input.work, 'job.json'), JSON.stringify(job))
  await runPython(input)
  const tuned = await readFile(join(input.work, 'tuned.bin'))
  const floats = new Float32Array(tuned.buffer, tuned.byteOffset, tuned.length / 4)
  let at = 0
  const changed = layers.map((l): LayerTensor => {
    const values = floats.subarray(at, at + l.values.length)
    at += l.values.length
    return { ...l, values }
  })
  const size = 2 * HIDDEN
  const heads = encodeEncoderHeads({ specs, size, weights: floats.slice(at, at + (size + 1) * outputs) })
  const tensors = storedTensors(base, changed)
  const file = encodeEncoder({ pins: pinsOf(buildModel(base, tensors)), tensors })
  await writeFile(ENCODER_FILE, file)
  await writeFile(ENCODER_HEADS_FILE, heads)
  await writeCard(input, job.options, shipped?.stages ?? [])
  return { bytes: file.length + heads.length }
}

const CARD_FILE = packagePath('fixtures/encoder/card.json')

interface Card {
  what: string
  licence: string
  stages: { cases: number; onward: boolean; options: typeof TUNING; day: string }[]
}

async function readShipped() {
  const [layers, heads, card] = await Promise.all([
    readFile(ENCODER_FILE),
    readFile(ENCODER_HEADS_FILE),
    readFile(CARD_FILE, 'utf8'),
  ])
  const { stages } = JSON.parse(card) as Card
  return { tensors: decodeEncoder(layers).tensors, heads: decodeEncoderHeads(heads), stages }
}

async function writeCard({ train, onward }: TuneInput, options: typeof TUNING, before: Card['stages']): Promise<void> {
  const day = new Date().toISOString().slice(0, 10)
  const card: Card = {
    what: 'Layers 2 and 3 of bge-small-zh-v1.5 (MIT), tuned as a second top, and the heads on their state.',
    licence: 'Tuned only on cases written for this project (MIT).',
    stages: [...before, { cases: train.length, onward, options, day }],
  }
  await writeFile(CARD_FILE, `${JSON.stringify(card, null, 2)}\n`)
}

/** What the frozen lower half says of each token, asked of the very model that will run; bfloat16. */
async function writeStates(base: Uint8Array, cases: readonly LabelledCase[], { modelDir, work }: TuneInput) {
  const folder = join(work, 'models', 'lower')
  await mkdir(join(folder, 'onnx'), { recursive: true })
  for (const { path } of MODEL_FILES)
    if (!path.startsWith('onnx/')) await copyFile(join(modelDir, MODEL_FOLDER, path), join(folder, path))
  await writeFile(join(folder, 'onnx/model_quantized.onnx'), partOf(base, LOWER_OUTPUT))
  const { AutoModel } = await import('@xenova/transformers')
  const { createTokenize, localModelsOnly } = await import('../tokenize.mjs')
  localModelsOnly(join(work, 'models'))
  const tokenize = await createTokenize('lower')
  const model = await AutoModel.from_pretrained('lower', { local_files_only: true, dtype: 'q8' })
  const out = createWriteStream(join(work, 'states.bin'))
  const lengths = new Int32Array(cases.length)
  const bar = createProgress('编码 encoding', cases.length)
  for (const [i, c] of cases.entries()) {
    const reading = readText(c.text)
    const state = (await model(tokenize(embeddableText(reading, maskText(reading).text))))[LOWER_OUTPUT]
      .data as Float32Array
    lengths[i] = state.length / HIDDEN
    if (!out.write(bfloat16(state))) await once(out, 'drain')
    bar.update(i + 1)
  }
  bar.stop()
  out.end()
  await once(out, 'finish')
  await writeFile(join(work, 'lengths.bin'), new Uint8Array(lengths.buffer))
}

/** The upper half of each float, rounded to the nearest. */
function bfloat16(values: Float32Array): Uint8Array {
  const bits = new Uint32Array(values.buffer, values.byteOffset, values.length)
  return new Uint8Array(Uint16Array.from(bits, (b) => (b + 0x8000) >>> 16).buffer)
}

/** Rows x outputs; NaN where a case teaches a head nothing. */
function targetsOf(specs: readonly HeadSpec[], outputs: number, cases: readonly LabelledCase[]): Uint8Array {
  const flat = new Float32Array(cases.length * outputs)
  cases.forEach((c, row) => {
    let at = row * outputs
    for (const spec of specs) {
      const target = targetOf(spec, c)
      for (let k = 0; k < outputsOf(spec); k++) flat[at++] = target ? target[k]! : Number.NaN
    }
  })
  return new Uint8Array(flat.buffer)
}

function jobOf(
  specs: readonly HeadSpec[],
  outputs: number,
  layers: readonly LayerTensor[],
  { train, onward }: TuneInput,
) {
  let head = 0
  let tensor = 0
  return {
    train: train.length,
    onward,
    hidden: HIDDEN,
    attentionHeads: ATTENTION_HEADS,
    outputs,
    layers: TUNED_LAYERS,
    heads: specs.map((spec) => {
      const from = head
      head += outputsOf(spec)
      const link = spec.kind === 'softmax' ? 'softmax' : 'sigmoid'
      return { name: spec.name, from, to: head, link, weight: WEIGHT[spec.name] }
    }),
    tensors: layers.map(({ name, shape, values }) => {
      const at = tensor
      tensor += values.length
      return { name, shape, at }
    }),
    options: onward ? ONWARD : TUNING,
  }
}

type Said = { done: number; total: number; loss: number } | { epoch: number; seconds: number; dev: string }

async function runPython({ python, work }: TuneInput): Promise<void> {
  const child = spawn(python, [packagePath('fixtures/encoder/tune.py'), work], { stdio: ['ignore', 'pipe', 'inherit'] })
  const ended = new Promise<number | string>((resolve) => {
    child.on('error', (error) => resolve(error.message))
    child.on('exit', (code) => resolve(code ?? 'killed'))
  })
  let bar: ReturnType<typeof createProgress> | undefined
  for await (const line of createInterface({ input: child.stdout })) {
    const said = JSON.parse(line) as Said
    if ('done' in said) {
      bar ??= createProgress('微调 tuning', said.total)
      bar.update(said.done, `loss ${said.loss}`)
    } else process.stderr.write(`\n第 ${said.epoch} 轮 epoch · ${said.seconds} s · dev: ${said.dev}\n`)
  }
  bar?.stop()
  const end = await ended
  if (end !== 0)
    throw suzhenError(
      'invalid_request',
      `微调未完成(${python}: ${end})。需要 PyTorch(Debian: python3-torch libopenblas0-pthread),用 --python 指明 / the tuning did not end (${python}: ${end}); it needs PyTorch, of a Python named with --python`,
    )
}

const bytesOfAll = (parts: readonly Float32Array[]): Uint8Array =>
  Buffer.concat(parts.map((p) => new Uint8Array(p.buffer, p.byteOffset, p.byteLength)))
