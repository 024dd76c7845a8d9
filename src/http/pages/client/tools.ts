import type { Kind } from '../../../domain/knowledge.ts'
import type { FieldSpec } from '../fields.ts'
import type { Api } from './api.ts'
import type { Dom } from './dom.ts'
import type { Notice } from './notice.ts'

/** What the script is served with. */
export interface PageData {
  words: Readonly<Record<string, readonly [string, string]>>
  fields: Readonly<Record<Kind, readonly FieldSpec[]>>
}

/** The rules as `GET /v1/policy` shows them, as far as the pages use them. */
export interface PolicyNames {
  levels: { level: number; zh: string; en: string; rules: { id: string; zh: string; en: string }[] }[]
  departments: Record<string, { zh: string; en: string }>
  codes: { code: string; zh: string; en: string }[]
}

/** What every part of a page is handed. */
export interface Tools {
  doc: Document
  dom: Dom
  api: Api
  notice: Notice
  data: PageData
  /** The policy's names, asked for once. Throws a Failure. */
  policy(): Promise<PolicyNames>
}
