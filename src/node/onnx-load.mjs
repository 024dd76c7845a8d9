// Plain JavaScript, because the embedder's threads start without the main thread's TypeScript loader.
import { createRequire } from 'node:module'
import { join } from 'node:path'

// The very runtime that transformers brings, without its loader: for every file that one begins a stream of the whole of
// it which nobody reads, 30 MB a thread, and in pieces that lay between what the runtime keeps for good.
const { InferenceSession, Tensor } = createRequire(import.meta.resolve('@xenova/transformers'))('onnxruntime-node')

/** One core a thread. Of one text nothing is kept for the next: arenas and planned blocks save no time, and hold what a long one took. */
const OPTIONS = {
  intraOpNumThreads: 1,
  interOpNumThreads: 1,
  enableCpuMemArena: false,
  enableMemPattern: false,
}

/**
 * Opens models of a folder by their files' names, null for the one in it. What is opened turns tensors, by their names,
 * into tensors; any object with `type`, `data` and `dims` is one, so also what came from another thread.
 * @param {string} dir
 */
export const createLoad = (dir) => async (name) => {
  const session = await InferenceSession.create(join(dir, 'onnx', `${name ?? 'model'}_quantized.onnx`), OPTIONS)
  const tensor = ({ type, data, dims }) => new Tensor(type, data, dims)
  return (input) => session.run(Object.fromEntries(session.inputNames.map((n) => [n, tensor(input[n])])))
}
