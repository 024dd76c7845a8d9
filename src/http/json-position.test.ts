import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { jsonErrorAt } from './json-position.ts'

const parses = (text: string): boolean => {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

describe('jsonErrorAt', () => {
  it.each([
    ['hello', 0],
    ['{"a":1,}', 7],
    ['{"a" 1}', 5],
    ['{"a":position 12}', 5],
    ['[1 2]', 3],
    ['[1', 2],
    ['"a\nb"', 2],
    ['"\\x"', 1],
    ['"\\u12g4"', 1],
    ['01', 1],
    ['{"a":1}}', 7],
    ['{1:2}', 1],
    ['[1,]', 3],
    ['tru', 0],
    ['-', 0],
    ['\u00a01', 0],
  ])('%j goes wrong at %i', (text, at) => {
    expect(jsonErrorAt(text)).toBe(at)
  })

  it('finds nothing wrong with JSON, however deep', () => {
    fc.assert(
      fc.property(
        fc.json(),
        fc.constantFrom('', ' ', '\n\t'),
        (json, space) => jsonErrorAt(space + json + space) === null,
      ),
    )
    expect(jsonErrorAt(`${'['.repeat(30_000)}${']'.repeat(30_000)}`)).toBeNull()
  })

  it('agrees with JSON.parse on every mutation', () => {
    const mutated = fc
      .tuple(fc.json(), fc.nat(), fc.nat(3), fc.string({ maxLength: 3 }))
      .map(
        ([json, at, cut, put]) =>
          json.slice(0, at % (json.length + 1)) + put + json.slice((at % (json.length + 1)) + cut),
      )
    fc.assert(
      fc.property(mutated, (text) => (jsonErrorAt(text) === null) === parses(text)),
      { numRuns: 2_000 },
    )
  })

  it('names a place up to which the text could still have become JSON', () => {
    expect(jsonErrorAt('{"text":"abc')).toBe(12)
    expect(jsonErrorAt('')).toBe(0)
  })
})
