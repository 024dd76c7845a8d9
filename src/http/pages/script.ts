import { createApi } from './client/api.ts'
import { createAskTriage } from './client/ask-triage.ts'
import { startCodeList } from './client/code-list.ts'
import { startConsole } from './client/console.ts'
import { startClocks } from './client/countdown.ts'
import { createDecisionView } from './client/decision-view.ts'
import { createDiff } from './client/diff.ts'
import { createDiffView } from './client/diff-view.ts'
import { createDom } from './client/dom.ts'
import { createDots } from './client/dots.ts'
import { startDue } from './client/due-list.ts'
import { early } from './client/early.ts'
import { createEngineView } from './client/engine-view.ts'
import { createEventReader } from './client/event-reader.ts'
import { createEvidence } from './client/evidence.ts'
import { createFeedback } from './client/feedback.ts'
import { createFindings } from './client/findings.ts'
import { startImport } from './client/import-run.ts'
import { createItemForm } from './client/item-form.ts'
import { createItemMerge } from './client/item-merge.ts'
import { startMoves } from './client/item-moves.ts'
import { startItem } from './client/item-page.ts'
import { startPast } from './client/item-past.ts'
import { createItemUsage } from './client/item-usage.ts'
import { startItems } from './client/items-list.ts'
import { createNotice } from './client/notice.ts'
import { startPaged } from './client/paged.ts'
import { createReadItem } from './client/read-item.ts'
import { createRefinedView } from './client/refined-view.ts'
import { startReplyCheck } from './client/reply-check.ts'
import { startReplyDraft } from './client/reply-draft.ts'
import { createScriptsView } from './client/scripts-view.ts'
import { createSignIn } from './client/sign-in.ts'
import { createSimilarView } from './client/similar-view.ts'
import { start } from './client/start.ts'
import { startSwitches } from './client/switches.ts'
import type { PageData } from './client/tools.ts'
import { startUpload } from './client/upload.ts'
import { startWords } from './client/words-page.ts'
import { FIELDS } from './fields.ts'
import { WORDS } from './words.ts'

const PARTS = {
  createDom,
  startSwitches,
  createSignIn,
  createEventReader,
  createApi,
  createNotice,
  createEvidence,
  createDecisionView,
  startClocks,
  createScriptsView,
  createSimilarView,
  createFeedback,
  startReplyCheck,
  startReplyDraft,
  createAskTriage,
  createEngineView,
  createRefinedView,
  startConsole,
  startPaged,
  startItems,
  startDue,
  createDots,
  startWords,
  startCodeList,
  createItemForm,
  createDiff,
  createDiffView,
  startMoves,
  createItemUsage,
  createItemMerge,
  startPast,
  startItem,
  createFindings,
  createReadItem,
  startImport,
  startUpload,
}
export type PageParts = typeof PARTS

// Two scripts share the page's names: each keeps its own to itself.
const served = (run: string): string => `'use strict';\n{\nconst __name = (f) => f;\n${run}\n}\n`

/**
 * The pages' script: the functions of client/, which the compiler and the linter see like all others, by their own
 * source text. `__name` is a helper that some loaders put into functions to keep their names.
 */
export function pageScript(): string {
  const parts = Object.entries(PARTS).map(([name, part]) => `${name}: ${part.toString()}`)
  const data: PageData = { words: WORDS, fields: FIELDS }
  return served(`(${start.toString()})(document, {\n${parts.join(',\n')}\n}, ${JSON.stringify(data)});`)
}

/** What runs before the page is drawn. */
export const earlyScript = (): string => served(`(${early.toString()})(document);`)
