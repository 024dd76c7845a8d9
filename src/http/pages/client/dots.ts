/**
 * A share before and now as two dots on one line: the page's picture with its places set, as attributes, which the page's
 * policy allows. For eyes only; the figures stand beside it.
 */
export function createDots(doc: Document): (before: number, now: number, most: number) => SVGElement {
  const [FIRST, LAST] = [6, 174]
  return (before, now, most) => {
    const template = doc.getElementById('dots') as HTMLTemplateElement
    const picture = template.content.firstElementChild!.cloneNode(true) as SVGElement
    const x = (share: number): string => String(FIRST + (most > 0 ? share / most : 0) * (LAST - FIRST))
    const set = (part: string, name: string, share: number): void =>
      picture.querySelector(part)!.setAttribute(name, x(share))
    set('.way', 'x1', before)
    set('.way', 'x2', now)
    set('.was', 'cx', before)
    set('.is', 'cx', now)
    return picture
  }
}
