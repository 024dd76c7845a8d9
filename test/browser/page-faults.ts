/** Expressions that run in a page and list what is wrong with it: the rules of accessibility that a script can check. */

/** Text that has less than 4.5:1 (3:1 when large) on what it stands on. Disabled controls are exempt. */
export const contrastFaults = `(${function contrast(): string[] {
  type Colour = [r: number, g: number, b: number, a: number]
  const parse = (css: string): Colour => {
    const n = (css.match(/[\d.]+/g) ?? []).map(Number)
    return [n[0] ?? 0, n[1] ?? 0, n[2] ?? 0, n[3] ?? 1]
  }
  const over = (top: Colour, under: Colour): Colour => {
    const mix = (i: 0 | 1 | 2) => top[i] * top[3] + under[i] * (1 - top[3])
    return [mix(0), mix(1), mix(2), 1]
  }
  const luminance = (c: Colour): number => {
    const [r, g, b] = [c[0], c[1], c[2]].map((v) => {
      const s = v / 255
      return s <= 0.03928 ? s / 12.92 : ((s + 0.055) / 1.055) ** 2.4
    })
    return 0.2126 * r! + 0.7152 * g! + 0.0722 * b!
  }
  const behind = (at: Element): Colour => {
    const layers: Colour[] = []
    for (let e: Element | null = at; e; e = e.parentElement) layers.push(parse(getComputedStyle(e).backgroundColor))
    return layers.reverse().reduce((under, top) => over(top, under), [255, 255, 255, 1] as Colour)
  }
  const faults = new Set<string>()
  for (const e of document.querySelectorAll('body *')) {
    const own = [...e.childNodes].some((n) => n.nodeType === Node.TEXT_NODE && n.textContent!.trim() !== '')
    if (!own || e.matches('script, noscript *, option, :disabled, :disabled *, .unseen, .unseen *, .skip, .skip *'))
      continue
    if ((e as HTMLElement).getClientRects().length === 0) continue
    const style = getComputedStyle(e)
    let opacity = 1
    for (let p: Element | null = e; p; p = p.parentElement) opacity *= Number(getComputedStyle(p).opacity)
    const ink = parse(e.closest('svg') ? style.fill : style.color)
    const ground = behind(e)
    const [x, y] = [luminance(over([ink[0], ink[1], ink[2], ink[3] * opacity], ground)), luminance(ground)]
    const ratio = (Math.max(x, y) + 0.05) / (Math.min(x, y) + 0.05)
    const size = Number.parseFloat(style.fontSize)
    const large = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700)
    if (ratio < (large ? 3 : 4.5))
      faults.add(`${e.tagName}.${e.getAttribute('class')} ${ratio.toFixed(2)} ${e.textContent!.trim().slice(0, 20)}`)
  }
  return [...faults]
}.toString()})()`

/** Names, labels, headings, tables, ids, languages. */
export const structureFaults = `(${function structure(): string[] {
  const faults: string[] = []
  const all = <T extends Element>(selector: string) => [...document.querySelectorAll<T>(selector)]
  const shown = (e: Element) => e.getClientRects().length > 0
  const say = (what: string, e: Element) => faults.push(`${what}: ${e.outerHTML.slice(0, 100)}`)
  if (!document.documentElement.lang) faults.push('no language')
  if (!document.title) faults.push('no title')
  if (all('main').length !== 1 || all('h1').length !== 1) faults.push('one main and one h1')
  for (const e of all<HTMLElement>('button, a[href], summary'))
    if (shown(e) && !(e.getAttribute('aria-label') ?? e.innerText).trim()) say('no name', e)
  for (const e of all<HTMLInputElement>('input, select, textarea')) {
    if (e.labels?.length !== 1) say('no label', e)
    if (!e.labels?.[0]?.textContent?.trim()) say('empty label', e)
  }
  for (const e of all('fieldset')) if (!e.querySelector('legend')?.textContent?.trim()) say('no legend', e)
  for (const e of all('img')) if (!e.hasAttribute('alt')) say('no alt', e)
  for (const e of all<HTMLElement>('nav, dialog, [role="group"], [role="dialog"]')) {
    const by = e.getAttribute('aria-labelledby')
    if (!(e.getAttribute('aria-label') ?? (by ? document.getElementById(by)?.textContent : ''))?.trim())
      say('no name', e)
  }
  // What Tab reaches first is what stands first.
  for (const e of all<HTMLElement>('[tabindex]')) if (e.tabIndex > 0) say('an order of its own', e)
  for (const e of all('[aria-describedby]'))
    for (const id of e.getAttribute('aria-describedby')!.split(' '))
      if (!document.getElementById(id)) say(`described by nothing (${id})`, e)
  let before = 0
  for (const e of all('h1, h2, h3, h4')) {
    const rank = Number(e.tagName[1])
    if (rank > before + 1) say(`heading skips from ${before}`, e)
    before = rank
  }
  for (const e of all<HTMLTableElement>('table')) if (!e.caption?.textContent) say('no caption', e)
  for (const e of all('th')) if (!e.getAttribute('scope')) say('no scope', e)
  for (const e of all('[aria-sort]')) if (e.tagName !== 'TH') say('aria-sort', e)
  const ids = all('[id]').map((e) => e.id)
  for (const id of ids) if (ids.indexOf(id) !== ids.lastIndexOf(id)) faults.push(`id twice: ${id}`)
  for (const e of all('[aria-labelledby]'))
    if (!document.getElementById(e.getAttribute('aria-labelledby')!)) say('labelled by nothing', e)
  for (const e of all('[aria-expanded="true"][aria-controls]'))
    if (!document.getElementById(e.getAttribute('aria-controls')!)) say('controls nothing', e)
  for (const e of all('a[href^="#"]')) if (!document.querySelector(e.getAttribute('href')!)) say('leads nowhere', e)
  for (const e of all('svg')) if (e.getAttribute('aria-hidden') !== 'true') say('picture without words', e)
  for (const e of all('[aria-hidden="true"] button, [aria-hidden="true"] a')) say('hidden but reached by Tab', e)
  for (const e of all('body *')) {
    const { overflowX, overflowY } = getComputedStyle(e)
    const scrolls = ['auto', 'scroll'].some((v) => v === overflowX || v === overflowY)
    const overflows = e.scrollWidth > e.clientWidth + 1 || e.scrollHeight > e.clientHeight + 1
    if (
      scrolls &&
      overflows &&
      !e.matches('[tabindex], select, input, textarea') &&
      !e.querySelector('button, a[href]')
    )
      say('scrolls by mouse only', e)
  }
  return faults
}.toString()})()`
