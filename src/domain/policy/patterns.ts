import type { PolicyRules } from './schema.ts'

type Lexicons = PolicyRules['lexicons']

/** `{person}` -> `我|孩子|...`; lexicons do not nest. Throws on a name that is not there. */
export function expandLexicons(pattern: string, lexicons: Lexicons): string {
  return pattern.replace(/\{([a-zA-Z]+)\}/g, (_, name: string) => {
    const words = lexicons[name]
    if (!words) throw new Error(`no lexicon is called {${name}}; there are ${Object.keys(lexicons).join(', ')}`)
    return words.join('|')
  })
}

/** One global, case-blind, Unicode expression for a list of alternatives. */
export const compilePatterns = (patterns: readonly string[], lexicons: Lexicons): RegExp =>
  new RegExp(patterns.map((p) => `(?:${expandLexicons(p, lexicons)})`).join('|') || '(?!)', 'giu')
