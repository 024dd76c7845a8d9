import { readXml } from '../read-xml.ts'
import type { Budget, ZipEntry } from '../zip-entries.ts'

/** What the styles of a document say: how deep a heading each is, and which belong to its table of contents. */
export interface Styles {
  /** From 1; none: no heading. */
  depth: ReadonlyMap<string, number>
  contents: ReadonlySet<string>
}

interface Style {
  name: string
  basedOn: string | null
  /** As Word counts: from 0; 9 is body text. */
  outline: number | null
}

/** A heading by its style's outline level, by its name («heading 1», «标题 1», «Title»), or by the style it is based on. */
export function readStyles(entry: ZipEntry | undefined, budget: Budget): Styles {
  const styles = new Map<string, Style>()
  let style: Style | null = null
  if (entry)
    readXml(entry, budget, {
      open(name, a) {
        const value = a['w:val'] ?? a.val ?? ''
        if (name === 'style') {
          style = { name: '', basedOn: null, outline: null }
          styles.set(a['w:styleId'] ?? a.styleId ?? '', style)
        } else if (!style) return
        else if (name === 'name') style.name = value
        else if (name === 'basedOn') style.basedOn = value
        else if (name === 'outlineLvl') style.outline = Number(value)
      },
      close(name) {
        if (name === 'style') style = null
      },
    })
  const depth = new Map<string, number>()
  const contents = new Set<string>()
  for (const [id, own] of styles) {
    const found = depthOf(own, styles)
    if (found) depth.set(id, found)
    if (/^(toc|目录)\s*\d/i.test(own.name)) contents.add(id)
  }
  return { depth, contents }
}

/** Styles based on one another in a ring are left after a few steps. */
const MOST_STEPS = 12

function depthOf(style: Style, styles: ReadonlyMap<string, Style>): number | null {
  let at: Style | undefined = style
  for (let step = 0; at && step < MOST_STEPS; step++) {
    if (at.outline !== null) return at.outline >= 0 && at.outline < 9 ? at.outline + 1 : null
    const numbered = /^(?:heading|标题)\s*([1-9])$/i.exec(at.name)
    if (numbered) return Number(numbered[1])
    if (/^(title|标题|文档标题)$/i.test(at.name)) return 1
    at = at.basedOn === null ? undefined : styles.get(at.basedOn)
  }
  return null
}

/** The same by the id alone, for documents that come without their styles. */
export function depthById(id: string): number | null {
  const numbered = /^(?:heading|标题)\s?([1-9])$/i.exec(id)
  return numbered ? Number(numbered[1]) : /^title$/i.test(id) ? 1 : null
}
