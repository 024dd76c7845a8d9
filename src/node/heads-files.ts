import { createHash } from 'node:crypto'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import type { HeadSet } from '../assess/local/heads.ts'
import { decodeHeads, encodeHeads } from '../assess/local/heads-codec.ts'
import { packagePath } from './paths.ts'

const FOLDER = packagePath('fixtures/heads')
export interface TrainedHeads {
  full: HeadSet
  lexical: HeadSet
  /** First 12 hex digits of the sha256 over both files; stands in every answer's `engine.models`. */
  version: string
}

/** The trained heads that ship with the package. */
export async function readHeads(folder = FOLDER): Promise<TrainedHeads> {
  const [full, lexical] = await Promise.all([readFile(`${folder}/full.bin`), readFile(`${folder}/lexical.bin`)])
  return { full: decodeHeads(full), lexical: decodeHeads(lexical), version: versionOf(full, lexical) }
}

/** Writes both head files and their card; answers the version. */
export async function writeHeads(heads: Omit<TrainedHeads, 'version'>, card: object, folder = FOLDER): Promise<string> {
  await mkdir(folder, { recursive: true })
  const full = encodeHeads(heads.full)
  const lexical = encodeHeads(heads.lexical)
  const version = versionOf(full, lexical)
  await writeFile(`${folder}/full.bin`, full)
  await writeFile(`${folder}/lexical.bin`, lexical)
  await writeFile(`${folder}/card.json`, `${JSON.stringify({ version, ...card }, null, 2)}\n`)
  return version
}

const versionOf = (...files: Uint8Array[]): string =>
  files
    .reduce((h, f) => h.update(f), createHash('sha256'))
    .digest('hex')
    .slice(0, 12)
