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
const cellOf = (value: unknown): SheetCell => {
  if (value === null || value === undefined) return ''
  if (!Array.isArray(value)) return typeof value === 'number' ? value : String(value)
  return value.some((v) => typeof v === 'object') ? JSON.stringify(value) : value.join('\n')
}

/** A workbook with a case a row, a column a field, each of two real texts and with an id of its own. */
function workbook(rows: number, texts: readonly string[], like: CaseWriteUp): Uint8Array {
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
  return makeXlsx([{ name: '案例', rows: [fields, ...cases] }])
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
