import type { Decision, ScriptHit } from '../../../domain/decision.ts'
import type { Bit } from './dom.ts'
import type { Tools } from './tools.ts'

/** What later versions add to a script: its words with the slots filled, and which stayed open. */
type Filled = ScriptHit & { filled?: string; unfilled?: string[] }

/** The scripts of a decision, to copy or to put into the reply. A use is counted where the service counts them. */
export function createScriptsView(
  { doc, dom, api }: Tools,
  put: (text: string) => void,
): (decision: Decision, list: HTMLElement) => void {
  const { node, say } = dom
  const used = (script: Filled, decision: Decision): void => {
    const asking = { method: 'POST' as const, json: decision.stored ? { triageId: decision.id } : {}, quiet: true }
    // Counting is nobody's errand: what comes of it is not shown.
    api.ask(`v1/knowledge/items/script/${script.id}/used`, asking).catch(() => {})
  }
  const copy = async (text: string): Promise<boolean> => {
    try {
      await navigator.clipboard.writeText(text)
      return true
    } catch {
      // Over plain http to another host there is no clipboard but the old way.
      const field = node('textarea', { class: 'unseen', 'aria-hidden': 'true' }) as HTMLTextAreaElement
      field.value = text
      doc.body.append(field)
      field.select()
      const done = doc.execCommand('copy')
      field.remove()
      return done
    }
  }
  /** The words with what is still to be filled in made to stand out. */
  const slotted = (text: string): Bit[] =>
    text.split(/(\{[^{}]{1,40}\})/).map((part, i) => (i % 2 === 1 ? node('span', { class: 'slot' }, part) : part))

  return (decision, list) => {
    const scripts = decision.scripts as Filled[]
    const cards = scripts.map((script) => {
      const text = script.filled ?? script.text
      const open = script.unfilled ?? [...new Set([...text.matchAll(/\{([^{}]{1,40})\}/g)].map((m) => m[1]!))]
      const said = node('span', { role: 'status', class: 'good' })
      const buttons = node(
        'p',
        { class: 'buttons' },
        dom.button(say('console.script.copy'), async () => {
          const done = await copy(text)
          said.replaceChildren(...say(done ? 'console.script.copied' : 'console.script.uncopied'))
          if (done) used(script, decision)
        }),
        dom.button(say('console.script.use'), () => {
          put(text)
          used(script, decision)
        }),
        said,
      )
      return node(
        'li',
        { class: 'script', 'data-id': script.id },
        node('h3', {}, node('bdi', {}, script.scene)),
        node('p', { class: 'said', dir: 'auto' }, slotted(text)),
        open.length > 0 && node('p', { class: 'warn' }, say('console.script.slots'), ' ', open.join('、')),
        script.avoid.length > 0 &&
          node('p', { class: 'muted' }, say('console.script.avoid'), ' ', node('bdi', {}, script.avoid.join(' / '))),
        script.why.length > 0 &&
          node(
            'p',
            { class: 'why' },
            script.why.map((w) => node('span', { class: 'chip' }, dom.sentence(w))),
          ),
        buttons,
      )
    })
    const reason = decision.recall.scripts
    list.replaceChildren(
      ...(cards.length > 0
        ? cards
        : [node('li', { class: 'muted' }, reason ? dom.sentence(reason) : say('console.scripts.none'))]),
    )
  }
}
