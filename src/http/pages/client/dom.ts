import type { Said, WordKey } from '../words.ts'

/**
 * The functions of this folder run in the page. Their source is served (see script.ts), so each must be complete in
 * itself: it may use its parameters and what a browser has, and import types only. None of them writes markup: texts of
 * complaints and items become text nodes.
 */

export type Bit = Node | string | number | null | undefined | false | readonly Bit[]
export type Fill = Readonly<Record<string, string | number>>

export interface Dom {
  /** An element. Children that are strings become text and never markup. */
  node(tag: string, attributes: Record<string, string | number | boolean | null>, ...children: Bit[]): HTMLElement
  /** Words of the table in both tongues; the style sheet shows one. */
  say(key: WordKey, fill?: Fill): HTMLElement[]
  both(zh: string, en: string): HTMLElement[]
  /** The word of a group for a value, such as `channel.phone`; the value itself where there is none. */
  named(group: string, value: string | number): Bit
  /** An attribute, or the text of an option, in the tongue that is shown now and after a switch. */
  tell(element: HTMLElement, what: 'text' | 'aria-label', words: Said): HTMLElement
  said(key: WordKey, fill?: Fill): Said
  saidOf(group: string, value: string | number): Said
  /** A sentence of the service, which says it in both tongues, as words of both; another as it stands. */
  sentence(text: string): Bit
  /** A moment in the reader's own time. */
  moment(iso: string): HTMLElement
  button(words: Bit, run: () => void, attributes?: Record<string, string | number | boolean | null>): HTMLButtonElement
  /** A table whose first cell names its row; where it is narrow, each cell says its column. */
  table(
    caption: WordKey,
    heads: readonly WordKey[],
    rows: readonly { outcome?: string; cells: readonly Bit[] }[],
  ): HTMLElement
  byId<T extends HTMLElement>(id: string): T
}

export function createDom(doc: Document, words: Readonly<Record<string, Said>>): Dom {
  const add = (to: HTMLElement, child: Bit): void => {
    if (child === null || child === undefined || child === false) return
    if (typeof child === 'string' || typeof child === 'number') to.append(String(child))
    else if (child instanceof Node) to.append(child)
    else for (const one of child) add(to, one)
  }
  const node: Dom['node'] = (tag, attributes, ...children) => {
    const made = doc.createElement(tag)
    for (const [name, value] of Object.entries(attributes))
      if (value !== null && value !== false) made.setAttribute(name, value === true ? '' : String(value))
    for (const child of children) add(made, child)
    return made
  }
  const both: Dom['both'] = (zh, en) => [
    node('span', { class: 'zh', lang: 'zh' }, zh),
    node('span', { class: 'en', lang: 'en' }, en),
  ]
  const filled = (text: string, fill: Fill): string =>
    text.replace(/\{(\w+)\}/g, (whole, name: string) => (Object.hasOwn(fill, name) ? String(fill[name]) : whole))
  const said: Dom['said'] = (key, fill = {}) => [filled(words[key]![0], fill), filled(words[key]![1], fill)]
  const saidOf: Dom['saidOf'] = (group, value) => {
    const key = `${group}.${value}`
    return Object.hasOwn(words, key) ? words[key]! : [String(value), String(value)]
  }
  const say: Dom['say'] = (key, fill) => both(...said(key, fill))
  const table: Dom['table'] = (caption, heads, rows) => {
    const cell = (content: Bit, i: number): HTMLElement =>
      i === 0
        ? node('th', { scope: 'row' }, content)
        : node(
            'td',
            {},
            node('span', { class: 'cell-name', 'aria-hidden': 'true' }, say(heads[i]!)),
            node('div', {}, content),
          )
    return node(
      'table',
      { class: 'cards' },
      node('caption', { class: 'unseen' }, say(caption)),
      node(
        'thead',
        {},
        node(
          'tr',
          {},
          heads.map((h) => node('th', { scope: 'col' }, say(h))),
        ),
      ),
      node(
        'tbody',
        {},
        rows.map((r) => node('tr', { 'data-outcome': r.outcome ?? null }, r.cells.map(cell))),
      ),
    )
  }
  return {
    node,
    table,
    both,
    said,
    saidOf,
    say,
    named(group, value) {
      const found = saidOf(group, value)
      return found[0] === found[1] ? found[0] : both(...found)
    },
    tell(element, what, [zh, en]) {
      element.dataset.say = what
      element.dataset.zh = zh
      element.dataset.en = en
      const now = doc.documentElement.dataset.lang === 'en' ? en : zh
      if (what === 'text') element.textContent = now
      else element.setAttribute(what, now)
      return element
    },
    sentence(text) {
      const han = /\p{Script=Han}/u
      for (const by of [' · ', ' / ']) {
        const at = text.lastIndexOf(by)
        const [a, b] = [text.slice(0, at), text.slice(at + by.length)]
        if (at > 0 && han.test(a) !== han.test(b)) return han.test(a) ? both(a, b) : both(b, a)
      }
      const [, zh, en] = /^(.*[\p{Script=Han}。?!」》])\s*([A-Za-z«“][^\p{Script=Han}]{8,})$/su.exec(text) ?? []
      return zh && en ? both(zh, en) : text
    },
    moment(iso) {
      const at = new Date(iso)
      const two = (n: number): string => String(n).padStart(2, '0')
      const day = `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`
      return node('time', { datetime: iso }, `${day} ${two(at.getHours())}:${two(at.getMinutes())}`)
    },
    button(content, run, attributes = {}) {
      const made = node('button', { type: 'button', ...attributes }, content) as HTMLButtonElement
      made.addEventListener('click', run)
      return made
    },
    byId: <T extends HTMLElement>(id: string) => doc.getElementById(id) as T,
  }
}
