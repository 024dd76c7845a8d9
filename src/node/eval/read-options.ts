import { suzhenError } from '../../domain/errors.ts'
import { type ColumnMap, emptyMap, parseMap, readMapFile } from './read/column-map.ts'

/** A whole number of an option, within bounds. */
export function wholeNumber(option: string, text: string, least: number, most: number): number {
  const n = /^\d+$/.test(text) ? Number(text) : Number.NaN
  if (n >= least && n <= most) return n
  throw suzhenError(
    'invalid_request',
    `${option} 须为 ${least} 到 ${most} 的整数 / ${option} must be a whole number from ${least} to ${most}`,
  )
}

export interface MapFlags {
  map?: string[]
  mapFile?: string
  facet?: string[]
  sheet?: string
  encoding?: string
  delimiter?: string
}

/** The map file, and over it what stands on the command line. */
export async function readMapOptions(flags: MapFlags): Promise<ColumnMap> {
  const base = flags.mapFile ? await readMapFile(flags.mapFile) : emptyMap()
  const delimiter = flags.delimiter === undefined ? base.delimiter : flags.delimiter.replace(/^(?:\\t|tab)$/i, '\t')
  const facets = (flags.facet ?? []).flatMap((f) => f.split(/[,,、]/)).map((f) => f.trim())
  return {
    ...base,
    columns: { ...base.columns, ...parseMap(flags.map ?? []) },
    facets: [...new Set([...base.facets, ...facets.filter(Boolean)])],
    ...(flags.sheet === undefined ? {} : { sheet: flags.sheet }),
    ...(flags.encoding === undefined ? {} : { encoding: flags.encoding }),
    ...(delimiter === undefined ? {} : { delimiter }),
  }
}

/** One of a few words of an option. */
export function oneOf<T extends string>(option: string, value: string, allowed: readonly T[]): T {
  if ((allowed as readonly string[]).includes(value)) return value as T
  throw suzhenError('invalid_request', `${option} 须为其中之一 / ${option} must be one of: ${allowed.join(', ')}`)
}
