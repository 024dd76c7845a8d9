import { createHmac } from 'node:crypto'
import type { Pseudonyms } from '../ports/pseudonyms.ts'

/** HMAC-SHA-256 by one secret; the kind is part of what is hashed. */
export const createPseudonyms = (secret: string): Pseudonyms => ({
  of: (kind, value) => createHmac('sha256', secret).update(`${kind}\u0000${value}`).digest('hex'),
})
