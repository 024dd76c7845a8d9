import { createHash } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import { createReplyReader, type ReplyHeads } from '../assess/replies/heads.ts'
import { decodeReplyHeads, encodeReplyHeads } from '../assess/replies/heads-codec.ts'
import type { ReplyReader } from '../ports/reply-reader.ts'
import { packagePath } from './paths.ts'

const FOLDER = packagePath('fixtures/heads')

/** The reader of replies that ships with the package. */
export const readReplyReader = async (folder = FOLDER): Promise<ReplyReader> =>
  createReplyReader(decodeReplyHeads(await readFile(`${folder}/replies.bin`)))

/** Writes the heads and their card; answers the first 12 hex digits of their sha256. */
export async function writeReplyHeads(heads: ReplyHeads, card: object, folder = FOLDER): Promise<string> {
  const bytes = encodeReplyHeads(heads)
  const version = createHash('sha256').update(bytes).digest('hex').slice(0, 12)
  await writeFile(`${folder}/replies.bin`, bytes)
  await writeFile(`${folder}/replies.json`, `${JSON.stringify({ version, ...card }, null, 2)}\n`)
  return version
}
