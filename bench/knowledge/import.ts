import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { CaseWriteUp } from '../../src/domain/knowledge.ts'
import { packagePath } from '../../src/node/paths.ts'
import { makeXlsx, type SheetCell } from '../../test/harness/make-xlsx.ts'
import type { ImportTimes } from './import-once.ts'

const run = promisify(execFile)
const textOf = (value: unknown): string => {
  if (value === null || value === undefined) return ''
  if (!Array.isArray(value)) return String(value)
  return value.some((v) => typeof v === 'object') ? JSON.stringify(value) : value.join('\n')
}
const escaped = (s: string): string => s.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')

/**
 * A workbook with a case a row, a column a field, each of two real texts and with an id of its own. A text that comes again
 * stands once in the table of shared strings, as spreadsheet programs write it: 20,000 rows would else hold more elements
 * than an upload may.
 */
function workbook(rows: number, texts: readonly string[], like: CaseWriteUp): Uint8Array {
  const shared = new Map<string, number>()
  const cellOf = (value: unknown): SheetCell => {
    const text = textOf(value)
    if (text === '' || typeof value === 'number') return typeof value === 'number' ? value : ''
    if (!shared.has(text)) shared.set(text, shared.size)
    return { xml: `<c t="s"><v>${shared.get(text)}</v></c>` }
  }
  const fields = Object.keys(like) as (keyof CaseWriteUp)[]
  const cases = Array.from({ length: rows }, (_, i) => {
    const [one, other] = [texts[i % texts.length]!, texts[(i * 7919 + Math.floor(i / texts.length)) % texts.length]!]
    const item = {
      ...like,
      id: `case-sheet-${i}`,
      title: [...one].slice(0, 20).join(''),
      summary: [...`${one}${other}`].slice(0, 300).join(''),
    }
    return fields.map((field) => cellOf(item[field]))
  })
  const sheet = [{ name: '案例', rows: [fields.map(cellOf), ...cases] }]
  const strings = [...shared.keys()].map((s) => `<si><t xml:space="preserve">${escaped(s)}</t></si>`).join('')
  return makeXlsx(sheet, { extra: { 'xl/sharedStrings.xml': `<sst>${strings}</sst>` } })
}

/**
 * Imports a workbook in a process of its own into an empty base: the embedded database, or a fresh one of a server. Of its
 * cases `embedded` are then published and given vectors by the real model.
 */
export async function importing(
  rows: number,
  texts: readonly string[],
  like: CaseWriteUp,
  embedded: number,
  freshServer?: () => Promise<{ url: string; drop(): Promise<void> }>,
): Promise<ImportTimes> {
  const folder = mkdtempSync(join(tmpdir(), 'suzhen-bench-'))
  const fresh = await freshServer?.()
  const env = { ...process.env, DATA_DIR: join(folder, 'data'), DATABASE_URL: fresh?.url ?? '' }
  try {
    const file = join(folder, 'cases.xlsx')
    writeFileSync(file, workbook(rows, texts, like))
    if (fresh) await run(process.execPath, [packagePath('src/node/suzhen.mjs'), 'migrate'], { env })
    const script = packagePath('bench/knowledge/import-once.ts')
    const args = ['--expose-gc', '--import', 'tsx', script, file, String(rows), String(embedded)]
    return JSON.parse((await run(process.execPath, args, { env })).stdout) as ImportTimes
  } finally {
    await fresh?.drop()
    rmSync(folder, { recursive: true, force: true })
  }
}
