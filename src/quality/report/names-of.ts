import { FACETS, type Name, VALUES } from '../names.ts'

/** Names of what may be anything, since it comes from an analyst's file; a plain look-up would find `constructor`. */
export const valueName = (value: string): Name | null => (Object.hasOwn(VALUES, value) ? VALUES[value]! : null)
/** Our own sets' facets in the order of their table, then an analyst's as they come. */
export const orderFacets = (found: Iterable<string>): string[] => {
  const own = new Set(found)
  const known = Object.keys(FACETS).filter((f) => own.delete(f))
  return [...known, ...own]
}

export const facetName = (facet: string): Name =>
  Object.hasOwn(FACETS, facet) ? FACETS[facet]! : { zh: facet, en: facet }
