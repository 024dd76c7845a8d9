/** Words that were written so that a person and a machine read different things (docs/injection.md). */

const LETTERS_OF: [RegExp, number][] = [
  [/[\u{E0020}-\u{E007E}]/gu, 0xe0000], // tags: invisible
  [/[\u{1F1E6}-\u{1F1FF}]/gu, 0x1f1e6 - 97], // regional indicators
  [/[\u{1F130}-\u{1F149}]/gu, 0x1f130 - 97], // letters in squares and circles
  [/[\u{1F150}-\u{1F169}]/gu, 0x1f150 - 97],
  [/[\u{1F170}-\u{1F189}]/gu, 0x1f170 - 97],
]
/** Cyrillic and Greek letters that look like Latin ones. */
const LOOKALIKES = new Map([...'аасеіоорѕхуԁһјԛԝαοερνι'].map((c, i) => [c, [...'aaceioopsxydhjqwaoepvi'][i]!]))

// England's, Scotland's and Wales's flags are a black flag and tags.
const FLAG = /\u{1F3F4}[\u{E0020}-\u{E007F}]+/gu
const TAGS = /[\u{E0020}-\u{E007E}]{4}/u
const LETTER_SIGNS = /(?:[\u{1F130}-\u{1F149}\u{1F150}-\u{1F169}\u{1F170}-\u{1F189}\u{1F1E6}-\u{1F1FF}]\s{0,2}){10}/u
const MIXED_WORDS = /(?:\b|(?<=[^\p{L}]))(?=\p{L}{0,30}[a-z])(?=\p{L}{0,30}[\u0430-\u045f\u0501-\u051d])\p{L}{3,}/giu
const SPACED = /(?:(?<![a-z])[a-z]\s){9}[a-z](?![a-z])/iu
const OVERRIDE = /[\u202d\u202e]/u

/** Whether a text is written in a way that nobody writes by chance: hidden letters, letter signs for words, mixed alphabets, turned direction. */
export function isDisguised(original: string): boolean {
  const text = original.replace(FLAG, '')
  return (
    TAGS.test(text) ||
    OVERRIDE.test(text) ||
    LETTER_SIGNS.test(text) ||
    SPACED.test(text) ||
    (text.match(MIXED_WORDS)?.length ?? 0) >= 2
  )
}

const HAN_APART = /(?<=\p{Script=Han})[^\S\n]+(?=[\p{Script=Han},。:;!?])|(?<=[,。:;!?])[^\S\n]+(?=\p{Script=Han})/gu
const CODED: [RegExp, (found: string) => string | null][] = [
  [/(?<![\w+/=-])[A-Za-z0-9+/]{16,4000}={0,2}(?![\w+/=])/g, ofBase64],
  [
    /(?<![0-9a-z])(?:[0-9a-f]{2}){10,2000}(?![0-9a-z])/gi,
    (s) => utf8(s.match(/../g)!.map((h) => Number.parseInt(h, 16))),
  ],
  [/(?:%[0-9a-f]{2}){6,2000}/gi, (s) => utf8(s.match(/[0-9a-f]{2}/gi)!.map((h) => Number.parseInt(h, 16)))],
  [
    /(?:\\u[0-9a-f]{4}){4,1500}/gi,
    (s) => s.replace(/\\u([0-9a-f]{4})/gi, (_, h: string) => String.fromCharCode(Number.parseInt(h, 16))),
  ],
  [/(?<!\d)(?:[01]{8}\s?){6,800}(?!\d)/g, (s) => utf8(s.match(/[01]{8}/g)!.map((b) => Number.parseInt(b, 2)))],
]

/** What a text says when it is read another way: decoded, letters put together, backwards. Each to be held against the patterns. */
export function otherReadings(original: string, reading: string): string[] {
  const out: string[] = []
  const folded = [...original].map((c) => LOOKALIKES.get(c) ?? signed(c)).join('')
  if (folded !== original) out.push(folded)
  const joined = reading.replace(HAN_APART, '')
  if (joined !== reading) out.push(joined)
  for (const [pattern, decode] of CODED)
    for (const [found] of reading.matchAll(pattern)) {
      const words = decode(found)
      if (words && isReadable(words)) out.push(words)
    }
  if (/[a-z]{3}\s[a-z]{2}/i.test(reading)) out.push(rot13(reading))
  out.push([...reading].reverse().join(''))
  return out
}

function signed(c: string): string {
  const code = c.codePointAt(0)!
  if (code < 0x1f100) return c
  for (const [range, from] of LETTERS_OF) if (c.match(range)) return String.fromCodePoint(code - from).toLowerCase()
  return c
}

function ofBase64(found: string): string | null {
  try {
    return utf8([...atob(found)].map((c) => c.charCodeAt(0)))
  } catch {
    return null
  }
}

function utf8(bytes: number[]): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Uint8Array.from(bytes))
  } catch {
    return null
  }
}

const isReadable = (text: string): boolean => text.length > 5 && !/[\p{Cc}\p{Cn}\p{Co}]/u.test(text.replace(/\s/g, ''))
const rot13 = (text: string): string =>
  text.replace(/[a-z]/gi, (c) => String.fromCharCode(c.charCodeAt(0) + (c.toLowerCase() < 'n' ? 13 : -13)))
