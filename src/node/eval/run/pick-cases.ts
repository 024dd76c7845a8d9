import { createHash } from 'node:crypto'
import { suzhenError } from '../../../domain/errors.ts'
import { familyOf } from '../../../domain/labels.ts'
import type { EvalCase } from '../../../quality/run.ts'

export interface Pick {
  /** `slice=irony,lang=en|mixed`, each must hold; several are joined by «and». */
  where: readonly string[]
  sample?: number
  seed: string
  limit?: number
}

/** The cases to be asked, in the set's order: those that fit `where`, of them a sample, of it the first `limit`. Throws when none is left. */
export function pickCases(cases: readonly EvalCase[], pick: Pick): EvalCase[] {
  let left = cases.filter(() => true)
  for (const { key, values } of parseWhere(pick.where)) {
    const before = left
    left = before.filter((c) => values.includes(under(c, key) ?? ''))
    if (left.length === 0) throw nothingLeft(key, values, before, cases)
  }
  if (pick.sample !== undefined && pick.sample < left.length) {
    // By a hash of the id: the same seed takes the same cases, whatever else the set holds or how it is sorted.
    const drawn = left
      .map((c) => ({ c, by: createHash('sha256').update(`${pick.seed}\n${c.id}`).digest('hex') }))
      .sort((a, b) => (a.by < b.by ? -1 : 1))
      .slice(0, pick.sample)
    const chosen = new Set(drawn.map((d) => d.c))
    left = left.filter((c) => chosen.has(c))
  }
  return pick.limit === undefined ? left : left.slice(0, pick.limit)
}

function parseWhere(texts: readonly string[]): { key: string; values: string[] }[] {
  return texts
    .flatMap((t) => t.split(','))
    .filter((t) => t.trim() !== '')
    .map((pair) => {
      const at = pair.indexOf('=')
      if (at < 1)
        throw suzhenError(
          'invalid_request',
          `--where 要写成 键=值1|值2,例如 slice=irony,lang=en / --where takes key=value1|value2, such as slice=irony,lang=en; this is not: ${pair}`,
        )
      const values = pair
        .slice(at + 1)
        .split('|')
        .map((v) => v.trim())
      return { key: pair.slice(0, at).trim(), values }
    })
}

const LABEL_KEYS = [
  'nature',
  'severity',
  'primary',
  'emotion',
  'dominant',
  'media_threat',
  'external_threat',
  'repeat',
  'group',
] as const

/** What a case has under a key of `--where`: a facet, a plain label, its id, or the family of its primary code. */
function under(c: EvalCase, key: string): string | undefined {
  if (key in c.facets) return c.facets[key]
  if (key === 'id') return c.id
  if (key === 'family') return c.labels.primary ? familyOf(c.labels.primary) : undefined
  const label = (LABEL_KEYS as readonly string[]).includes(key)
    ? c.labels[key as (typeof LABEL_KEYS)[number]]
    : undefined
  return label === undefined ? undefined : String(label)
}

function nothingLeft(key: string, values: readonly string[], before: readonly EvalCase[], all: readonly EvalCase[]) {
  const has = new Set(before.map((c) => under(c, key)).filter((v) => v !== undefined))
  if (has.size > 0) {
    const some = [...has].sort().slice(0, 30).join(', ')
    return suzhenError(
      'invalid_request',
      `没有 ${key}=${values.join('|')} 的用例,${key} 现有 / no case has ${key}=${values.join('|')}; of ${key} there are: ${some}`,
    )
  }
  const keys = [...new Set(all.flatMap((c) => Object.keys(c.facets))), 'id', 'family', ...LABEL_KEYS]
  return suzhenError(
    'invalid_request',
    `用例没有「${key}」,--where 可用 / the cases have no «${key}»; --where knows: ${[...new Set(keys)].join(', ')}`,
  )
}
