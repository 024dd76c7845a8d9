/**
 * The functions of this folder run in the page. Their source is put into the file (see script.ts), so each must be
 * complete in itself: it may use its parameters and what a browser has, and import types only.
 */

export type Bit = Node | string | number | null | undefined | false | readonly Bit[]
export type Bits = readonly Bit[]

export interface Dom {
  /** An element. Children that are strings become text and never markup. */
  node(tag: string, attributes: Record<string, string | number | null>, ...children: Bit[]): HTMLElement
  /** Words in both tongues; the style sheet shows one. */
  words(zh: string, en: string): HTMLElement[]
  byId<T extends HTMLElement>(id: string): T
}

export function createDom(doc: Document): Dom {
  const add = (to: HTMLElement, child: Bit): void => {
    if (child === null || child === undefined || child === false) return
    if (typeof child === 'string' || typeof child === 'number') to.append(String(child))
    else if (child instanceof Node) to.append(child)
    else for (const one of child) add(to, one)
  }
  const node: Dom['node'] = (tag, attributes, ...children) => {
    const made = doc.createElement(tag)
    for (const [name, value] of Object.entries(attributes)) if (value !== null) made.setAttribute(name, String(value))
    for (const child of children) add(made, child)
    return made
  }
  return {
    node,
    words: (zh, en) => [node('span', { class: 'zh', lang: 'zh' }, zh), node('span', { class: 'en', lang: 'en' }, en)],
    byId: <T extends HTMLElement>(id: string) => doc.getElementById(id) as T,
  }
}
