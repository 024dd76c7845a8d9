import fc from 'fast-check'

// What has broken readers before: pairs and halves of them, joined and combining characters, ligatures and fractions that read as
// several, invisible marks, traditional characters, full width, line ends, and personal data run together.
const PIECES = [
  ...[
    '退款',
    '體驗',
    '纏鬥',
    '客服臺灣',
    '😀',
    '👨‍👩‍👧',
    '👍🏽',
    '🇨🇳',
    '❤️',
    '𠮷',
    '\ud800',
    '\udc00',
    'e\u0301',
    '\u0301',
    'İ',
    'ſ',
  ],
  ...[
    '\u200b',
    '\u202e',
    '\u00ad',
    '\u{e0001}',
    '\ue000',
    '\ufe0f',
    '\u0000',
    '\r\n',
    '\r',
    '\n',
    '_x000D_',
    '\t',
    ' ',
    '\u3000',
  ],
  ...[
    '㈱',
    'ﷺ',
    '①',
    '½',
    '𝟙',
    'カ\u3099',
    '한',
    '12345',
    '138',
    '。',
    '?',
    ',',
    '!',
    '~',
    '…',
    '...',
    '.',
    ':',
    '(',
    '-',
    '@',
  ],
  ...['13812345678', '13912345678', '11010519491231002X', '4111111111111111', '4111111111111112', 'a@b.cn', '京A12345'],
  ...['中山路12号', '3栋2单元501', '010-62345678', 'refund', 'The', "I'll"],
]

/** Arbitrary texts: pieces known to be awkward, any graphemes, any code points, any code units (halves of pairs too). */
export const anyText = fc.oneof(
  { weight: 3, arbitrary: fc.array(fc.constantFrom(...PIECES), { maxLength: 30 }).map((parts) => parts.join('')) },
  { weight: 1, arbitrary: fc.string({ unit: 'grapheme', maxLength: 60 }) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 60 }) },
  {
    weight: 1,
    arbitrary: fc
      .array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 60 })
      .map((units) => String.fromCharCode(...units)),
  },
)

/** Whether a cut at `offset` goes through a surrogate pair. */
export const splitsPair = (text: string, offset: number): boolean =>
  /[\ud800-\udbff]/.test(text[offset - 1] ?? '') && /[\udc00-\udfff]/.test(text[offset] ?? '')

/**
 * How many times as long 8,000 characters take as 1,000: about 8 for linear work, 64 for work in the square. The least of several
 * runs of each, measured in turn, so that a busy machine does not look like a slow function.
 */
export function growth(work: (text: string) => unknown, unit: string, enough: number): number {
  const fill = (length: number) => unit.repeat(Math.ceil(length / unit.length)).slice(0, length)
  const [short, long] = [fill(1000), fill(8000)]
  const time = (text: string, times: number) => {
    const begin = performance.now()
    for (let i = 0; i < times; i++) work(text)
    return (performance.now() - begin) / times
  }
  time(short, 4)
  let a = Number.POSITIVE_INFINITY
  let b = Number.POSITIVE_INFINITY
  for (let n = 0; n < 6; n++) {
    a = Math.min(a, time(short, 4))
    b = Math.min(b, time(long, 1))
    if (n > 0 && b / a < enough) break
  }
  return b / a
}
