import { SaxesParser } from 'saxes'
import { suzhenError } from '../domain/errors.ts'
import { refuseManyNodes } from './refuse-many-nodes.ts'
import { type Budget, tooMuch, unpack, type ZipEntry } from './zip-entries.ts'

export interface XmlHandlers {
  /** Names without their prefix. */
  open(name: string, attributes: Record<string, string>): void
  text?(text: string): void
  close?(name: string): void
}

// Sheets are six deep; no cell holds more than 32,767 characters.
const MAX_DEPTH = 64
const MAX_TEXT = 1_000_000
/** Bytes that become text at once: a piece unpacks to a thousand times its size, and texts that long lie about for a while. */
const AT_ONCE = 16 * 1024

const local = (name: string): string => name.slice(name.indexOf(':') + 1)

/** Reads one XML part as it is unpacked. No document type is let in: without one there are no entities to expand. */
export function readXml(entry: ZipEntry, budget: Budget, handlers: XmlHandlers): void {
  refuseManyNodes(entry, budget)
  const parser = new SaxesParser({ position: false, xmlns: false })
  const refuse = (zh: string, en: string): never => {
    throw suzhenError('invalid_request', `无法读取这个文件:${zh} / this file cannot be read: ${en}`)
  }
  parser.on('error', () => refuse('内部 XML 有误', 'its XML is damaged'))
  parser.on('doctype', () => refuse('不接受 DOCTYPE', 'a DOCTYPE is not let in'))
  let depth = 0
  let text = 0
  const count = () => {
    if (--budget.nodes < 0) throw tooMuch()
  }
  parser.on('attribute', count)
  parser.on('opentag', (tag) => {
    count()
    if (++depth > MAX_DEPTH) throw tooMuch()
    text = 0
    handlers.open(local(tag.name), tag.attributes)
  })
  parser.on('text', (t) => {
    text += t.length
    if (text > MAX_TEXT) throw tooMuch()
    handlers.text?.(t)
  })
  parser.on('closetag', (tag) => {
    depth--
    handlers.close?.(local(tag.name))
  })
  const decoder = new TextDecoder()
  unpack(entry, budget, (piece) => {
    for (let at = 0; at < piece.length; at += AT_ONCE)
      parser.write(decoder.decode(piece.subarray(at, at + AT_ONCE), { stream: true }))
  })
  parser.write(decoder.decode())
  parser.close()
}
