// Letters end where Han begins: «iPhone屏幕» is two words.
const RUN = /[\p{Script=Han}]+|(?:(?!\p{Script=Han})[\p{L}\p{N}])+(?:[-.](?:(?!\p{Script=Han})[\p{L}\p{N}])+)*/gu
/** No word is longer; what is, is cut (PostgreSQL takes lexemes of 2,046 bytes). */
const MAX_LETTERS = 64
const HAN = /^\p{Script=Han}/u
const STOP = new Set(
  'the a an is are was were be been to of and or in on at for it its this that i you he she we they my your'.split(' '),
)
// Bigrams made of function characters alone say nothing of the matter.
const FUNCTION_CHARS = new Set(
  '的了是我你他她它们在有和就不也都这那吗呢吧啊把被给跟与及或而且但很太还又再已要会能可到上下个',
)

/**
 * Our own search tokens: Han text as overlapping two-character grams (a single character stands alone), other words
 * in lower case. One tokenizer for what is stored and what is asked, so that a two-character word is always found.
 */
export function searchTokens(text: string): string[] {
  const out = new Set<string>()
  for (const [run] of text.normalize('NFKC').toLowerCase().matchAll(RUN)) {
    if (!HAN.test(run)) {
      if (!STOP.has(run)) out.add(run.length > MAX_LETTERS ? [...run].slice(0, MAX_LETTERS).join('') : run)
      continue
    }
    const chars = [...run]
    if (chars.length === 1) out.add(run)
    for (let i = 0; i + 1 < chars.length; i++) {
      const [a, b] = [chars[i]!, chars[i + 1]!]
      if (FUNCTION_CHARS.has(a) && FUNCTION_CHARS.has(b)) continue
      out.add(a + b)
    }
  }
  return [...out]
}
