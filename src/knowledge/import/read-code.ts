import { familyOf } from '../../domain/labels.ts'
import type { Policy } from '../../domain/policy/parse.ts'
import { plainWord } from './plain-words.ts'

/** Codes that a text names; `likeness`: by a synonym or nearly a name, to be looked at. Else what it could mean. */
export type CodesReading =
  | { codes: string[]; by: 'code' | 'name' | 'likeness' }
  | { unknown: string; candidates: string[] }

const WRITTEN = /(?<![a-z])(PQ|SP|TD|RL)[\s\-_–—]{0,2}0{0,2}(\d{1,2})(?!\d)/gi

/** Reads type codes as people write them: PQ-08, pq08, «PQ-08 安全隐患», a name of the policy or a part of one, a synonym, words much like one name; several with 、 or ; between them. */
export function createCodesReader(policy: Pick<Policy, 'codes' | 'families'>): (text: string) => CodesReading {
  const { codes } = policy
  const known = new Set(codes.map((c) => c.code))
  const names = new Map<string, Set<string>>()
  const parts = new Map<string, Set<string>>()
  const synonyms = new Map<string, Set<string>>()
  const add = (map: Map<string, Set<string>>, name: string, code: string) => {
    const key = plainWord(name)
    if (key) map.set(key, (map.get(key) ?? new Set()).add(code))
  }
  for (const c of codes) {
    for (const name of [c.zh, c.en]) {
      add(names, name, c.code)
      for (const part of name.split(/[/、,]/)) add(parts, part, c.code)
    }
    for (const s of c.synonyms) add(synonyms, s, c.code)
  }
  const families = new Map(
    policy.families.flatMap((f) => [f.id, f.zh, f.en].map((name): [string, string] => [plainWord(name), f.id])),
  )

  function one(text: string): { code: string; by: 'name' | 'likeness' } | { candidates: string[] } {
    const key = plainWord(text)
    for (const map of [names, parts, synonyms]) {
      const found = map.get(key)
      if (found?.size === 1) return { code: [...found][0]!, by: map === synonyms ? 'likeness' : 'name' }
      if (found) return { candidates: [...found] }
    }
    const family = families.get(key.replace(/(?:类|问题|纠纷)$/, '')) ?? families.get(key)
    if (family) return { candidates: codes.filter((c) => familyOf(c.code) === family).map((c) => c.code) }
    // A part of one name and of no other: «退款未到账» is none, «主板/核心部件故障» is.
    const within = key.length < 4 ? [] : [...names].filter(([name]) => name.includes(key)).flatMap(([, c]) => [...c])
    if (new Set(within).size === 1) return { code: within[0]!, by: 'name' }
    const near = nearName(key, codes)
    return near ? { code: near, by: 'likeness' } : { candidates: alike(key, codes) }
  }

  const split = (text: string): string[] =>
    text
      .split(/[、,,;;|\n]/)
      .map((s) => s.trim())
      .filter(Boolean)
  const writtenIn = (text: string): string[] =>
    [...text.normalize('NFKC').matchAll(WRITTEN)].map((m) => `${m[1]!.toUpperCase()}-${m[2]!.padStart(2, '0')}`)

  return (text) => {
    const written = writtenIn(text)
    if (written.length > 0) {
      const stranger = written.find((c) => !known.has(c))
      if (stranger === undefined) {
        // Names between the codes count, words beside them («PQ-08 安全隐患») do not.
        const all = split(text).flatMap((part) => {
          const codes = writtenIn(part)
          const name = codes.length > 0 ? null : one(part)
          return name === null ? codes : 'code' in name && name.by === 'name' ? [name.code] : []
        })
        return { codes: [...new Set(all)], by: 'code' }
      }
      const family = codes.filter((c) => familyOf(c.code) === familyOf(stranger))
      return { unknown: stranger, candidates: family.map((c) => c.code) }
    }
    const whole = one(text)
    if ('code' in whole) return { codes: [whole.code], by: whole.by }
    const items = split(text)
    const read = items.map(one)
    const stranger = read.findIndex((r) => !('code' in r))
    if (items.length < 2 || stranger >= 0) {
      const lost = items.length < 2 ? whole : read[stranger]!
      return {
        unknown: items.length < 2 ? text : items[stranger]!,
        candidates: 'candidates' in lost ? lost.candidates : [],
      }
    }
    const found = read as { code: string; by: 'name' | 'likeness' }[]
    return {
      codes: [...new Set(found.map((r) => r.code))],
      by: found.some((r) => r.by === 'likeness') ? 'likeness' : 'name',
    }
  }
}

const pairsOf = (s: string): Set<string> =>
  new Set(Array.from({ length: Math.max(0, s.length - 1) }, (_, i) => s.slice(i, i + 2)))

/** The one code whose name has most of the pairs of characters of the text («会员价失效»), where no other name comes near. */
function nearName(key: string, codes: Policy['codes']): string | null {
  const asked = [...pairsOf(key)]
  if (asked.length < 3) return null
  const shares = codes
    .map((c) => {
      const own = pairsOf(plainWord(c.zh))
      return { code: c.code, share: asked.filter((p) => own.has(p)).length / asked.length }
    })
    .sort((a, b) => b.share - a.share)
  return shares[0]!.share >= 0.7 && shares[1]!.share <= 0.5 ? shares[0]!.code : null
}

/** Up to three codes whose names and synonyms share most pairs of characters with the text. */
function alike(key: string, codes: Policy['codes']): string[] {
  const asked = [...pairsOf(key)]
  return codes
    .map((c) => {
      const own = pairsOf(plainWord(`${c.zh} ${c.en}`) + c.synonyms.map(plainWord).join(' '))
      return { code: c.code, shared: asked.filter((p) => own.has(p)).length }
    })
    .filter((c) => c.shared > 0)
    .sort((a, b) => b.shared - a.shared)
    .slice(0, 3)
    .map((c) => c.code)
}
