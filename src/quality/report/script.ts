import { createCaseRows } from './client/case-rows.ts'
import { createCases } from './client/cases.ts'
import { startControls } from './client/controls.ts'
import { createDetail } from './client/detail.ts'
import { createDom } from './client/dom.ts'
import { startLanguage } from './client/language.ts'
import { createPicker } from './client/pick-cases.ts'
import { createSpeech } from './client/speech.ts'
import { start } from './client/start.ts'
import { startTables } from './client/tables.ts'
import { createTextView } from './client/text-view.ts'
import { createWording } from './client/wording.ts'

const PARTS = {
  createDom,
  startLanguage,
  startTables,
  createWording,
  createSpeech,
  createTextView,
  createDetail,
  createCaseRows,
  createPicker,
  createCases,
  startControls,
}
export type PageParts = typeof PARTS

/**
 * The page's script: the functions of client/, which the compiler and the linter see like all others, by their own
 * source text. `__name` is a helper that some loaders put into functions to keep their names.
 */
export function pageScript(): string {
  const parts = Object.entries(PARTS).map(([name, part]) => `${name}: ${part.toString()}`)
  return `'use strict';
const __name = (f) => f;
(${start.toString()})(document, {
${parts.join(',\n')}
});
`
}
