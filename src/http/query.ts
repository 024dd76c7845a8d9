import type { z } from 'zod'
import { problem } from './problem.ts'
import { invalid, printable, validate } from './validate.ts'

/** Reads the query string by the schema. Throws `invalid_encoding` for bytes that are not UTF-8, `invalid_request` for the rest. */
export function readQuery<S extends z.ZodType>(schema: S, url: string): z.output<S> {
  const { searchParams, search } = new URL(url)
  try {
    decodeURIComponent(search.replaceAll(/%(?![0-9a-fA-F]{2})/g, '%25'))
  } catch {
    throw problem('invalid_encoding')
  }
  const names = [...searchParams.keys()]
  const twice = names.find((name, i) => names.indexOf(name) !== i)
  if (twice !== undefined) throw invalid([{ path: printable(twice), message: '只能出现一次 / given more than once' }])
  return validate(schema, Object.fromEntries(searchParams), '(query)')
}
