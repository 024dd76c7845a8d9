import type { Bit, Dom } from './dom.ts'

export interface Quoted {
  id: string
  kind: string
  evidence: readonly { start: number; end: number }[]
}

export interface MarkedText {
  element: HTMLElement
  /** Lights the words of one judgement and dims the others; null: all as they were. */
  light(id: string | null): void
}

/** A complaint's text with every word marked that a judgement rests on. Spans that meet are cut, and each piece knows all of its judgements. */
export function createEvidence({ node }: Dom): (text: string, judgements: readonly Quoted[]) => MarkedText {
  // Characters that cannot be seen but act (they turn the direction of a line, join or hide words): shown by their
  // number. Line breaks stay, and what holds an emoji together.
  const UNSEEN = /((?!\u200d|[\t\n\r\u{e0020}-\u{e007f}])[\p{Cc}\p{Cf}\u2028\u2029])/u
  const plain = (text: string): Bit[] =>
    text.split(UNSEEN).map((part) => {
      if (!UNSEEN.test(part)) return part
      const code = `U+${part.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}`
      return node('span', { class: 'unseen-character', 'data-code': code }, part)
    })
  return (text, judgements) => {
    const spans = judgements.flatMap(({ id, kind, evidence }) =>
      evidence.filter((e) => e.start >= 0 && e.end <= text.length && e.start < e.end).map((e) => ({ ...e, id, kind })),
    )
    const cuts = [...new Set([0, text.length, ...spans.flatMap((s) => [s.start, s.end])])].sort((a, b) => a - b)
    const marks: { element: HTMLElement; ids: Set<string> }[] = []
    const pieces = cuts.slice(0, -1).map((start, i): Bit => {
      const end = cuts[i + 1]!
      const over = spans.filter((s) => s.start <= start && s.end >= end)
      const words = plain(text.slice(start, end))
      if (over.length === 0) return words
      const ids = new Set(over.map((s) => s.id))
      // The first judgement gives the colour: they come in the order of their weight.
      const many = ids.size > 1 ? ' many' : ''
      const element = node('mark', { class: `on-${over[0]!.kind}${many}`, 'data-on': [...ids].join(' ') }, words)
      marks.push({ element, ids })
      return element
    })
    const element = node('div', { class: 'text', dir: 'auto', tabindex: 0 }, pieces)
    return {
      element,
      light(id) {
        element.classList.toggle('lighting', id !== null)
        for (const mark of marks) mark.element.classList.toggle('lit', id !== null && mark.ids.has(id))
      },
    }
  }
}
