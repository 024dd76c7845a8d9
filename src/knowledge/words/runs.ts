import { toSimplified } from '../../domain/text/simplified.ts'

const PLACEHOLDER = /〔[^〔〕\n]{1,12}〕/g
const INVISIBLE = /[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]|[\ufe00-\ufe0f]/g
// Han of the basic plane alone, so that one unit is one character and a gram is a slice.
const RUN = /[\u3007\u3400-\u9fff]+|[a-z\u00df-\u024f0-9]+(?:[.'-][a-z\u00df-\u024f0-9]+)*/g
const HAN = /^[\u3007\u3400-\u9fff]/
const TRADITIONAL = /[\u3400-\u9fff]/g
const LETTER = /[a-z\u00df-\u024f]/

/** A text's unbroken stretches of Han, simplified, and its other words in lower case; placeholders of masking and numbers are in neither. */
export function runsOf(maskedText: string): { han: string[]; words: string[] } {
  const text = maskedText.replace(PLACEHOLDER, '\n').normalize('NFKC').toLowerCase()
  const han: string[] = []
  const words: string[] = []
  for (const [run] of text.replace(INVISIBLE, '').replaceAll('’', "'").matchAll(RUN)) {
    if (HAN.test(run)) han.push(simplified(run))
    else if (run.length >= 2 && run.length <= 30 && LETTER.test(run)) words.push(run)
  }
  return { han, words }
}

/** Most texts need no change: looked through before anything is made. */
function simplified(run: string): string {
  for (let i = 0; i < run.length; i++)
    if (toSimplified(run[i]!) !== run[i]) return run.replace(TRADITIONAL, toSimplified)
  return run
}

/** A text as its words are looked for in another. */
export const foldText = (text: string): string =>
  text.normalize('NFKC').toLowerCase().replaceAll('’', "'").replace(TRADITIONAL, toSimplified)
