import { copyFile, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { AutoModel } from '@xenova/transformers'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createRuns } from '../embedder-runs.mjs'
import { createTokens } from '../embedder-tokens.mjs'
import { MODEL_FILES, MODEL_FOLDER } from '../model-files.ts'
import { findModel } from '../model-store.ts'
import { createLoad } from '../onnx-load.mjs'
import { packagePath } from '../paths.ts'
import { createTokenize, localModelsOnly } from '../tokenize.mjs'
import { ENCODER_FILE, ensureBuilt } from './built-model.ts'
import { decodeEncoder } from './encoder-file.ts'
import { withTensors } from './onnx-graph.ts'

const ONNX = 'onnx/model_quantized.onnx'
const TEXTS = 48

let dir: string
let built: string
beforeAll(async () => {
  const baseDir = (await findModel({ cacheDir: join(import.meta.dirname, '../../../.cache/models') })).dir
  dir = await mkdtemp(join(tmpdir(), 'suzhen-bits-'))
  built = await ensureBuilt(baseDir, dir)
  for (const whole of ['base', 'tuned']) {
    await mkdir(join(dir, whole, 'onnx'), { recursive: true })
    for (const { path } of MODEL_FILES) await copyFile(join(baseDir, MODEL_FOLDER, path), join(dir, whole, path))
  }
  const { tensors } = decodeEncoder(await readFile(ENCODER_FILE))
  await writeFile(join(dir, 'tuned', ONNX), withTensors(await readFile(join(dir, 'base', ONNX)), tensors))
  localModelsOnly(dir)
})
afterAll(() => rm(dir, { recursive: true, force: true }))

/** A whole model as transformers loads it, arenas and all. */
const load = (folder: string) =>
  AutoModel.from_pretrained(folder, {
    local_files_only: true,
    dtype: 'q8',
    session_options: { intraOpNumThreads: 1, interOpNumThreads: 1 },
  } as Parameters<typeof AutoModel.from_pretrained>[1])

/**
 * The same texts of many lengths: by the parts and the tokens that the embedder's threads have, and by the two models that
 * these were cut from, each run whole by transformers.
 */
it('a model cut in three gives the vector and the state of the whole ones to the bit', async () => {
  const tokenize = await createTokenize('base')
  const tokens = await createTokens(join(dir, built))
  const parts = await createRuns(createLoad(join(dir, built)), true)
  const wholes = { lower: async () => ({}), search: await load('base'), judgement: await load('tuned') }
  const whole = await createRuns(async (name) => wholes[name as keyof typeof wholes], true)
  const lines = (await readFile(packagePath('eval/sets/dev.jsonl'), 'utf8')).trim().split('\n')
  const texts = lines.map((line): string => JSON.parse(line).text).sort((a, b) => a.length - b.length)
  const lengths = new Set<number>()
  for (let i = 0; i < TEXTS; i++) {
    const text = texts[Math.floor((i * (texts.length - 1)) / (TEXTS - 1))]!
    const [mine, theirs] = [tokens(text), tokenize(text)]
    lengths.add(mine.input_ids.dims[1]!)
    const [cut, one] = [await parts.tops(await parts.lower(mine)), await whole.tops(await whole.lower(theirs))]
    expect(Buffer.compare(bytes(cut.vector!), bytes(one.vector!))).toBe(0)
    expect(Buffer.compare(bytes(cut.state!), bytes(one.state!))).toBe(0)
  }
  expect(lengths.size).toBeGreaterThan(TEXTS / 2)
})

const bytes = (floats: Float32Array) => new Uint8Array(floats.buffer, floats.byteOffset, floats.byteLength)
