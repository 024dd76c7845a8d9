import { type Masked, maskText } from '../domain/text/mask.ts'
import type { Reading } from '../domain/text/reading.ts'

/** Stage 2. Personal data becomes placeholders before anything is stored or leaves the process (F3); the customer's own name too, where it is known. */
export const mask = (reading: Reading, names: readonly string[] = []): Masked => maskText(reading, names)
