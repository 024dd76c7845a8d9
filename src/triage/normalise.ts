import { type Reading, readText } from '../domain/text/reading.ts'

/** Stage 1. The text as the engines read it; every offset found in it can be taken back to the text as it came. */
export const normalise = (text: string): Reading => readText(text)
