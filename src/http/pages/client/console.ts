import type { Decision } from '../../../domain/decision.ts'
import type { PageParts } from '../script.ts'
import type { PolicyNames, Tools } from './tools.ts'

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
  const draft = parts.startReplyDraft(tools, reply.put)
  const replyAbout: typeof reply.about = (asked) => {
    reply.about(asked)
    draft.about(asked)
  }
  const scripts = parts.createScriptsView(tools, (text) => reply.put(text))
  const ask = parts.createAskTriage(api)
  const engineView = parts.createEngineView(dom)
  const refined = parts.createRefinedView(dom)
  let stopClocks = (): void => {}
  let under: AbortController | null = null

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
  const showWords = (text: string, decision: Decision, changed: ReadonlySet<string>): void => {
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
        node(
          'p',
          {},
          node('b', {}, j.title),
          changed.has(j.kind) && [' ', node('span', { class: 'chip warn' }, say('console.changed'))],
        ),
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

  /** Everything but what hangs on the record: scripts and cases read `stored` off the decision when they are used. */
  const draw = (text: string, decision: Decision, names: PolicyNames, changed: ReadonlySet<string>): void => {
    stopClocks()
    drawHeadline(decision, [])
    showWords(text, decision, changed)
    stopClocks = parts.startClocks(dom, byId('clock-list'), decision.clocks)
    byId('routing-list').replaceChildren(
      ...[node('div', {}, view.routing(decision, names))].flatMap((d) => [...d.children]),
    )
    scripts(decision, byId('script-list'))
    similar(decision, byId('case-list'))
    outcome.hidden = false
  }
  /** What it took stands there once it is known. */
  const drawHeadline = (decision: Decision, below: readonly HTMLElement[]): void =>
    byId('verdict').replaceChildren(view.headline(decision), ...below)
  const tell = (decision: Decision): void => {
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
  }

  const run = async (): Promise<void> => {
    notice.clear(failure)
    if (complaint.value.trim() === '') {
      said.replaceChildren(...say('console.empty'))
      complaint.focus()
      return
    }
    under?.abort()
    const mine = new AbortController()
    under = mine
    judge.disabled = true
    said.replaceChildren(...say('console.judging'))
    const text = complaint.value
    const role = value('role')
    let shown: Decision | null = null
    let second: HTMLElement | null = null
    try {
      // Asked for beside the triage, so that what is heard can be shown at once.
      const policy = tools.policy()
      const heard: (() => void)[] = []
      let names: PolicyNames | null = null
      const hear = (show: () => void): void => void (names ? show() : heard.push(show))
      const asked = ask(
        request(),
        {
          assessment: (decision) =>
            hear(() => {
              // Not kept before it is done: until then nothing may refer to its record.
              shown = { ...decision, stored: false }
              draw(text, shown, names!, new Set())
              byId('feedback-box').replaceChildren(node('p', { class: 'muted' }, say('console.feedback.wait')))
              replyAbout({ triageId: null, role })
              said.replaceChildren(...say('console.refining'))
              byId('headline-title').focus({ preventScroll: true })
              byId('headline').scrollIntoView({ block: 'start' })
            }),
          refined: (decision, differences) =>
            hear(() => {
              second = refined.list(differences, decision, names!)
              shown = { ...decision, stored: false }
              // What is the same stays as it stands: somebody may be reading it.
              if (differences.length > 0) draw(text, shown, names!, refined.kinds(differences))
            }),
          done: ({ stored, engine }) =>
            hear(() => {
              Object.assign(shown!, { stored, engine })
              drawHeadline(shown!, [...(second ? [second] : []), engineView(engine)])
              feedback(shown!, names!, byId('feedback-box'))
              replyAbout({ triageId: stored ? shown!.id : null, role })
              tell(shown!)
            }),
        },
        mine.signal,
      )
      asked.catch(() => {})
      names = await policy
      for (const show of heard) show()
      await asked
    } catch (error) {
      if (mine.signal.aborted) return
      said.replaceChildren()
      // What was heard before it broke off stands; it was not kept.
      if (shown) feedback(shown, await tools.policy(), byId('feedback-box'))
      notice.show(failure, error, () => void run())
    } finally {
      if (under === mine) judge.disabled = false
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
    under?.abort()
    under = null
    judge.disabled = false
    intake.reset()
    stopClocks()
    outcome.hidden = true
    draft.about({ triageId: null, role: value('role') })
    said.replaceChildren()
    notice.clear(failure)
    complaint.focus()
  })
}
