import { expect, it } from 'vitest'
import { byChunks, createItemPack } from './item-pack.ts'
import type { ReadItem } from './types.ts'

const item = (i: number, summary = '包裹晚到五天'): ReadItem => ({
  kind: 'case',
  file: '案例.xlsx',
  row: i,
  item: { id: `case-${i}`, summary, product: null },
  findings: [],
})
const packOf = (from: number, to: number) => {
  const pack = createItemPack()
  for (let i = from; i < to; i++) pack.add(item(i))
  return pack
}
const rows = (pack: Iterable<ReadItem>) => [...pack].map((i) => i.row)
const upTo = (n: number) => Array.from({ length: n }, (_, i) => i)

it('gives the items back as they were, in their order, as often as it is asked', () => {
  const pack = createItemPack()
  const items = upTo(350).map((i) => item(i, `第${i}条 \ud83d "\\ 😀`))
  for (const one of items) pack.add(one)
  expect(pack.count).toBe(350)
  expect([...pack]).toEqual(items)
  expect([...pack]).toEqual(items)
})

it('takes over many and few of others behind its own, and goes to another thread and back', () => {
  const pack = packOf(0, 150)
  pack.append(packOf(150, 152))
  pack.append(packOf(152, 400))
  pack.append(createItemPack())
  pack.add(item(400))
  expect(rows(pack)).toEqual(upTo(401))
  const sent = createItemPack(structuredClone(pack.pieces()))
  expect(sent.count).toBe(401)
  expect(rows(sent)).toEqual(upTo(401))
  // What is added to one of the two is not the other’s.
  sent.add(item(401))
  expect(pack.count).toBe(401)
  expect(rows(pack)).toEqual(upTo(401))
})

it('holds an item in a small share of its own size', () => {
  const pack = createItemPack()
  const items = upTo(1000).map((i) => item(i, `第${i}位客户说${'包裹晚到五天,客户催了两次,'.repeat(20)}${i * 7919}`))
  for (const one of items) pack.add(one)
  const packed = pack.pieces().pieces.reduce((sum, piece) => sum + piece.length, 0)
  expect(packed * 10).toBeLessThan(JSON.stringify(items).length)
})

it('hands items out by so many, and takes no more than were asked for', () => {
  let taken = 0
  const counted = function* () {
    for (let i = 0; i < 250; i++) {
      taken++
      yield i
    }
  }
  const chunks = byChunks(counted(), 100)
  expect((chunks.next().value as number[]).length).toBe(100)
  expect(taken).toBe(100)
  expect([...chunks].map((c) => c.length)).toEqual([100, 50])
  expect([...byChunks([], 100)]).toEqual([])
})
