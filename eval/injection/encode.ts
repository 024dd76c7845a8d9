import { Buffer } from 'node:buffer'
import type { Encoding } from './schema.ts'

const each = (text: string, change: (c: string) => string) => [...text].map(change).join('')
const shifted = (from: number) => (c: string) =>
  /[a-z]/i.test(c) ? String.fromCodePoint(from + c.toLowerCase().charCodeAt(0) - 97) : c
const LOOKALIKE: Record<string, string> = { a: 'а', c: 'с', e: 'е', i: 'і', o: 'о', p: 'р', s: 'ѕ', x: 'х', y: 'у' }

/** Ways of writing words so that a filter does not know them. */
export const ENCODERS: Record<Encoding, (text: string) => string> = {
  base64: (t) => Buffer.from(t).toString('base64'),
  hex: (t) => Buffer.from(t).toString('hex'),
  url: (t) => Buffer.from(t).toString('hex').replace(/../g, '%$&'),
  unicode: (t) => t.replace(/[\s\S]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`),
  rot13: (t) => t.replace(/[a-z]/gi, (c) => String.fromCharCode(c.charCodeAt(0) + (c.toLowerCase() < 'n' ? 13 : -13))),
  reversed: (t) => [...t].reverse().join(''),
  binary: (t) => [...Buffer.from(t)].map((b) => b.toString(2).padStart(8, '0')).join(' '),
  fullwidth: (t) => t.replace(/[!-~]/g, (c) => String.fromCharCode(c.charCodeAt(0) + 0xfee0)),
  'zero-width': (t) => [...t].join('\u200b'),
  homoglyph: (t) => each(t, (c) => LOOKALIKE[c] ?? c),
  spaced: (t) => [...t.replace(/\s/g, '')].join(' '),
  emoji: (t) => each(t, shifted(0x1f1e6)).replace(/(?<=[\u{1F1E6}-\u{1F1FF}])(?=[\u{1F1E6}-\u{1F1FF}])/gu, ' '),
  tags: (t) => each(t, (c) => (c < '\x7f' ? String.fromCodePoint(0xe0000 + c.charCodeAt(0)) : c)),
  bidi: (t) => `\u202e${t}\u202c`,
  circled: (t) => each(t, shifted(0x24d0)),
}
