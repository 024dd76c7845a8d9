import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
import type { Embedder, Encoding } from '../ports/embedder.ts'
import { MODEL_FOLDER } from './model-files.ts'

/** What is to be made of a text; not given: all there is. */
type Only = 'vector' | 'state' | undefined

/** A text, or what another thread's lower half has said of one. */
type Ask = { text: string; only: Only } | { below: object; only: 'state' }

interface Job {
  ask: Ask
  resolve: (encoding: Encoding) => void
  reject: (reason: unknown) => void
  /** What another thread makes of it, where the work is shared. */
  other?: Promise<Encoding>
}

/** One thread with the model in it; `job` is what it works at, null when it is free. */
interface Slot {
  worker: Worker
  job: Job | null
}

/** What a text takes is the runtime's, or gone with the next text: of 48 MB for young values, a thread's by default, a few are enough. */
const LIMITS = { maxYoungGenerationSizeMb: 4 }

type Reply = { ready: true } | { below: object } | Encoding | { error: string }

export interface EmbedderOptions {
  /** A models folder as `findModel` gives it. */
  modelDir: string
  /** The folder in it of the model that also judges, as `ensureBuilt` gives it; without, the base model, which has no state. */
  built?: string
  /** Threads, each with a model of its own (some 90 MB); all but the first start when there is work for them. */
  threads?: number
}

/** An embedder that runs on this machine. `close` is for tests and a tidy end: idle threads hold no process open. */
export type LocalEmbedder = Embedder & { close(): Promise<void> }

/**
 * bge-small-zh-v1.5 (int8) on the CPU: CLS pooling, unit length. Threads of one core each rather than one of two: at
 * eight callers they embed more a second, for less CPU, and a vector's bytes do not depend on who else is waiting.
 */
export async function createEmbedder(options: EmbedderOptions): Promise<LocalEmbedder> {
  const { modelDir, built } = options
  const model = { modelDir, folder: built ?? MODEL_FOLDER, built: built !== undefined }
  let threads = options.threads ?? Math.min(2, availableParallelism())
  const slots: Slot[] = []
  const urgent: Job[] = []
  const patient: Job[] = []
  let starting = 0
  let unshared = 0
  let closed = false

  async function start(): Promise<void> {
    starting++
    try {
      slots.push(await startSlot(model, judgeElsewhere, pump, drop))
    } finally {
      starting--
    }
    if (closed) await Promise.all(slots.map(({ worker }) => worker.terminate()))
  }

  function drop(gone: Slot): void {
    const at = slots.indexOf(gone)
    if (at >= 0) slots.splice(at, 1)
    pump()
  }

  function pump(): void {
    for (const slot of slots) {
      if (slot.job !== null) continue
      const job = urgent.shift() ?? patient.shift()
      if (job === undefined) break
      slot.job = job
      slot.worker.ref()
      slot.worker.postMessage({ ...job.ask, share: mayShare(job.ask) })
    }
    // Who asks once (the command line) has no use for a second thread; who asks again and again for both has.
    const idle = urgent.length + patient.length === 0 && unshared < 2
    if (closed || idle || slots.length + starting >= threads) return
    unshared = 0
    start().then(pump, (error: unknown) => {
      // Those that run go on with the queue, and no more are tried; with none left, nobody would ever answer it.
      threads = Math.max(1, slots.length + starting)
      if (slots.length + starting > 0) return
      for (const job of [...urgent.splice(0), ...patient.splice(0)]) job.reject(error)
    })
  }

  /** With a thread at leisure, one makes the vector and the other the state: a text by itself takes two thirds of the time. */
  function mayShare(ask: Ask): boolean {
    if (!model.built || ask.only !== undefined || urgent.length + patient.length > 0) return false
    const free = slots.some(({ job }) => job === null)
    if (!free) unshared++
    return free
  }

  /** Whichever thread is free first; it may be the very one that asks. */
  function judgeElsewhere(below: object): Promise<Encoding> {
    return new Promise((resolve, reject) => {
      if (closed) return reject(new Error('The embedder was closed'))
      urgent.unshift({ ask: { below, only: 'state' }, resolve, reject })
      pump()
    })
  }

  function run(text: string, only: Only, queue: Job[], signal?: AbortSignal): Promise<Encoding> {
    return new Promise((resolve, reject) => {
      if (closed) return reject(new Error('The embedder is closed'))
      signal?.throwIfAborted()
      const settle = () => signal?.removeEventListener('abort', abort)
      const job: Job = {
        ask: { text, only },
        resolve: (encoding) => {
          settle()
          resolve(encoding)
        },
        reject: (reason) => {
          settle()
          reject(reason)
        },
      }
      // A run that has begun cannot be stopped, but nobody need wait for it; one that has not is never begun.
      const abort = () => {
        const at = queue.indexOf(job)
        if (at >= 0) queue.splice(at, 1)
        reject(signal?.reason)
      }
      signal?.addEventListener('abort', abort, { once: true })
      queue.push(job)
      pump()
    })
  }

  const vectorOf = async (text: string, queue: Job[], signal?: AbortSignal) =>
    (await run(text, 'vector', queue, signal)).vector!

  await start()
  return {
    model: 'bge-small-zh-v1.5-int8',
    dimensions: 512,
    embed: (text, signal) => vectorOf(text, urgent, signal),
    encode: (text, signal, only) => run(text, only, urgent, signal),
    // One text a run here too: on a CPU a batch of 16 saves a fifth on short texts and nothing on long ones, and so an
    // imported case has the very vector a query would have. Complaints at the door go before an import's texts.
    async embedMany(texts, onProgress) {
      let done = 0
      return Promise.all(
        texts.map(async (text) => {
          const vector = await vectorOf(text, patient)
          onProgress?.(++done)
          return vector
        }),
      )
    },
    async close() {
      closed = true
      const gone = new Error('The embedder was closed')
      for (const job of [...urgent.splice(0), ...patient.splice(0)]) job.reject(gone)
      // A thread that is ended in the middle of a run can take the whole process with it.
      await Promise.all(slots.map(async (slot) => ended(slot).then(() => slot.worker.terminate())))
    },
  }
}

