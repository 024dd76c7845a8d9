import { Worker } from 'node:worker_threads'
import { suzhenError } from '../domain/errors.ts'
import type { Policy } from '../domain/policy/parse.ts'
import type { UploadWords } from '../domain/policy/upload-words.ts'
import type { UploadFile } from '../knowledge/import/gather.ts'
import { createItemPack, type Pieces } from '../knowledge/import/item-pack.ts'
import { type PackedUpload, readPacked } from '../knowledge/import/read-upload.ts'

/** Smaller files that unpack to nothing more are read at once: a thread takes longer to start than they to be read. */
const AT_ONCE = 32 * 1024
/** Threads at a time; further files wait. */
const THREADS = 2
const TIMEOUT_MS = 120_000
const MEMORY_MB = 1024
/** Of what a row leaves behind so much lies about until it is swept up; the usual 48 saves no time. */
const YOUNG_MB = 8

/**
 * Reads uploaded files in threads of their own, so that complaints are answered meanwhile, and so that a file made to
 * take for ever or to fill the memory is given up: `payload_too_large`.
 */
export function createUploadReader(
  words: UploadWords,
  policy: Policy,
  { timeoutMs = TIMEOUT_MS, memoryMb = MEMORY_MB }: { timeoutMs?: number; memoryMb?: number } = {},
): { read(file: UploadFile): Promise<PackedUpload>; close(): Promise<void> } {
  const running = new Set<Worker>()
  const waiting: (() => void)[] = []
  let threads = 0

  async function read(file: UploadFile): Promise<PackedUpload> {
    const packed = file.bytes[0] === 0x50 && file.bytes[1] === 0x4b
    if (file.bytes.length <= AT_ONCE && !packed) return readPacked(file, words, policy)
    while (threads >= THREADS) await new Promise<void>((go) => waiting.push(go))
    threads++
    try {
      return await inThread(file)
    } finally {
      threads--
      waiting.shift()?.()
    }
  }

  function inThread(file: UploadFile): Promise<PackedUpload> {
    const worker = new Worker(new URL('./upload-worker.mjs', import.meta.url), {
      workerData: { file, words, policy },
      resourceLimits: { maxOldGenerationSizeMb: memoryMb, maxYoungGenerationSizeMb: YOUNG_MB },
    })
    running.add(worker)
    return new Promise<PackedUpload>((resolve, reject) => {
      const giveUp = () =>
        reject(
          suzhenError(
            'payload_too_large',
            '这个文件读起来太久或太占内存,已放弃;请拆分后重试。The file takes too long or too much memory to read and was given up; split it.',
          ),
        )
      const timer = setTimeout(giveUp, timeoutMs)
      worker.once('message', ({ files, ...pieces }: Pieces & Pick<PackedUpload, 'files'>) =>
        resolve({ items: createItemPack(pieces), files }),
      )
      worker.once('error', (error: NodeJS.ErrnoException) =>
        error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? giveUp() : reject(error),
      )
      worker.once('exit', () => {
        clearTimeout(timer)
        reject(suzhenError('shutting_down', ''))
      })
    }).finally(() => {
      running.delete(worker)
      return worker.terminate()
    })
  }

  return {
    read,
    async close() {
      await Promise.all([...running].map((worker) => worker.terminate()))
    },
  }
}
