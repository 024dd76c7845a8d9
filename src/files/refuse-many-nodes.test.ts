import { expect, it } from 'vitest'
import { makeZip } from '../../test/harness/make-zip.ts'
import { refuseManyNodes } from './refuse-many-nodes.ts'
import { zipEntries } from './zip-entries.ts'

const XML = '<?xml version="1.0"?><s><r a="1" b=\'<&gt;\'><c/></r><!-- a=1 --><t>x = y</t></s>'
const entry = (xml: string) => zipEntries(makeZip([{ name: 'a.xml', content: xml }])).get('a.xml')!

it('counts elements and attributes, and no equals sign of a text', () => {
  // Elements s, r, c, t; attributes a, b; the declaration, its version, the comment with its sign and the < of a value count too.
  const budget = (nodes: number) => ({ left: 10_000, nodes })
  const most = 11
  refuseManyNodes(entry(XML), budget(most))
  expect(() => refuseManyNodes(entry(XML), budget(most - 1))).toThrow(/已拒绝/)
})

it('spends nothing of the budget, and holds to it', () => {
  const budget = { left: XML.length, nodes: 100 }
  refuseManyNodes(entry(XML), budget)
  expect(budget).toEqual({ left: XML.length, nodes: 100 })
  expect(() => refuseManyNodes(entry(XML), { left: XML.length - 1, nodes: 100 })).toThrow(/已拒绝/)
})
