import type { ReplyRule } from '../../domain/policy/reply-rules.ts'
import type { ReplyCut } from '../../ports/reply-reader.ts'
import { type HeadsFile, readHeadsFile, writeHeadsFile } from '../heads-frame.ts'
import { columnsOf, OUTPUTS, type ReplyHeads } from './heads.ts'

const FILE: HeadsFile = { magic: 'SZR1', holds: 'reply heads', remedy: 'suzhen train-replies' }

interface Header {
  grams: number
  outputs: number
  cuts: Partial<Record<ReplyRule, ReplyCut>>
}

/** As bytes: scales and idf (float32), buckets (uint16), weights (int8) in the frame of heads-frame.ts. */
export function encodeReplyHeads({ grams, scales, weights, cuts }: ReplyHeads): Uint8Array {
  const header: Header = { grams: grams.length, outputs: OUTPUTS, cuts }
  const idf = Float32Array.from(grams, (gram) => gram.idf)
  const buckets = Uint16Array.from(grams, (gram) => gram.bucket)
  return writeHeadsFile(FILE, header, [scales, idf, buckets, weights])
}

/** Throws when the bytes are not whole: a cut or foreign file never judges a reply. */
export function decodeReplyHeads(bytes: Uint8Array): ReplyHeads {
  return readHeadsFile(FILE, bytes, ({ grams, outputs, cuts }: Header, left) => {
    if (outputs !== OUTPUTS) throw new RangeError(`heads of ${outputs} outputs where there are ${OUTPUTS}`)
    const scales = left.floats(OUTPUTS)
    const idf = left.floats(grams)
    const buckets = left.shorts(grams)
    return {
      cuts,
      scales,
      grams: Array.from(idf, (value, i) => ({ bucket: buckets[i]!, idf: value })),
      weights: left.bytes(columnsOf(grams) * OUTPUTS),
    }
  })
}
