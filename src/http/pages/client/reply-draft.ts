import type { Tools } from './tools.ts'

interface Drafted {
  text: string
  unfilled: string[]
  refused: string[]
  engine: { name: 'local' | 'llm'; degraded: boolean; reasons: string[] }
}

export interface ReplyDrafting {
  /** Which complaint is answered from now on; null: none that was kept. */
  about(asked: { triageId: string | null; role: string }): void
}

/** The button that puts a draft into the reply. The focus goes to the first place that is still to be filled in. */
export function startReplyDraft(
  { dom, api, notice }: Tools,
  put: (text: string, instead?: string) => void,
): ReplyDrafting {
  const { say } = dom
  const button = dom.byId<HTMLButtonElement>('reply-draft')
  const field = dom.byId<HTMLTextAreaElement>('reply')
  const said = dom.byId('reply-draft-said')
  const failure = dom.byId('reply-draft-failure')
  let context: { triageId: string | null; role: string } = { triageId: null, role: 'frontline' }
  let under: AbortController | null = null
  let last: string | undefined

  const show = ({ text, unfilled, refused, engine }: Drafted): void => {
    put(text, last)
    last = text
    const [slot] = unfilled
    const at = slot === undefined ? -1 : field.value.lastIndexOf(`{${slot}}`)
    if (at >= 0) field.setSelectionRange(at, at + slot!.length + 2)
    said.replaceChildren(
      ...say(engine.name === 'llm' ? 'console.draft.llm' : 'console.draft.local'),
      ...(unfilled.length > 0 ? [' ', ...say('console.draft.open', { n: unfilled.length })] : []),
      ...(refused.length > 0 ? [' · ', ...say('console.draft.refused')] : []),
      ...(engine.reasons.length > 0
        ? [
            ' · ',
            ...(engine.degraded ? [...say('console.draft.why'), ': '] : []),
            ...engine.reasons.flatMap((reason, i) => [i > 0 ? ', ' : '', dom.named('why', reason) as Node | string]),
          ]
        : []),
    )
  }
  const stop = (): void => {
    under?.abort()
    under = null
    button.removeAttribute('aria-busy')
  }
  const run = async (): Promise<void> => {
    notice.clear(failure)
    if (under) {
      stop()
      said.replaceChildren(...say('console.draft.stopped'))
      return
    }
    const { triageId, role } = context
    if (triageId === null) {
      said.replaceChildren(...say('console.draft.unstored'))
      return
    }
    const mine = new AbortController()
    under = mine
    // Not disabled: that would take the focus from whoever works by keys.
    button.setAttribute('aria-busy', 'true')
    said.replaceChildren(...say('console.draft.drafting'))
    try {
      const { body } = await api.ask<Drafted>('v1/replies/draft', {
        method: 'POST',
        json: { triageId, role },
        signal: mine.signal,
      })
      if (under === mine) show(body)
    } catch (error) {
      if (under !== mine) return
      said.replaceChildren()
      notice.show(failure, error, () => void run())
    } finally {
      if (under === mine) stop()
    }
  }
  button.addEventListener('click', () => void run())
  return {
    about(asked) {
      const same = asked.triageId === context.triageId
      context = asked
      if (same) return
      stop()
      said.replaceChildren()
      notice.clear(failure)
    },
  }
}
