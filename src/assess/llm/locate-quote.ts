import type { AssessInput } from '../../domain/assessment.ts'
import type { Evidence } from '../../domain/decision.ts'
import type { MaskedSpan } from '../../domain/text/mask.ts'
import { type Reading, readText, toOriginal } from '../../domain/text/reading.ts'

/** Where a quote stands in the text as it came; null where it does not. */
export type QuoteFinder = (quote: string) => Evidence | null

// One character stands in any text and proves nothing.
const LEAST = 2
// What models put around a quote, or in place of what they left out at its ends.
const WRAPPING = /^[\s"'“”‘’「」『』《》.…。,;:!?、]+|[\s"'“”‘’「」『』《》.…。,;:!?、]+$/gu

/**
 * Finds quotes of the masked text, which is all that a model was shown, in the original. Both sides are read alike (NFKC,
 * simplified, nothing invisible) and without blanks, since models break lines as they please; the words themselves must
 * stand there as they are. A placeholder stands for the personal data behind it. The first place counts.
 */
export function createQuoteFinder({
  reading,
  masked,
  spans = [],
}: Pick<AssessInput, 'reading' | 'masked' | 'spans'>): QuoteFinder {
  // Without the spans there is no way back from a masked text: then what it quotes of the rest is looked for in the original.
  const hidden = masked === reading.original ? [] : spans
  const shown = hidden.length > 0 ? readText(masked) : reading
  const { text: haystack, at } = withoutBlanks(shown.text)

  return (quote) => {
    const words = withoutBlanks(readText(quote).text).text
    return find(words) ?? find(words.replace(WRAPPING, ''))
  }

  function find(words: string): Evidence | null {
    if (words.length < LEAST) return null
    const index = haystack.indexOf(words)
    if (index < 0) return null
    const span = toOriginal(shown, at[index]!, at[index + words.length - 1]! + 1)
    const start = unmask(hidden, span.start, 'start')
    const end = unmask(hidden, span.end, 'end')
    return end > start && whole(reading, start, end) ? { quote: reading.original.slice(start, end), start, end } : null
  }
}

function withoutBlanks(text: string): { text: string; at: number[] } {
  const at: number[] = []
  let out = ''
  for (let i = 0; i < text.length; i++) {
    if (/\s/.test(text[i]!)) continue
    out += text[i]
    at.push(i)
  }
  return { text: out, at }
}

/** The place in the original of an offset into the masked text; inside a placeholder: that edge of what it hides. */
function unmask(spans: readonly MaskedSpan[], offset: number, edge: 'start' | 'end'): number {
  let shift = 0
  for (const s of spans) {
    const from = s.start + shift
    const to = from + s.placeholder.length
    if (offset <= from) break
    if (offset < to) return edge === 'start' ? s.start : s.end
    shift += s.placeholder.length - (s.end - s.start)
  }
  return offset - shift
}

/** Whether a span begins and ends between characters: half of a pair is no quote. */
function whole({ original }: Reading, start: number, end: number): boolean {
  const splits = (i: number) =>
    /[\ud800-\udbff]/.test(original[i - 1] ?? '') && /[\udc00-\udfff]/.test(original[i] ?? '')
  return !splits(start) && !splits(end)
}
