import { displayWidth } from './width.ts'

export type Align = 'left' | 'right'

/** Rows of cells as aligned lines; cells may hold colour codes. The last column is not padded when it is aligned left. */
export function alignRows(rows: readonly (readonly string[])[], aligns: readonly Align[], indent = '  '): string[] {
  const widths = aligns.map((_, c) => Math.max(0, ...rows.map((r) => displayWidth(r[c] ?? ''))))
  return rows.map((row) =>
    (
      indent +
      aligns
        .map((align, c) => {
          const cell = row[c] ?? ''
          const space = ' '.repeat(widths[c]! - displayWidth(cell))
          return align === 'right' ? space + cell : cell + space
        })
        .join('  ')
    ).trimEnd(),
  )
}

export const COLOURS = { bold: 1, dim: 2, red: 31, green: 32, yellow: 33, blue: 34 } as const
export type Colour = keyof typeof COLOURS
export type Paint = (colour: Colour, text: string) => string

/** Colours a text, or leaves it as it is. */
export const createPaint =
  (colour: boolean): Paint =>
  (name, text) =>
    colour && text ? `\u001b[${COLOURS[name]}m${text}\u001b[0m` : text

const SCALE = 24

/** An interval between 0 and 1 in plain letters (boxes and dots are one cell here and two there): `----=o=------`. */
export function asciiWhisker(value: number | null, low: number | null, high: number | null): string {
  if (value === null) return ''
  const at = (x: number) => Math.max(0, Math.min(SCALE - 1, Math.floor(x * SCALE)))
  const cells = Array.from({ length: SCALE }, () => '.')
  if (low !== null && high !== null) for (let i = at(low); i <= at(high); i++) cells[i] = '='
  cells[at(value)] = 'o'
  return cells.join('')
}
