import { readFileSync } from 'node:fs'
import type { CaseWriteUp } from '../../src/domain/knowledge.ts'
import { readUpload } from '../../src/knowledge/import/read-upload.ts'
import { packagePath } from '../../src/node/paths.ts'
import { readPolicy, readUploadWords } from '../../src/node/policy-files.ts'

const [policy, words] = await Promise.all([readPolicy([]), readUploadWords()])

/** One file read as an import reads it, by the company's own policy and words. */
export const read = (name: string, bytes: Uint8Array) => readUpload({ name, bytes }, words, policy)
export const readIn = (name: string, text: string) => read(name, new TextEncoder().encode(text))

export const fixture = (file: string) => readFileSync(packagePath(`fixtures/${file}`))
/** The items of one of the seed files, as they stand. */
export const seeds = <T>(file: string): T[] =>
  fixture(file)
    .toString()
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))

/** A case in which nothing is missing. */
export const WHOLE = seeds<CaseWriteUp>('cases.jsonl')[0]!
