import type { Decision } from '../../../domain/decision.ts'
import type { Bit } from './dom.ts'
import type { PolicyNames, Tools } from './tools.ts'

/** Feedback in two clicks: all right, or what the level or the type should have been. */
export function createFeedback({
  dom,
  api,
  notice,
}: Tools): (decision: Decision, names: PolicyNames, box: HTMLElement) => void {
  const { node, say, both } = dom
  return (decision, names, box) => {
    if (!decision.stored) {
      box.replaceChildren(node('p', { class: 'muted' }, say('console.feedback.unstored')))
      return
    }
    const said = node('div', { role: 'status', class: 'good' })
    const failure = node('div', { role: 'alert' })
    const choices = node('div', { class: 'choices' })
    const give = async (json: object): Promise<void> => {
      notice.clear(failure)
      said.replaceChildren()
      try {
        const { body } = await api.ask<{ version: number }>(`v1/triage/${decision.id}/feedback`, {
          method: 'POST',
          json,
        })
        // The choice that was pressed goes; the focus returns to where it was opened.
        const from = openers.find((b) => b.getAttribute('aria-expanded') === 'true')
        if (choices.contains(box.ownerDocument.activeElement)) from?.focus()
        choices.replaceChildren()
        for (const b of openers) b.setAttribute('aria-expanded', 'false')
        said.replaceChildren(...say('console.feedback.thanks', { n: body.version }))
      } catch (error) {
        notice.show(failure, error, () => void give(json))
      }
    }
    const pick = (words: Bit, corrected: object): HTMLButtonElement =>
      dom.button(words, () => void give({ corrected }), { class: 'choice' })
    // A level is right or wrong with the rule it rests on; a level without rules needs none.
    const levels = (): Bit[] => [
      node('p', { class: 'muted' }, say('console.feedback.pick.level')),
      names.levels.flatMap(({ level, rules }) =>
        rules.length > 0
          ? rules
              .filter(
                (rule) => !decision.severity.rules.includes(rule.id as never) || level !== decision.severity.level,
              )
              .map((rule) =>
                pick([dom.named('level', level), ` ${rule.id} `, both(rule.zh, rule.en)], {
                  severity: level,
                  rules: [rule.id],
                }),
              )
          : level === 4
            ? ['suggestion', 'enquiry', 'praise', 'other']
                .filter((nature) => nature !== decision.nature)
                .map((nature) =>
                  pick([dom.named('level', 4), ' ', dom.named('nature', nature)], { nature, severity: 4 }),
                )
            : level === decision.severity.level
              ? []
              : [pick(dom.named('level', level), { nature: 'complaint', severity: level, rules: [] })],
      ),
    ]
    const codes = (): Bit[] => {
      const nearest = decision.types.filter((t) => t.role !== 'primary')
      const select = node(
        'select',
        { id: 'feedback-code' },
        names.codes.map((c) =>
          dom.tell(node('option', { value: c.code }), 'text', [`${c.code} ${c.zh}`, `${c.code} ${c.en}`]),
        ),
      ) as HTMLSelectElement
      return [
        node('p', { class: 'muted' }, say('console.feedback.pick.code')),
        nearest.map((t) => pick([`${t.code} `, both(t.name, t.nameEn)], { nature: 'complaint', primary: t.code })),
        node(
          'p',
          { class: 'field' },
          node('label', { for: 'feedback-code' }, say('console.feedback.code.other')),
          node(
            'span',
            { class: 'buttons' },
            select,
            dom.button(
              say('console.feedback.send'),
              () => void give({ corrected: { nature: 'complaint', primary: select.value } }),
            ),
          ),
        ),
      ]
    }
    const opener = (words: Bit, make: () => Bit[]): HTMLButtonElement => {
      const button = dom.button(
        words,
        () => {
          const open = button.getAttribute('aria-expanded') !== 'true'
          for (const b of openers) b.setAttribute('aria-expanded', String(open && b === button))
          choices.replaceChildren(...(open ? [node('div', {}, make())] : []))
        },
        { 'aria-expanded': 'false' },
      )
      return button
    }
    const openers = [opener(say('console.feedback.level'), levels), opener(say('console.feedback.code'), codes)]
    box.replaceChildren(
      node(
        'p',
        { class: 'buttons' },
        dom.button(say('console.feedback.agree'), () => void give({ agree: true }), { class: 'agree' }),
        openers,
      ),
      choices,
      said,
      failure,
    )
  }
}
