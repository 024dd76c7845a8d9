import { createHash } from 'node:crypto'
import type { Finding } from '../../../files/finding.ts'

/** Gives each row an id of its own: the one it has, or one made of its row and text; a second of the same name gets a number. */
export function createIdGiver() {
  const given = new Set<string>()
  return (id: string, text: string, row: number, column: string | null): { id: string; finding: Finding | null } => {
    const wanted = id || `r${row}-${createHash('sha256').update(text).digest('hex').slice(0, 8)}`
    let free = wanted
    for (let n = 2; given.has(free); n++) free = `${wanted}~${n}`
    given.add(free)
    if (free === wanted) return { id: free, finding: null }
    return {
      id: free,
      finding: {
        effect: 'note',
        row,
        column,
        problem: { zh: `编号重复,记作 ${free}`, en: `this id was there before; kept as ${free}` },
        advice: { zh: '若是同一条投诉,请删去一条', en: 'if it is the same complaint, take one out' },
        value: null,
      },
    }
  }
}
