import type { FieldSpec } from '../fields.ts'
import type { Bit, Dom } from './dom.ts'

export interface FormIssue {
  /** A field, dotted where it is inside one: `course.0.at`. */
  path: string
  message: Bit
}

export interface ItemForm {
  element: HTMLElement
  fill(item: Readonly<Record<string, unknown>>): void
  /** What the fields hold, in the shapes of the schema; what is empty and may be is null. */
  read(): Record<string, unknown>
  /** Puts each issue under its field and takes earlier ones away; answers those that belong to no field here. */
  show(issues: readonly FormIssue[]): FormIssue[]
  /** What can be seen to be wrong before anything is sent. */
  check(): FormIssue[]
  /** Focus on the first field with an issue. */
  toFirst(): void
}

interface Course {
  at: string
  what: string
  decision: string | null
}

/** An item as a form: a label for each field, a row for each step of the course, a line for each entry of a list. */
export function createItemForm(
  dom: Dom,
  fields: readonly FieldSpec[],
  prefix: string,
  fixed: readonly string[],
): ItemForm {
  const { node, say } = dom
  const text = (value: unknown): string => (value === null || value === undefined ? '' : String(value))
  const orNull = (value: string): string | null => (value === '' ? null : value)
  type Control = {
    spec: FieldSpec
    box: HTMLElement
    first: HTMLElement
    issues: HTMLElement
    fill(v: unknown): void
    read(): unknown
  }

  const courseRows = (id: string, issues: string): Pick<Control, 'first' | 'fill' | 'read'> & { inside: Bit } => {
    const list = node('ol', { class: 'course' })
    const rows: { line: HTMLElement; read(): Course }[] = []
    const number = (): void => {
      rows.forEach(({ line }, i) => {
        line.querySelector('.step')!.replaceChildren(...say('course.row', { n: i + 1 }))
        dom.tell(line.querySelector<HTMLElement>('.remove')!, 'aria-label', dom.said('course.remove', { n: i + 1 }))
      })
    }
    let made = 0
    const addRow = (held: Partial<Course>): HTMLElement => {
      const own = `${id}-${++made}`
      const field = (name: 'at' | 'what' | 'decision', max: number): [Bit, HTMLInputElement | HTMLTextAreaElement] => {
        const control = node(name === 'at' ? 'input' : 'textarea', {
          id: `${own}-${name}`,
          maxlength: max,
          'aria-describedby': issues,
          ...(name === 'at' ? {} : { rows: 2 }),
        }) as HTMLInputElement
        control.value = text(held[name])
        return [
          node(
            'div',
            { class: `field ${name}` },
            node('label', { for: `${own}-${name}` }, say(`course.${name}`)),
            control,
          ),
          control,
        ]
      }
      const [at, what, decision] = [field('at', 60), field('what', 400), field('decision', 400)]
      const remove = node('button', { type: 'button', class: 'remove' }, '✕')
      const line = node('li', {}, node('span', { class: 'step muted' }), at[0], what[0], decision[0], remove)
      const row = {
        line,
        read: (): Course => ({
          at: at[1].value.trim(),
          what: what[1].value.trim(),
          decision: orNull(decision[1].value.trim()),
        }),
      }
      remove.addEventListener('click', () => {
        rows.splice(rows.indexOf(row), 1)
        line.remove()
        number()
        line.dispatchEvent(new Event('input', { bubbles: true }))
        addButton.dispatchEvent(new Event('input', { bubbles: true }))
        addButton.focus()
      })
      rows.push(row)
      list.append(line)
      number()
      return at[1]
    }
    const addButton = dom.button(say('course.add'), () => {
      addRow({}).focus()
      addButton.dispatchEvent(new Event('input', { bubbles: true }))
    })
    return {
      first: addButton,
      inside: [list, addButton],
      fill(v) {
        rows.length = 0
        list.replaceChildren()
        for (const held of Array.isArray(v) && v.length > 0 ? (v as Course[]) : [{}]) addRow(held)
      },
      read: () => rows.map((r) => r.read()).filter((r) => r.at !== '' || r.what !== '' || r.decision !== null),
    }
  }

  const make = (spec: FieldSpec): Control => {
    const id = `${prefix}-${spec.name}`
    const issues = node('div', { id: `${id}-issues`, class: 'issues' })
    const describedBy = `${id}-issues${spec.hint || spec.max ? ` ${id}-hint` : ''}`
    const hint =
      (spec.hint || spec.max) &&
      node(
        'p',
        { class: 'hint', id: `${id}-hint` },
        spec.hint && say(`hint.${spec.hint}`),
        spec.hint && spec.max && spec.input === 'lines' && ' · ',
        spec.max && (spec.input === 'area' || spec.input === 'lines') && say('hint.max', { n: spec.max }),
      )
    const name = [
      say(`field.${spec.name}` as 'field.id'),
      spec.required && node('span', { class: 'required' }, ' *', node('span', { class: 'unseen' }, say('required'))),
    ]
    const common = {
      id,
      'aria-describedby': describedBy,
      'aria-required': spec.required ? 'true' : null,
      disabled: fixed.includes(spec.name),
    }
    const plain = (control: HTMLElement, fill: (v: unknown) => void, read: () => unknown): Control => ({
      spec,
      issues,
      fill,
      read,
      first: control,
      box: node(
        'div',
        { class: `field ${spec.short ? 'short' : ''} of-${spec.name}` },
        node('label', { for: id }, name),
        control,
        hint,
        issues,
      ),
    })
    const grouped = (first: HTMLElement, inside: Bit, fill: (v: unknown) => void, read: () => unknown): Control => ({
      spec,
      issues,
      fill,
      read,
      first,
      box: node(
        'fieldset',
        { class: `field of-${spec.name}`, 'aria-describedby': describedBy },
        node('legend', {}, name),
        inside,
        hint,
        issues,
      ),
    })
    if (spec.input === 'course') {
      const rows = courseRows(id, `${id}-issues`)
      return grouped(rows.first, rows.inside, rows.fill, rows.read)
    }
    if (spec.input === 'checks') {
      const boxes = spec.options!.map(
        (o) => node('input', { type: 'checkbox', id: `${id}-${o}`, value: o }) as HTMLInputElement,
      )
      const inside = boxes.map((b) =>
        node('span', { class: 'check' }, b, node('label', { for: b.id }, dom.named(spec.group!, b.value))),
      )
      return grouped(
        boxes[0]!,
        inside,
        (v) => {
          for (const b of boxes) b.checked = Array.isArray(v) && v.includes(b.value)
        },
        () => boxes.filter((b) => b.checked).map((b) => b.value),
      )
    }
    if (spec.input === 'select') {
      const none = dom.tell(node('option', { value: '' }), 'text', dom.said('none.chosen'))
      const options = spec.options!.map((o) =>
        dom.tell(node('option', { value: o }), 'text', spec.group ? dom.saidOf(spec.group, o) : [String(o), String(o)]),
      )
      const select = node('select', common, none, options) as HTMLSelectElement
      return plain(
        select,
        (v) => {
          select.value = text(v)
        },
        // A value that the field does not know is left out, so that the service says it is missing.
        () => spec.options!.find((o) => String(o) === select.value),
      )
    }
    const wide = spec.input === 'area' || spec.input === 'lines'
    const type = spec.input === 'date' ? 'date' : 'text'
    const control = node(wide ? 'textarea' : 'input', {
      ...common,
      ...(wide ? { rows: spec.input === 'area' ? 3 : 2 } : { type }),
      ...(spec.input === 'number' ? { inputmode: 'decimal' } : {}),
      maxlength: spec.max && spec.input !== 'lines' ? spec.max : null,
      list: spec.name === 'code' ? 'code-names' : null,
    }) as HTMLInputElement
    const lines = (by: RegExp) => (): string[] =>
      control.value
        .split(by)
        .map((s) => s.trim())
        .filter((s) => s !== '')
    const read: Record<string, () => unknown> = {
      lines: lines(/\n/),
      codes: () => lines(/[,,;;、\s]+/)().map((code) => code.toUpperCase()),
      number: () => (control.value.trim() === '' ? undefined : Number(control.value)),
      date: () => orNull(control.value),
    }
    return plain(
      control,
      (v) => {
        control.value = Array.isArray(v) ? v.join(spec.input === 'codes' ? ', ' : '\n') : text(v)
      },
      read[spec.input] ?? ((): unknown => (spec.required ? control.value.trim() : orNull(control.value.trim()))),
    )
  }

  const controls = fields.map(make)
  for (const c of controls) c.fill(undefined)
  const invalid = (c: Control, on: boolean): void => {
    c.box.classList.toggle('wrong', on)
    if (c.first.matches('input:not([type=checkbox]), select, textarea'))
      c.first.setAttribute('aria-invalid', String(on))
  }
  return {
    element: node(
      'div',
      { class: 'fields' },
      controls.map((c) => c.box),
    ),
    fill(item) {
      for (const c of controls) c.fill(item[c.spec.name])
    },
    read: () => Object.fromEntries(controls.map((c) => [c.spec.name, c.read()]).filter(([, v]) => v !== undefined)),
    check() {
      return controls.flatMap(({ spec, read }): FormIssue[] => {
        const value = read()
        const issue = (message: Bit): FormIssue[] => [{ path: spec.name, message }]
        const empty =
          value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0)
        if (empty) return spec.required ? issue(say('issue.missing')) : []
        if (spec.name === 'id' && !/^[a-z0-9][a-z0-9-]{2,80}$/.test(String(value))) return issue(say('issue.id'))
        if (spec.input === 'number' && !(Number(value) >= 0)) return issue(say('issue.number'))
        const long = spec.input === 'lines' && (value as string[]).find((l) => l.length > spec.max!)
        if (long) return issue(say('issue.long', { line: `${long.slice(0, 12)}…`, n: spec.max! }))
        const course = spec.input === 'course' && (value as Course[]).some((row) => row.at === '' || row.what === '')
        return course ? issue(say('issue.course')) : []
      })
    },
    show(issues) {
      const rest = [...issues]
      for (const c of controls) {
        const own = rest.filter((i) => i.path.split('.')[0] === c.spec.name)
        for (const one of own) rest.splice(rest.indexOf(one), 1)
        invalid(c, own.length > 0)
        c.issues.replaceChildren(
          ...own.map((i) => node('p', {}, i.path !== c.spec.name && [node('code', {}, i.path), ' '], i.message)),
        )
      }
      return rest
    },
    toFirst: () => controls.find((c) => c.box.classList.contains('wrong'))?.first.focus(),
  }
}
