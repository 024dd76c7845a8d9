import { acceptedCodes, primaryOf } from '../reading.ts'
import type { SliceRow } from '../report-data.ts'
import type { RunRow } from '../run.ts'
import { proportionOf } from './figures.ts'

export interface FacetValue {
  facet: string
  value: string
  /** Indices of the rows that carry it. */
  rows: number[]
}

/** Every value of every facet: facets as they first come, values by how many cases they have. */
export function facetValues(rows: readonly RunRow[]): FacetValue[] {
  const facets = new Map<string, Map<string, number[]>>()
  rows.forEach((row, i) => {
    for (const [facet, value] of Object.entries(row.facets)) {
      const values = facets.get(facet) ?? new Map<string, number[]>()
      const list = values.get(value) ?? []
      list.push(i)
      facets.set(facet, values.set(value, list))
    }
  })
  return [...facets].flatMap(([facet, values]) =>
    [...values]
      .map(([value, list]) => ({ facet, value, rows: list }))
      .sort((a, b) => b.rows.length - a.rows.length || (a.value < b.value ? -1 : 1)),
  )
}

export const sliceRows = (rows: readonly RunRow[]): SliceRow[] =>
  facetValues(rows).map(({ facet, value, rows: indices }) => {
    const own = indices.map((i) => rows[i]!)
    return {
      facet,
      value,
      n: own.length,
      accepted: proportionOf(own, ({ labels, answer }) => {
        const code = primaryOf(answer)?.code
        const accepted = acceptedCodes(labels)
        return accepted && code !== undefined && accepted.includes(code)
      }),
      levelExact: proportionOf(
        own,
        ({ labels, answer }) => labels.severity && labels.severity === answer?.severity.level,
      ),
      underTriage: proportionOf(own, ({ labels, answer }) =>
        labels.severity === undefined || labels.severity > 2
          ? undefined
          : answer === null || answer.severity.level > labels.severity,
      ),
    }
  })
