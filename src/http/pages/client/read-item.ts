import type { Kind } from '../../../domain/knowledge.ts'
import type { ItemFinding, ReadItem } from '../../../knowledge/import/types.ts'
import type { FieldSpec } from '../fields.ts'
import type { Dom } from './dom.ts'
import type { ItemForm } from './item-form.ts'

/** One item of an upload on the page: as it was read, as it was mended, whether it goes in. */
export interface ReadCard {
  element: HTMLElement
  kind: Kind
  file: string
  row: number | null
  /** The item as it stands now, mended or not. */
  item(): Record<string, unknown>
  mended(): boolean
  leftOut(): boolean
  errors(): number
  warnings(): number
}

/** A card for each item: its findings, and fields for what is wrong, to be mended in place. */
export function createReadItem(
  dom: Dom,
  fields: Readonly<Record<Kind, readonly FieldSpec[]>>,
  form: (dom: Dom, fields: readonly FieldSpec[], prefix: string, fixed: readonly string[]) => ItemForm,
  finding: (f: ItemFinding, withField: boolean) => HTMLElement,
  changed: () => void,
  checkAgain: () => void,
): (read: ReadItem, index: number) => ReadCard {
  const { node, say, named } = dom
  return (read, index) => {
    const held = read.item as Record<string, unknown>
    const errors = read.findings.filter((f) => f.severity === 'error')
    const title = String(held.title ?? held.scene ?? '')
    const known = fields[read.kind]
    const inside = new Set(errors.map((f) => f.field?.split('.')[0]))
    let shownFields = known.filter((f) => inside.has(f.name))
    let mending: ItemForm | null = null
    let mended = false
    const state = node(
      'span',
      { class: errors.length > 0 ? 'badge bad' : 'badge good' },
      say(errors.length > 0 ? 'upload.bad' : 'upload.ready'),
    )
    const box = node('div', { class: 'mend' })
    const leave = node('input', { type: 'checkbox', id: `leave-${index}` }) as HTMLInputElement
    leave.addEventListener('change', changed)
    // Within reach of who has just mended the last field.
    const again = dom.button(say('upload.check'), checkAgain)
    again.hidden = true

    const openForm = (): void => {
      const before = mending?.read() ?? {}
      mending = form(dom, shownFields, `read-${index}`, [])
      mending.fill({ ...held, ...before })
      const paths = read.findings.filter((f) => f.field && shownFields.some((s) => s.name === f.field!.split('.')[0]))
      mending.show(
        paths.filter((f) => f.severity !== 'note').map((f) => ({ path: f.field!, message: finding(f, false) })),
      )
      box.replaceChildren(mending.element)
    }
    box.addEventListener('input', () => {
      mended = true
      again.hidden = false
      state.className = 'badge warn'
      state.replaceChildren(...say('upload.changed'))
      changed()
    })
    if (shownFields.length > 0) openForm()
    // What a field shows beside itself is not said twice.
    const above = read.findings.filter((f) => !(f.field && f.severity !== 'note' && inside.has(f.field.split('.')[0])))
    const all = dom.button(
      say('upload.all.fields'),
      () => {
        shownFields = [...known]
        openForm()
        all.remove()
      },
      { class: 'link' },
    )
    return {
      element: node(
        'li',
        { class: 'read card', 'data-index': index },
        node(
          'div',
          { class: 'title' },
          node('h3', {}, title === '' ? say('upload.untitled') : node('bdi', {}, title)),
          state,
        ),
        node(
          'p',
          { class: 'facts muted' },
          node('span', {}, named('kind', read.kind)),
          node('span', {}, node('bdi', {}, read.file)),
          read.row !== null && node('span', {}, say('upload.row', { n: read.row })),
          Boolean(held.code) && node('code', {}, String(held.code)),
        ),
        node(
          'div',
          { class: 'findings' },
          above.map((f) => finding(f, true)),
        ),
        box,
        node(
          'p',
          { class: 'buttons' },
          again,
          shownFields.length < known.length && all,
          node('span', { class: 'check' }, leave, node('label', { for: `leave-${index}` }, say('upload.leave'))),
        ),
      ),
      kind: read.kind,
      file: read.file,
      row: read.row,
      item: () => ({ ...held, ...(mended ? mending!.read() : {}) }),
      mended: () => mended,
      leftOut: () => leave.checked,
      errors: () => errors.length,
      warnings: () => read.findings.filter((f) => f.severity === 'warning').length,
    }
  }
}
