export interface DiffPiece {
  kind: 'same' | 'out' | 'in'
  text: string
}

export interface Diff {
  /** How two texts differ, word by word; Chinese is cut into words too. */
  texts(before: string, after: string): DiffPiece[]
  /** A field of an item as text: lists by lines, the course by steps. */
  textOf(value: unknown): string
}

/** Differences of texts by their longest common run of words. */
export function createDiff(): Diff {
  const words = (text: string): string[] => {
    if (typeof Intl.Segmenter !== 'function') return [...text]
    return [...new Intl.Segmenter('zh', { granularity: 'word' }).segment(text)].map((s) => s.segment)
  }
  const textOf = (value: unknown): string => {
    if (value === null || value === undefined) return ''
    if (Array.isArray(value)) return value.map(textOf).join('\n')
    if (typeof value === 'object')
      return Object.values(value)
        .filter((v) => v !== null && v !== '')
        .map(String)
        .join(' | ')
    return String(value)
  }
  return {
    textOf,
    texts(before, after) {
      const [a, b] = [words(before), words(after)]
      // What is alike at both ends needs no table.
      let head = 0
      while (head < a.length && head < b.length && a[head] === b[head]) head++
      let tail = 0
      while (tail < a.length - head && tail < b.length - head && a.at(-1 - tail) === b.at(-1 - tail)) tail++
      const [x, y] = [a.slice(head, a.length - tail), b.slice(head, b.length - tail)]
      const width = y.length + 1
      const longest = new Uint16Array((x.length + 1) * width)
      for (let i = x.length - 1; i >= 0; i--)
        for (let j = y.length - 1; j >= 0; j--)
          longest[i * width + j] =
            x[i] === y[j]
              ? longest[(i + 1) * width + j + 1]! + 1
              : Math.max(longest[(i + 1) * width + j]!, longest[i * width + j + 1]!)
      const pieces: DiffPiece[] = []
      const put = (kind: DiffPiece['kind'], text: string): void => {
        if (text === '') return
        const last = pieces.at(-1)
        if (last?.kind === kind) last.text += text
        else pieces.push({ kind, text })
      }
      put('same', a.slice(0, head).join(''))
      for (let i = 0, j = 0; i < x.length || j < y.length; ) {
        if (i < x.length && j < y.length && x[i] === y[j]) {
          put('same', x[i]!)
          i++
          j++
        } else if (i < x.length && (j === y.length || longest[(i + 1) * width + j]! >= longest[i * width + j + 1]!))
          put('out', x[i++]!)
        else put('in', y[j++]!)
      }
      put('same', a.slice(a.length - tail).join(''))
      return pieces
    },
  }
}
