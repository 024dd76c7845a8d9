/** A stretch of the reading: [start, end). */
export interface Span {
  start: number
  end: number
}

const CLAUSE_END = /[。!?;\n…~]|[,,、:](?=\S{4})|(?:\.(?=\s|$))/
// The comma of «1,299» and the colon of «12:30».
const IN_NUMBER = /^\d[,:]\d{2,3}(?!\d)/
const HARD_MAX = 80

/** Splits a reading into clauses, punctuation left out of them. Clauses cover every visible character, are never empty and never overlap. */
export function splitClauses(text: string): Span[] {
  const out: Span[] = []
  let start = 0
  const push = (end: number) => {
    let a = start
    let b = end
    while (a < b && /[\s。!?;,,、:.…~]/.test(text[a]!)) a++
    while (b > a && /[\s。!?;,,、:.…~]/.test(text[b - 1]!)) b--
    if (b > a) out.push({ start: a, end: b })
    start = end
  }
  for (let i = 0; i < text.length; i++) {
    const here = text.slice(i, i + 6)
    const breaks = CLAUSE_END.exec(here)?.index === 0 && !IN_NUMBER.test(text.slice(Math.max(0, i - 1), i + 5))
    // A run without punctuation is cut at a blank, or in any case, so that evidence stays short.
    const long =
      i - start >= HARD_MAX || (i - start >= 24 && text[i] === ' ' && /\p{Script=Han}/u.test(text.slice(start, i)))
    if (breaks || long) push(i + (breaks ? 1 : 0))
  }
  push(text.length)
  return out
}
