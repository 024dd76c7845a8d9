import { createRequire } from 'node:module'
import { join } from 'node:path'
import { beforeAll, describe, expect, it, vi } from 'vitest'
import { createTokens } from './embedder-tokens.mjs'
import { MODEL_FOLDER } from './model-files.ts'
import { findModel } from './model-store.ts'
import { createLoad } from './onnx-load.mjs'
import { packagePath } from './paths.ts'

describe('the opening of a model', () => {
  let dir: string
  beforeAll(async () => {
    dir = join((await findModel({ cacheDir: packagePath('.cache/models') })).dir, MODEL_FOLDER)
  })

  it('hands the runtime a path and not its bytes, and bids it keep nothing from one text for the next', async () => {
    const runtime = createRequire(createRequire(import.meta.url).resolve('@xenova/transformers'))('onnxruntime-node')
    const create = vi.spyOn(runtime.InferenceSession, 'create')
    try {
      await createLoad(dir)(null)
      expect(create.mock.calls).toEqual([
        [
          join(dir, 'onnx/model_quantized.onnx'),
          { intraOpNumThreads: 1, interOpNumThreads: 1, enableCpuMemArena: false, enableMemPattern: false },
        ],
      ])
    } finally {
      create.mockRestore()
    }
  })

  it('takes what came from another thread as its own, and says which file is missing', async () => {
    const run = await createLoad(dir)(null)
    const input = (await createTokens(dir))('快递三天没到')
    expect(await run(structuredClone(input))).toEqual(await run(input))
    await expect(createLoad(dir)('nowhere')).rejects.toThrow(/nowhere/)
  })
})
