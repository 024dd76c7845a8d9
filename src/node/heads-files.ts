import { createHash } from 'node:crypto'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { decodeEncoderHeads, type EncoderHeads } from '../assess/local/encoder-heads.ts'
import type { Blend, HeadSet, Heads } from '../assess/local/heads.ts'
import { decodeHeads, encodeHeads } from '../assess/local/heads-codec.ts'
import { suzhenError } from '../domain/errors.ts'
import { packagePath } from './paths.ts'

const FOLDER = packagePath('fixtures/heads')
export const ENCODER_HEADS_FILE = packagePath('fixtures/encoder/heads.bin')

/** `version`: first 12 hex digits of the sha256 over all files; stands in every answer's `engine.models`. */
export type TrainedHeads = Heads & { version: string }

/** How the blend is stored: it holds for the very encoder it was learnt with. */
interface BlendFile extends Blend {
  encoder: string
}

const hashOf = (...files: Uint8Array[]): string =>
  files
    .reduce((h, f) => h.update(f), createHash('sha256'))
    .digest('hex')
    .slice(0, 12)

/** The heads that were trained together with the encoder that ships, and the hash they are known by. */
export async function readEncoderHeads(): Promise<{ heads: EncoderHeads; id: string }> {
  const bytes = await readFile(ENCODER_HEADS_FILE)
  return { heads: decodeEncoderHeads(bytes), id: hashOf(bytes) }
}

/** The trained heads that ship with the package. Throws when the blend is of another encoder. */
export async function readHeads(folder = FOLDER): Promise<TrainedHeads> {
  const [lexical, blend, encoder] = await Promise.all([
    readFile(`${folder}/lexical.bin`),
    readFile(`${folder}/blend.json`),
    readEncoderHeads(),
  ])
  const { encoder: of, ...rest } = JSON.parse(blend.toString()) as BlendFile
  if (of !== encoder.id)
    throw suzhenError(
      'storage_unavailable',
      'fixtures/heads 与 fixtures/encoder 不配套,请运行 npm run train / fixtures/heads is not of the encoder beside it; run npm run train',
    )
  return {
    lexical: decodeHeads(lexical),
    encoder: { heads: encoder.heads, blend: rest },
    version: hashOf(lexical, blend),
  }
}

/** Writes the trained heads and their card; answers the version. */
export async function writeHeads(
  trained: { lexical: HeadSet; blend: Blend; encoder: string },
  card: object,
  folder = FOLDER,
): Promise<string> {
  await mkdir(folder, { recursive: true })
  const lexical = encodeHeads(trained.lexical)
  const blend = Buffer.from(
    `${JSON.stringify({ encoder: trained.encoder, ...trained.blend } satisfies BlendFile, null, 1)}\n`,
  )
  const version = hashOf(lexical, blend)
  await writeFile(`${folder}/lexical.bin`, lexical)
  await writeFile(`${folder}/blend.json`, blend)
  await writeFile(`${folder}/card.json`, `${JSON.stringify({ version, ...card }, null, 2)}\n`)
  return version
}