/** When the run that has begun, if any, is over. */
const ended = ({ job, worker }: Slot): Promise<void> =>
  job === null
    ? Promise.resolve()
    : new Promise((resolve) => {
        worker.on('message', (reply: Reply) => {
          if (!('below' in reply)) resolve()
        })
        worker.once('exit', () => resolve())
      })

function startSlot(
  workerData: { modelDir: string; folder: string; built: boolean },
  judgeElsewhere: (below: object) => Promise<Encoding>,
  onFree: () => void,
  onGone: (slot: Slot) => void,
): Promise<Slot> {
  return new Promise((resolve, reject) => {
    // No loader of the main thread's: the worker needs none, and starts sooner.
    const worker = new Worker(new URL('./embedder-worker.mjs', import.meta.url), {
      workerData,
      execArgv: [],
      resourceLimits: LIMITS,
    })
    const slot: Slot = { worker, job: null }
    let failure: unknown = null
    let ready = false
    worker.on('message', (reply: Reply) => {
      if ('ready' in reply) {
        ready = true
        worker.unref()
        return resolve(slot)
      }
      const job = slot.job
      if ('below' in reply) {
        if (job) job.other = judgeElsewhere(reply.below)
        // Waited for below; until then a failure of it must not count as one that nobody saw.
        job?.other?.catch(() => {})
        return
      }
      slot.job = null
      worker.unref()
      if ('vector' in reply)
        if (job?.other) job.other.then(({ state }) => job.resolve({ ...reply, state }), job.reject)
        else job?.resolve(reply)
      else job?.reject(new Error(`Embedding failed: ${reply.error}`))
      onFree()
    })
    worker.on('error', (error) => {
      failure = error
    })
    worker.on('exit', () => {
      const why = failure instanceof Error ? `: ${failure.message}` : ''
      const error = new Error(`The embedding thread stopped${why}`, { cause: failure })
      if (!ready) return reject(error)
      slot.job?.reject(error)
      onGone(slot)
    })
  })
}
