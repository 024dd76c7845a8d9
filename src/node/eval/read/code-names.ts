import { familyOf } from '../../../domain/labels.ts'
import type { CodeRule } from '../../../domain/policy/schema.ts'

/** What a cell says about a code: the code, several that it could be, or nothing that the policy knows. */
export type CodeReading = { code: string } | { candidates: string[] }

const plain = (s: string): string =>
  s
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s_\-/、,,.·;:()（）]/g, '')

/** Reads codes as people write them: TD-06, TD06, «TD-06 退款延迟», the policy's name in either tongue, a part of it, a synonym. */
export function createCodeReader(codes: readonly CodeRule[]): (cell: string) => CodeReading {
  const known = new Set(codes.map((c) => c.code))
  const whole = new Map<string, Set<string>>()
  const part = new Map<string, Set<string>>()
  const synonym = new Map<string, Set<string>>()
  const add = (map: Map<string, Set<string>>, name: string, code: string) => {
    const key = plain(name)
    if (key) map.set(key, (map.get(key) ?? new Set()).add(code))
  }
  for (const c of codes) {
    for (const name of [c.zh, c.en]) {
      add(whole, name, c.code)
      for (const piece of name.split(/[/、,]/)) add(part, piece, c.code)
    }
    for (const s of c.synonyms) add(synonym, s, c.code)
  }
  return (cell) => {
    const written = /(?<![a-z])(PQ|SP|TD|RL)[\s\-_–—－]*0*(\d{1,2})(?!\d)/i.exec(cell.normalize('NFKC'))
    if (written) {
      const code = `${written[1]!.toUpperCase()}-${written[2]!.padStart(2, '0')}`
      if (known.has(code)) return { code }
      return { candidates: codes.filter((c) => familyOf(c.code) === familyOf(code)).map((c) => c.code) }
    }
    const key = plain(cell)
    for (const map of [whole, part, synonym]) {
      const found = map.get(key)
      if (found?.size === 1) return { code: [...found][0]! }
      if (found) return { candidates: [...found] }
    }
    return { candidates: alike(cell, codes) }
  }
}

/** Up to three codes whose names share most pairs of characters with the cell. */
function alike(cell: string, codes: readonly CodeRule[]): string[] {
  const pairs = (s: string) => new Set(Array.from({ length: Math.max(0, s.length - 1) }, (_, i) => s.slice(i, i + 2)))
  const asked = pairs(plain(cell))
  return codes
    .map((c) => {
      const names = pairs(plain(`${c.zh} ${c.synonyms.join(' ')}`))
      return { code: c.code, shared: [...asked].filter((p) => names.has(p)).length }
    })
    .filter((c) => c.shared > 0)
    .sort((a, b) => b.shared - a.shared)
    .slice(0, 3)
    .map((c) => c.code)
}
