import type { CaseWriteUp, Script } from '../../domain/knowledge.ts'
import type { LibraryFinding } from '../library-check.ts'
import type { ItemFinding } from './types.ts'

/** What a script may not say (library-check.ts). Absent: nothing is looked for. */
export type ScriptCheck = ((script: Script) => readonly LibraryFinding[]) | undefined

/**
 * What an item that is to be written says and may not say (E3): promises beyond powers and the like. Warnings: as a draft
 * it can be mended, and it is not submitted before.
 */
export function unsayable(write: CaseWriteUp | Script | null, check: ScriptCheck): ItemFinding[] {
  if (!write || !('scene' in write) || !check) return []
  return check(write).map(({ rule, field, quote, zh, en }) => ({
    severity: 'warning',
    field,
    rule,
    problem: { zh: quote === null ? zh : `${zh}:「${quote}」`, en: quote === null ? en : `${en}: “${quote}”` },
    advice: { zh: '可以导入为草稿,改好之前不能送审', en: 'it becomes a draft; mend it before it is submitted' },
  }))
}
