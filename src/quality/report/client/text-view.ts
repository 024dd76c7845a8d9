import type { PageSpan, SpanKind } from '../page-data.ts'
import type { Bit, Dom } from './dom.ts'

export type TextView = (text: string, spans: readonly PageSpan[]) => HTMLElement

/** A complaint's text with the words that judgements rest on marked, one style a kind. Where several meet, the marks are nested. */
export function createTextView({ node }: Dom): TextView {
  const ORDER: readonly SpanKind[] = ['level', 'threat', 'code', 'emotion', 'repeat', 'group']
  // Characters that cannot be seen but act (they turn the direction of a line, join or hide words): shown by their
  // number. Line breaks stay, and what holds an emoji together.
  const UNSEEN = /((?!\u200d|[\t\n\r\u{e0020}-\u{e007f}])[\p{Cc}\p{Cf}\u2028\u2029])/u
  const plain = (text: string): Bit[] =>
    text.split(UNSEEN).map((part) => {
      if (!UNSEEN.test(part)) return part
      const code = `U+${part.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}`
      return node('span', { class: 'unseen-character', 'data-code': code }, part)
    })
  return (text, spans) => {
    const cuts = [...new Set([0, text.length, ...spans.flatMap((s) => [s[1], s[2]])])]
      .filter((at) => at >= 0 && at <= text.length)
      .sort((a, b) => a - b)
    const pieces = cuts.slice(0, -1).map((start, i): Bit => {
      const end = cuts[i + 1]!
      const over = spans.filter((s) => s[1] <= start && s[2] >= end)
      let content: Bit = plain(text.slice(start, end))
      for (const kind of ORDER.slice().reverse()) {
        const what = over.filter((s) => s[0] === kind).map((s) => s[3])
        if (what.length > 0)
          content = node('mark', { class: `mark-${kind}`, title: [...new Set(what)].join(' ') }, content)
      }
      return content
    })
    return node('div', { class: 'text', dir: 'auto' }, pieces)
  }
}
