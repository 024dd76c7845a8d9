import { MAX_BLOCKS, tooLong } from '../blocks.ts'

/** Collects the cells of tables, one inside another, while the document is read. */
export interface TableStack {
  /** Whether a cell is open: paragraphs then go to `add`. */
  inCell(): boolean
  open(): void
  row(): void
  cell(): void
  /** How many columns the open cell is wide, and whether it goes on a cell above it. */
  span(columns: number): void
  merged(): void
  add(text: string): void
  closeCell(): void
  /** The rows of an outer table when it closes; of an inner one its text goes to the cell round it. */
  close(): string[][] | null
}

interface Open {
  rows: string[][]
  cell: { text: string[]; span: number; merged: boolean } | null
}

/** No form has more columns; a span that says so is made to fill memory. */
const MAX_SPAN = 64

export function createTableStack(): TableStack {
  const stack: Open[] = []
  let cells = 0
  const top = () => stack.at(-1)
  return {
    inCell: () => (top()?.cell ?? null) !== null,
    open() {
      stack.push({ rows: [], cell: null })
    },
    row() {
      top()?.rows.push([])
    },
    cell() {
      const table = top()
      if (!table) return
      if (++cells > MAX_BLOCKS) throw tooLong()
      table.cell = { text: [], span: 1, merged: false }
    },
    span(columns) {
      const cell = top()?.cell
      if (cell && columns > 1 && columns <= MAX_SPAN) cell.span = columns
    },
    merged() {
      const cell = top()?.cell
      if (cell) cell.merged = true
    },
    add(text) {
      top()?.cell?.text.push(text)
    },
    closeCell() {
      const table = top()
      const cell = table?.cell
      if (!table || !cell) return
      table.cell = null
      const row = table.rows.at(-1)
      row?.push(cell.merged ? '' : cell.text.join('\n'), ...Array<string>(cell.span - 1).fill(''))
    },
    close() {
      const table = stack.pop()
      if (!table) return null
      const outer = top()
      if (!outer?.cell) return table.rows
      outer.cell.text.push(...table.rows.map((row) => row.filter((c) => c !== '').join('\t')))
      return null
    },
  }
}
