import { openArchive } from '../../src/files/archive.ts'
import { fileKind } from '../../src/files/file-kind.ts'
import { readCsv } from '../../src/files/read-csv.ts'
import { readDocument } from '../../src/files/read-document.ts'
import { readSheets } from '../../src/knowledge/import/read-sheets.ts'

/** What became of one file: read, with so many findings, or refused with these words. */
export interface Outcome {
  name: string
  refused: string | null
  findings: number
  /** The error was none of ours. */
  broke: boolean
}

/** Reads a file by its name as an import does, and the files of an archive one by one. */
export function readAny(name: string, bytes: Uint8Array): Outcome[] {
  const one = (read: () => number): Outcome => {
    try {
      return { name, refused: null, findings: read(), broke: false }
    } catch (error) {
      const { name: kind, message } = error as Error
      return { name, refused: message, findings: 0, broke: kind !== 'SuzhenError' }
    }
  }
  const outcomes: Outcome[] = []
  const own = one(() => {
    const kind = fileKind(name, bytes)
    if (kind === 'csv') return readCsv(bytes).findings.length
    if (kind === 'xlsx') return readSheets(bytes).flatMap((s) => s.read({ header() {}, row() {} })).length
    if (kind === 'markdown' || kind === 'text' || kind === 'docx') return readDocument(name, bytes).findings.length
    if (kind !== 'zip') return 0
    let notes = 0
    for (const file of openArchive(bytes, () => notes++)) {
      let content: Uint8Array | null = null
      const unpacked = one(() => {
        content = file.bytes()
        return 0
      })
      outcomes.push(...(content ? readAny(file.name, content) : [{ ...unpacked, name: file.name }]))
    }
    return notes
  })
  return [own, ...outcomes]
}
