import type { PageParts } from '../script.ts'
import type { PageData, PolicyNames, Tools } from './tools.ts'

/** Puts the page together. It is handed the other functions, since none of them may import another. */
export function start(doc: Document, parts: PageParts, data: PageData): void {
  const { page, root = '', guarded } = doc.body.dataset
  const dom = parts.createDom(doc, data.words)
  parts.startSwitches(doc, dom)
  const signIn = parts.createSignIn(dom, root)
  const api = parts.createApi(root, signIn, parts.createEventReader)
  let policy: Promise<PolicyNames> | undefined
  const tools: Tools = {
    doc,
    dom,
    api,
    data,
    notice: parts.createNotice(dom, signIn),
    policy() {
      policy ??= api.ask<PolicyNames>('v1/policy').then(
        (answer) => answer.body,
        (error) => {
          policy = undefined
          throw error
        },
      )
      return policy
    },
  }
  const begin = (): void => {
    if (page === 'console') parts.startConsole(tools, parts)
    if (page === 'list' || page === 'review') parts.startItems(tools, page === 'review', parts)
    if (page === 'due') parts.startDue(tools, parts)
    if (page === 'words') parts.startWords(tools, parts.createDots(doc))
    if (page === 'item' || page === 'new' || page === 'upload') parts.startCodeList(tools)
    if (page === 'item' || page === 'new') parts.startItem(tools, parts)
    if (page === 'upload') parts.startUpload(tools, parts)
  }
  // Asked before anything is typed or fetched, so that no request is spent on being refused.
  if (guarded === 'true' && Object.keys(signIn.headers()).length === 0) void signIn.ask().then(begin)
  else begin()
}
