import type { Ids } from '../ports/ids.ts'

const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

/** Prefix, then 10 characters of time and 16 of chance, so that ids sort by when they were made. */
export const createIds = (now: () => number = Date.now): Ids => ({
  next(prefix) {
    let time = now()
    let head = ''
    for (let i = 0; i < 10; i++) {
      head = ALPHABET[time % 32] + head
      time = Math.floor(time / 32)
    }
    const tail = [...crypto.getRandomValues(new Uint8Array(16))].map((b) => ALPHABET[b % 32]).join('')
    return `${prefix}_${head}${tail}`
  },
})
