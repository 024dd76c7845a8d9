import type { Tools } from './tools.ts'

interface ReplyFinding {
  rule: string
  severity: 'block' | 'warn' | 'hint'
  quote: string | null
  start: number | null
  end: number | null
  message: { zh: string; en: string }
  better: { scriptId: string; text: string } | null
}

export interface ReplyCheck {
  /** What the reply is checked against from now on. */
  about(asked: { triageId: string | null; role: string }): void
  /** Adds a text behind what is written; in place of `instead` where that is all there is. */
  put(text: string, instead?: string): void
}

/** Checks a reply as it is written: once the writer pauses, never two at a time. */
export function startReplyCheck(
  { dom, api, notice }: Tools,
  createMarks: (
    text: string,
    spans: { id: string; kind: string; evidence: { start: number; end: number }[] }[],
  ) => { element: HTMLElement; light(id: string | null): void },
): ReplyCheck {
  const PAUSE_MS = 600
  const { node, say } = dom
  const field = dom.byId<HTMLTextAreaElement>('reply')
  const said = dom.byId('reply-said')
  const findings = dom.byId('reply-findings')
  let context: { triageId: string | null; role: string } = { triageId: null, role: 'frontline' }
  let timer: ReturnType<typeof setTimeout> | undefined
  let under: AbortController | null = null

  const draw = (text: string, found: readonly ReplyFinding[]): void => {
    said.replaceChildren(
      ...(found.length > 0 ? say('console.reply.found', { n: found.length }) : say('console.reply.ok')),
    )
    const spans = found.flatMap((f, i) =>
      f.start === null || f.end === null
        ? []
        : [{ id: String(i), kind: f.severity, evidence: [{ start: f.start, end: f.end }] }],
    )
    const marks = createMarks(text, spans)
    const select = (f: ReplyFinding): void => {
      field.focus()
      field.setSelectionRange(f.start!, f.end!)
    }
    const told = new Set<string>()
    const lines = found.map((f, i) => {
      // One script may mend several faults: it is shown with the first.
      const better = f.better && !told.has(f.better.scriptId) ? f.better : null
      if (better) told.add(better.scriptId)
      const line = node(
        'li',
        { class: `finding ${f.severity}`, 'data-rule': f.rule },
        node(
          'p',
          {},
          node('b', { class: 'tag' }, dom.named('severity', f.severity)),
          ' ',
          dom.both(f.message.zh, f.message.en),
        ),
        node(
          'p',
          {},
          f.quote ? node('q', {}, f.quote) : node('span', { class: 'muted' }, say('console.reply.whole')),
          f.start !== null && [' ', dom.button(say('console.reply.select'), () => select(f), { class: 'link' })],
        ),
        better &&
          node(
            'p',
            { class: 'better' },
            node('span', { class: 'muted' }, say('console.reply.better'), ' '),
            node('bdi', {}, better.text),
          ),
      )
      line.addEventListener('mouseenter', () => marks.light(String(i)))
      line.addEventListener('mouseleave', () => marks.light(null))
      return line
    })
    dom.tell(marks.element, 'aria-label', dom.said('console.reply.marked'))
    marks.element.setAttribute('role', 'group')
    findings.replaceChildren(
      ...(found.length > 0
        ? [...(spans.length > 0 ? [marks.element] : []), node('ul', { class: 'plain' }, lines)]
        : []),
    )
  }
  const check = async (): Promise<void> => {
    const text = field.value
    under?.abort()
    if (text.trim() === '') {
      said.replaceChildren()
      findings.replaceChildren()
      return
    }
    const mine = new AbortController()
    under = mine
    said.replaceChildren(...say('console.reply.checking'))
    try {
      const json = { text, role: context.role, ...(context.triageId ? { triageId: context.triageId } : {}) }
      const { body } = await api.ask<{ findings: ReplyFinding[] }>('v1/replies/check', {
        method: 'POST',
        json,
        signal: mine.signal,
      })
      if (under === mine) draw(text, body.findings)
    } catch (error) {
      if (under !== mine) return
      said.replaceChildren()
      notice.show(findings, error, () => void check())
    }
  }
  const later = (): void => {
    clearTimeout(timer)
    timer = setTimeout(() => void check(), PAUSE_MS)
  }
  field.addEventListener('input', later)
  return {
    about(asked) {
      context = asked
      if (field.value.trim() !== '') later()
    },
    put(text, instead) {
      field.value = field.value.trim() === '' || field.value === instead ? text : `${field.value.trimEnd()}\n${text}`
      field.focus()
      later()
    },
  }
}
