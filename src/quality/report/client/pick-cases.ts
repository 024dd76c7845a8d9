import type { PageCase, PageOutcome } from '../page-data.ts'

export interface Query {
  search: string
  /** `any`, `under`, `over`, `sure`, `error`, or a field; '' for all. */
  wrong: string
  /** Labelled level. */
  level: string
  facets: Record<string, string>
  review: string
  change: string
  pair: readonly [field: string, labelled: string, answered: string] | null
  ids: readonly string[] | null
  sort: string
  ascending: boolean
}

/** Which cases a query asks for, in its order: indices. Of two that are equal the worse comes first. */
export function createPicker(cases: readonly PageCase[]): (query: Query) => number[] {
  const SURE = 0.8
  const fold = (text: string): string => text.normalize('NFKC').toLowerCase()
  const outcome = (c: PageCase, field: string): PageOutcome | undefined => c.outcomes.find((o) => o[0] === field)
  const isWrong = (c: PageCase, field: string): boolean => outcome(c, field)?.[1] === false
  const distance = (c: PageCase, field: string): number => outcome(c, field)?.[2] ?? -1
  const wrongs = cases.map((c) => c.outcomes.filter((o) => !o[1]).length)
  const folded = cases.map((c) => {
    const code = outcome(c, 'code')
    return fold(`${c.id}\n${code ? `${code[3]} ${code[4]}` : ''}\n${c.text}`)
  })

  const fitsWrong = (c: PageCase, i: number, wrong: string): boolean => {
    if (wrong === '') return true
    if (wrong === 'any') return wrongs[i]! > 0
    if (wrong === 'error') return c.error !== null
    if (wrong === 'sure')
      return (
        (isWrong(c, 'level') && (c.levelConfidence ?? 0) >= SURE) ||
        (isWrong(c, 'code') && (c.codeConfidence ?? 0) >= SURE)
      )
    if (wrong === 'under' || wrong === 'over') {
      const level = outcome(c, 'level')
      const by = level ? Number(level[4]) - Number(level[3]) : 0
      return wrong === 'under' ? by > 0 : by < 0
    }
    return isWrong(c, wrong)
  }
  const fitsPair = (c: PageCase, [field, labelled, answered]: readonly [string, string, string]): boolean => {
    const found = outcome(c, field)
    if (!found || found[3].split(' ')[0] !== labelled) return false
    return found[4] === answered || (answered === 'none' && c.error !== null)
  }
  const keys: Record<string, (c: PageCase, i: number) => number | string> = {
    badness: (c) => c.badness,
    level: (c) => distance(c, 'level'),
    code: (c) => distance(c, 'code'),
    emotion: (c) => distance(c, 'emotion'),
    levelConfidence: (c) => c.levelConfidence ?? -1,
    codeConfidence: (c) => c.codeConfidence ?? -1,
    wrong: (_, i) => wrongs[i]!,
    length: (c) => c.text.length,
    latency: (c) => c.latencyMs,
    id: (c) => c.id,
  }

  return (q) => {
    const sought = fold(q.search.trim())
    const wanted = q.ids && new Set(q.ids)
    const facets = Object.entries(q.facets).filter(([, value]) => value !== '')
    const found: number[] = []
    cases.forEach((c, i) => {
      if (wanted && !wanted.has(c.id)) return
      if (q.pair && !fitsPair(c, q.pair)) return
      if (!fitsWrong(c, i, q.wrong)) return
      if (q.level && outcome(c, 'level')?.[3] !== q.level) return
      if (facets.some(([facet, value]) => c.facets[facet] !== value)) return
      if (q.review && (c.review !== null) !== (q.review === 'sent')) return
      if (q.change && !c.changes.some((change) => change[1] === q.change)) return
      if (sought && !folded[i]!.includes(sought)) return
      found.push(i)
    })
    const key = keys[q.sort] ?? keys.badness!
    const sign = q.ascending ? 1 : -1
    return found.sort((a, b) => {
      const [x, y] = [key(cases[a]!, a), key(cases[b]!, b)]
      return (x < y ? -sign : x > y ? sign : 0) || cases[b]!.badness - cases[a]!.badness || a - b
    })
  }
}
