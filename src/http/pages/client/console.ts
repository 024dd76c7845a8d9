import type { Decision } from '../../../domain/decision.ts'
import type { PageParts } from '../script.ts'
import type { Tools } from './tools.ts'

/** The agent console: sends the complaint and shows what is judged of it. Nothing that was written is lost when it fails. */
export function startConsole(tools: Tools, parts: PageParts): void {
  const { dom, api, notice } = tools
  const { node, byId, say } = dom
  const value = (id: string): string => byId<HTMLInputElement>(id).value.trim()
  const [intake, complaint, judge] = [
    byId<HTMLFormElement>('intake'),
    byId<HTMLTextAreaElement>('complaint'),
    byId<HTMLButtonElement>('judge'),
  ]
  const [said, failure, outcome] = [byId('said'), byId('failure'), byId('outcome')]
  const view = parts.createDecisionView(dom)
  const marks = parts.createEvidence(dom)
  const similar = parts.createSimilarView(tools)
  const feedback = parts.createFeedback(tools)
  const reply = parts.startReplyCheck(tools, marks)
  const scripts = parts.createScriptsView(tools, (text) => reply.put(text))
  let stopClocks = (): void => {}

  const request = (): object => {
    const part = (fields: Record<string, string>): Record<string, string> | undefined => {
      const given = Object.entries(fields).filter(([, v]) => v !== '')
      return given.length > 0 ? Object.fromEntries(given) : undefined
    }
    const tier = value('tier') === 'vip' ? 'vip' : ''
    const customer = part({
      id: value('customer-id'),
      name: value('customer-name'),
      phone: value('customer-phone'),
      tier,
    })
    const order = part({ id: value('order-id'), product: value('order-product') })
    return {
      text: complaint.value,
      channel: value('channel'),
      ...(customer ? { customer } : {}),
      ...(order ? { order } : {}),
      ...part({ domain: value('domain') }),
      options: { explain: true, role: value('role') },
    }
  }

  /** Each judgement lights its words while it is pointed at or focused; a click keeps them lit. */
  const showWords = (text: string, decision: Decision): void => {
    const judged = view.judgements(decision)
    const marked = marks(text, judged)
    dom.tell(marked.element, 'aria-label', dom.said('console.text'))
    marked.element.setAttribute('role', 'group')
    let pinned: string | null = null
    const buttons: HTMLButtonElement[] = []
    const lines = judged.map((j) => {
      const count = j.evidence.length
      const button = dom.button(
        count === 1 ? say('console.quotes.one') : say('console.quotes', { n: count }),
        () => {
          pinned = pinned === j.id ? null : j.id
          for (const b of buttons) b.setAttribute('aria-pressed', String(b.dataset.of === pinned))
          marked.light(pinned)
        },
        { 'aria-pressed': 'false', class: 'quotes', 'data-of': j.id },
      )
      if (count > 0) buttons.push(button)
      const line = node(
        'li',
        { class: `judgement of-${j.kind}`, 'data-id': j.id },
        node('p', {}, node('b', {}, j.title)),
        node('div', { class: 'muted' }, j.detail),
        count > 0 ? button : node('p', { class: 'muted' }, say('console.unquoted')),
      )
      for (const event of ['mouseenter', 'focusin']) line.addEventListener(event, () => count > 0 && marked.light(j.id))
      for (const event of ['mouseleave', 'focusout']) line.addEventListener(event, () => marked.light(pinned))
      return line
    })
    byId('words').replaceChildren(marked.element)
    byId('judgements').replaceChildren(...lines)
  }

  const run = async (): Promise<void> => {
    notice.clear(failure)
    if (complaint.value.trim() === '') {
      said.replaceChildren(...say('console.empty'))
      complaint.focus()
      return
    }
    judge.disabled = true
    said.replaceChildren(...say('console.judging'))
    const text = complaint.value
    try {
      const { body: decision } = await api.ask<Decision>('v1/triage', { method: 'POST', json: request() })
      const names = await tools.policy()
      stopClocks()
      byId('verdict').replaceChildren(view.headline(decision))
      showWords(text, decision)
      stopClocks = parts.startClocks(dom, byId('clock-list'), decision.clocks)
      byId('routing-list').replaceChildren(
        ...[node('div', {}, view.routing(decision, names))].flatMap((d) => [...d.children]),
      )
      scripts(decision, byId('script-list'))
      similar(decision, byId('case-list'))
      feedback(decision, names, byId('feedback-box'))
      reply.about({ triageId: decision.stored ? decision.id : null, role: value('role') })
      outcome.hidden = false
      const main = decision.types.find((t) => t.role === 'primary')
      const level = dom.saidOf('level', decision.severity.level)
      const told = (tongue: 0 | 1): string =>
        dom.said('console.judged', {
          level: level[tongue],
          code: main
            ? `${main.code} ${tongue === 0 ? main.name : main.nameEn}`
            : dom.saidOf('nature', decision.nature)[tongue],
        })[tongue]
      said.replaceChildren(...dom.both(told(0), told(1)))
      byId('headline-title').focus({ preventScroll: true })
      byId('headline').scrollIntoView({ block: 'start' })
    } catch (error) {
      said.replaceChildren()
      notice.show(failure, error, () => void run())
    } finally {
      judge.disabled = false
    }
  }

  intake.addEventListener('submit', (event) => {
    event.preventDefault()
    void run()
  })
  complaint.addEventListener('keydown', (event) => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
      event.preventDefault()
      void run()
    }
  })
  byId('clear').addEventListener('click', () => {
    intake.reset()
    stopClocks()
    outcome.hidden = true
    said.replaceChildren()
    notice.clear(failure)
    complaint.focus()
  })
}
