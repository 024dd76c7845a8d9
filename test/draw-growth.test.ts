import { expect, it } from 'vitest'
import { drawGrowth } from '../bench/knowledge/draw-growth.ts'
import { type GrowthFigures, growthFigures } from '../bench/knowledge/growth-figures.ts'

const SIZES = [1000, 3000, 10_000, 30_000, 100_000]
const made: GrowthFigures = {
  when: '2026-11-23',
  machine: '2 cores <made up>',
  rows: ['PostgreSQL 17', 'PGlite'].flatMap((database, d) =>
    SIZES.slice(0, 5 - d).map((cases, i) => ({
      database,
      cases,
      candidates: 250,
      recall: 1 - i * 0.002 - d * 0.001,
      p50: 2 + i + d,
      p95: 3 + 2 * i + d,
    })),
  ),
}
const numbers = (svg: string, pattern: RegExp) => [...svg.matchAll(pattern)].map((m) => Number(m[1]))

it('draws a point for every figure, further right the larger the base, by powers', () => {
  const svg = drawGrowth(growthFigures.parse(made))
  expect(svg.match(/<circle /g)).toHaveLength(3 * made.rows.length)
  const [one, , ten, , hundred] = numbers(
    svg.slice(0, svg.indexOf('one search, ms')),
    /<circle class="one" cx="([\d.]+)"/g,
  )
  expect(ten! - one!).toBeCloseTo(hundred! - ten!, 0)
  expect(ten! - one!).toBeGreaterThan(100)
})

it('draws less recall and more time lower and higher', () => {
  const svg = drawGrowth(made)
  const ys = numbers(svg, /<circle class="one" cx="[\d.]+" cy="([\d.]+)"/g)
  const [recall, p95, p50] = [ys.slice(0, 5), ys.slice(5, 10), ys.slice(10, 15)]
  for (const falling of [recall]) expect(falling).toEqual([...falling].sort((a, b) => a - b))
  for (const rising of [p95, p50]) expect(rising).toEqual([...rising].sort((a, b) => b - a))
  for (const y of ys) expect(y).toBeGreaterThan(0)
})

it('stands alone, in both tongues, for light and dark, escaped, with its figures in words', () => {
  const svg = drawGrowth(made)
  expect(svg).toMatch(/^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg"/)
  expect(svg.replace('http://www.w3.org/2000/svg', '')).not.toMatch(/https?:|<script|href|url\(/)
  expect(svg).toContain('prefers-color-scheme: dark')
  expect(svg).toContain('2 cores &lt;made up&gt;')
  for (const words of ['前十召回率', 'recall@10', '毫秒', 'log axis', '2026-11-23', 'PGlite, 30000: recall@10 99.3%'])
    expect(svg).toContain(words)
})

it('keeps the words at the ends of lines apart where the lines end together', () => {
  const together = made.rows.map((r) => ({ ...r, recall: 1, p50: 5, p95: 5 }))
  const svg = drawGrowth({ ...made, rows: together })
  const ys = numbers(svg, /<text class="(?:one|two)" x="574" y="([\d.]+)"/g)
  expect(ys).toHaveLength(6)
  for (const [i, y] of ys.entries())
    for (const other of ys.slice(0, i)) expect(Math.abs(y - other)).toBeGreaterThanOrEqual(16)
})

it('says what it cannot draw', () => {
  expect(() => drawGrowth({ ...made, rows: [] })).toThrow('no figures')
  expect(growthFigures.safeParse({ ...made, when: 'today' }).success).toBe(false)
})
