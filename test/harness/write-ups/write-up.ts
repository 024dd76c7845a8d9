import type { CaseWriteUp } from '../../../src/domain/knowledge.ts'

/** A document as a company might send it, and what is to be read in it. */
export interface WriteUp {
  of: string
  file: string
  text: string
  item: Partial<CaseWriteUp>
  /** Rules of the findings that are errors or warnings, in their order; of what is missing, with its field. */
  rules: string[]
}
