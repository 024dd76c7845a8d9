/** Lets the reader sort the tables that stand in the page by a column; numbers begin with the largest. */
export function startTables(doc: Document): void {
  const keyOf = (line: HTMLTableRowElement, column: number): string => line.cells[column]?.dataset.sort ?? ''
  for (const table of doc.querySelectorAll<HTMLTableElement>('table.sortable')) {
    const heads = [...table.tHead!.rows[0]!.cells]
    const body = table.tBodies[0]!
    heads.forEach((head, column) => {
      head.querySelector('button')?.addEventListener('click', () => {
        const lines = [...body.rows]
        const numeric = lines.every((l) => keyOf(l, column) !== '' && !Number.isNaN(Number(keyOf(l, column))))
        const before = head.getAttribute('aria-sort')
        const ascending = before === 'none' ? !numeric : before === 'descending'
        const sign = ascending ? 1 : -1
        lines.sort((a, b) => {
          const [x, y] = [keyOf(a, column), keyOf(b, column)]
          return sign * (numeric ? Number(x) - Number(y) : x < y ? -1 : x > y ? 1 : 0)
        })
        body.append(...lines)
        for (const other of heads) if (other.hasAttribute('aria-sort')) other.setAttribute('aria-sort', 'none')
        head.setAttribute('aria-sort', ascending ? 'ascending' : 'descending')
      })
    })
  }
}
