import type { Name } from '../../names.ts'
import type { Bit, Dom } from './dom.ts'
import type { Wording } from './wording.ts'

export interface Speech {
  /** The name a table has for a key, else the key itself. A code stands before its name. */
  named(table: Record<string, Name>, key: string, fallback?: string): Bit
  spoken(field: string, value: string): Bit
  /** `中文 · English`, as explanations are written, as words of both tongues; another line as it stands. */
  line(text: string): Bit
}

/** Puts ids and sentences into the tongue that is shown. */
export function createSpeech({ node, words }: Dom, wording: Wording): Speech {
  return {
    named(table, key, fallback = key) {
      const name = Object.hasOwn(table, key) ? table[key]! : null
      if (!name) return node('bdi', {}, fallback)
      return [/^[A-Z]{2}-\d\d$/.test(key) ? `${key} ` : '', words(name.zh, name.en)]
    },
    spoken(field, value) {
      const { zh, en } = wording(field, value)
      return node('bdi', {}, zh === en ? zh : words(zh, en))
    },
    line(text) {
      const at = text.lastIndexOf(' · ')
      const [zh, en] = [text.slice(0, at), text.slice(at + 3)]
      return at > 0 && /\p{Script=Han}/u.test(zh) && !/\p{Script=Han}/u.test(en) ? words(zh, en) : text
    },
  }
}
