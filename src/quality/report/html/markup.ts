import type { Name } from '../../names.ts'

/** Markup that is already escaped. Not a string, so that a bare string can never be taken for markup. */
export interface Markup {
  readonly markup: string
}
export type Child = Markup | string | number | null | undefined | false | readonly Child[]
export type Attributes = Readonly<Record<string, string | number | boolean | null | undefined>>

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

export const escapeMarkup = (text: string): string => text.replace(/[&<>"']/g, (c) => ENTITIES[c]!)

const VOID = new Set(['meta', 'input', 'br', 'col'])

/** One element, HTML or SVG. Text and attribute values are escaped here and nowhere else; `true` gives a bare attribute. */
export function el(tag: string, attributes: Attributes = {}, ...children: Child[]): Markup {
  const given = Object.entries(attributes)
    .filter(([, v]) => v !== null && v !== undefined && v !== false)
    .map(([k, v]) => (v === true ? ` ${k}` : ` ${k}="${escapeMarkup(String(v))}"`))
    .join('')
  return { markup: `<${tag}${given}>${VOID.has(tag) ? '' : `${flat(children)}</${tag}>`}` }
}

const flat = (child: Child): string => {
  if (child === null || child === undefined || child === false) return ''
  if (typeof child === 'string') return escapeMarkup(child)
  if (typeof child === 'number') return String(child)
  return 'markup' in child ? child.markup : child.map(flat).join('')
}

/** Words in both tongues; the style sheet shows one. `tag` is `tspan` inside an SVG text. */
export const both = ({ zh, en }: Name, tag: 'span' | 'tspan' = 'span'): Markup[] => [
  el(tag, { class: 'zh', lang: 'zh' }, zh),
  el(tag, { class: 'en', lang: 'en' }, en),
]
export const words = (zh: string, en: string): Markup[] => both({ zh, en })

/** Something of the analyst's own (an id, a value of a column): its direction must not spill into what stands beside it. */
export const own = (text: string): Markup => el('bdi', {}, text)

/** Words of an attribute or an option, where no two spans can stand; the page's script swaps them. */
export const spoken = (attribute: string, { zh, en }: Name): Attributes => ({
  [attribute]: zh,
  'data-say': attribute,
  'data-zh': zh,
  'data-en': en,
})

export const option = (value: string, name: Name): Markup =>
  el('option', { value, 'data-say': 'text', 'data-zh': name.zh, 'data-en': name.en }, name.zh)
