import { COMMON } from './words/common.ts'
import { CONSOLE } from './words/console.ts'
import { KNOWLEDGE } from './words/knowledge.ts'
import { REVIEW } from './words/review.ts'
import { UPLOAD } from './words/upload.ts'

/** What is said in both tongues. */
export type Said = readonly [zh: string, en: string]

/** Every string of the pages, in Chinese and English. `{name}` is filled in where it is said. */
export const WORDS = { ...COMMON, ...CONSOLE, ...KNOWLEDGE, ...REVIEW, ...UPLOAD } as const satisfies Record<
  string,
  Said
>
export type WordKey = keyof typeof WORDS
