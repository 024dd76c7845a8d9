import type { PageData } from '../page-data.ts'
import type { PageParts } from '../script.ts'

/** Puts the page together. It is handed the other functions, since none of them may import another. */
export function start(doc: Document, parts: PageParts): void {
  const data = JSON.parse(doc.getElementById('data')!.textContent!) as PageData
  const dom = parts.createDom(doc)
  parts.startLanguage(doc, dom.byId('language'))
  parts.startTables(doc)
  const speech = parts.createSpeech(dom, parts.createWording(data.values, data.codes))
  const detail = parts.createDetail(dom, data, speech, parts.createTextView(dom))
  const rows = parts.createCaseRows(dom, data)
  const pick = parts.createPicker(data.cases)
  parts.startControls(doc, dom, parts.createCases(doc, dom, data.cases, pick, rows, detail))

  // What is folded up would be missing from the paper.
  const folded = (): HTMLDetailsElement[] => [...doc.querySelectorAll<HTMLDetailsElement>('details:not([open])')]
  let opened: HTMLDetailsElement[] = []
  addEventListener('beforeprint', () => {
    opened = folded()
    for (const one of opened) one.open = true
  })
  addEventListener('afterprint', () => {
    for (const one of opened) one.open = false
  })
}
