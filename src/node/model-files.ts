import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { mkdir, open, rename, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'

/** The model's folder below a models folder, and the id transformers knows it by. */
export const MODEL_FOLDER = 'BAAI/bge-small-zh-v1.5'

/** One file of the model, pinned: a file of any other length or hash is not this model. */
export interface ModelFile {
  readonly path: string
  readonly bytes: number
  readonly sha256: string
}

/** Smallest first, so that a source that serves something else is found out before the 24 MB. */
export const MODEL_FILES: readonly ModelFile[] = [
  {
    path: 'tokenizer_config.json',
    bytes: 367,
    sha256: 'e6f3b96db926a37d4039995fbf5ad17de158dfb8f6343d607e4dbaad18d75f5a',
  },
  { path: 'config.json', bytes: 716, sha256: 'd4193ead3a810fd694fa8a31d7fc72fbaebc0668b603e398734bf2f6538ff42f' },
  {
    path: 'tokenizer.json',
    bytes: 439_125,
    sha256: '48cea5d44424912a6fd1ea647bf4fe50b55ab8b1e5879c3275f80e339e8fae26',
  },
  {
    path: 'onnx/model_quantized.onnx',
    bytes: 24_010_842,
    sha256: '15b717c382bcb518ba457b93ea6850ede7f4f1cd8937454aa06972366cd19bcc',
  },
]

export interface FetchProgress {
  file: string
  doneBytes: number
  totalBytes: number | null
}

/** What a source is asked: put what it can of `files` into `staging` under the same relative paths. */
export interface SupplyRequest {
  files: readonly ModelFile[]
  staging: string
  signal: AbortSignal | undefined
  progress: (progress: FetchProgress) => void
}

/** A place the model may come from. It need not check anything: whatever it brings is checked before it is kept. */
export interface ModelSource {
  readonly name: string
  readonly remote: boolean
  supply(request: SupplyRequest): Promise<void>
}

/** What is wrong with the file at `path`, or null when it is exactly the pinned one. */
export async function flawOf(path: string, file: ModelFile): Promise<string | null> {
  try {
    const { size } = await stat(path)
    if (size !== file.bytes) return `${file.path}: ${size} bytes instead of ${file.bytes}`
    const hash = createHash('sha256')
    for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 })) hash.update(chunk)
    return hash.digest('hex') === file.sha256 ? null : `${file.path}: wrong sha256`
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? 'unreadable'
    return `${file.path}: ${code === 'ENOENT' ? 'missing' : code}`
  }
}

/** The flaws of a models folder, file by file; empty when the whole model stands there as pinned. */
export async function flawsIn(
  dir: string,
  files: readonly ModelFile[],
): Promise<Array<{ file: ModelFile; flaw: string }>> {
  const checked = await Promise.all(
    files.map(async (file) => ({ file, flaw: await flawOf(join(dir, MODEL_FOLDER, file.path), file) })),
  )
  return checked.flatMap(({ file, flaw }) => (flaw === null ? [] : [{ file, flaw }]))
}

/**
 * Moves a staged file into the models folder, if it is the pinned one; otherwise says what is wrong with it.
 * Synced before the rename, so that after a power cut there is the old file or the whole new one.
 */
export async function install(staged: string, dir: string, file: ModelFile): Promise<string | null> {
  const flaw = await flawOf(staged, file)
  if (flaw !== null) return flaw
  const target = join(dir, MODEL_FOLDER, file.path)
  await mkdir(dirname(target), { recursive: true })
  const handle = await open(staged, 'r+')
  await handle.sync().finally(() => handle.close())
  try {
    await rename(staged, target)
  } catch (error) {
    // Windows will not replace a file that another process has open; what that process put there is as good as ours.
    if ((await flawOf(target, file)) !== null) throw error
  }
  return null
}
