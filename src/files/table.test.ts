import { expect, it } from 'vitest'
import { tableOf } from './table.ts'

it('takes a header of any width', () => {
  const width = 200_000
  const header = { row: 1, cells: new Map(Array.from({ length: width }, (_, i) => [i, `c${i}`])) }
  const table = tableOf([header, { row: 2, cells: new Map([[width - 1, '甲']]) }], 'csv', [])
  expect(table.columns).toHaveLength(width)
  expect(table.columns.at(-1)).toBe(`c${width - 1}`)
  expect(table.rows).toHaveLength(1)
})
