import type { Tools } from './tools.ts'

/** Fills the list of type codes once somebody comes to a field that takes one, or writes in it; without the list the field still takes a code. */
export function startCodeList({ doc, dom, policy }: Tools): void {
  const EVENTS = ['focusin', 'input'] as const
  const offer = async (event: Event): Promise<void> => {
    if (!(event.target as HTMLElement).matches('input[list=code-names]')) return
    for (const name of EVENTS) doc.removeEventListener(name, offer)
    try {
      const { codes } = await policy()
      doc.body.append(
        dom.node(
          'datalist',
          { id: 'code-names' },
          codes.map(({ code, zh, en }) => dom.tell(dom.node('option', { value: code }), 'text', [zh, en])),
        ),
      )
    } catch {
      listen()
    }
  }
  const listen = (): void => {
    for (const name of EVENTS) doc.addEventListener(name, offer)
  }
  listen()
}
