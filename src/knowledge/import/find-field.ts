import { bareName, isHan, squeezed } from './plain-words.ts'

/** Which field a heading or a column's name means. `sure`: it is one of the words, not only ends with one. */
export interface FoundField<F extends string> {
  field: F
  sure: boolean
}
export interface FieldFinder<F extends string> {
  /** Only where the name is one of the words. */
  exact(name: string): F | null
  find(name: string): FoundField<F> | null
}

/** Finds fields by lists of words. `tails` are words that may follow and mean nothing («经过如下»). */
export function createFieldFinder<F extends string>(
  lists: Readonly<Record<F, readonly string[]>>,
  tails: readonly string[] = [],
): FieldFinder<F> {
  const fields = new Map<string, F>()
  for (const [field, words] of Object.entries(lists) as [F, readonly string[]][]) {
    for (const word of [...words, field]) {
      const key = squeezed(bareName(word))
      if (key !== '' && !fields.has(key)) fields.set(key, field)
    }
  }
  // The head of a Chinese name is at its end: «投诉处理结果» is a result, «产品批次» no product.
  const endings = [...fields.keys()].filter((w) => w.length >= (isHan(w) ? 2 : 4)).sort((a, b) => b.length - a.length)
  const known = new Map<string, FoundField<F> | null>()

  const tailless = (key: string): string => {
    const tail = tails.find((t) => key.length > t.length + 1 && key.endsWith(t))
    return tail === undefined ? key : key.slice(0, -tail.length)
  }
  const whole = (key: string): F | null => fields.get(key) ?? fields.get(tailless(key)) ?? null
  const ending = (key: string): F | null => {
    for (const k of new Set([key, tailless(key)])) {
      const word = endings.find((w) => k.endsWith(w) && k.length <= w.length + 6)
      if (word !== undefined) return fields.get(word)!
    }
    return null
  }
  function search(name: string): FoundField<F> | null {
    const bare = bareName(name)
    const key = squeezed(bare)
    if (key === '' || key.length > 40) return null
    const own = whole(key)
    if (own) return { field: own, sure: true }
    const parts = bare
      .split(/[及与和、/&,+]|\band\b/)
      .map(squeezed)
      .filter(Boolean)
    for (const by of [whole, ending]) {
      for (const part of by === ending ? [key, ...parts] : parts) {
        const field = by(part)
        if (field) return { field, sure: by === whole && parts.length === 1 }
      }
    }
    return null
  }
  return {
    exact: (name) => whole(squeezed(bareName(name))),
    find(name) {
      if (name.length > 60) return null
      let found = known.get(name)
      if (found === undefined) {
        found = search(name)
        if (known.size < 5000) known.set(name, found)
      }
      return found
    },
  }
}
