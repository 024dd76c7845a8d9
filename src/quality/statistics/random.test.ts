import { expect, test } from 'vitest'
import { createRandom } from './random.ts'

test('gives the numbers of the published algorithms', () => {
  // FNV-1a, splitmix32 and xoshiro128** written once more over python3 integers.
  const random = createRandom('suzhen')
  expect([random(), random(), random(), random()].map((x) => x * 2 ** 32)).toEqual([
    1688795802, 2406807950, 3843385089, 1288489375,
  ])
  const empty = createRandom('')
  expect([empty(), empty()].map((x) => x * 2 ** 32)).toEqual([2988730470, 1666900107])
})

test('scatter draws what single calls draw', () => {
  const [one, many] = [createRandom('s'), createRandom('s')]
  const targets = Int32Array.of(3, 0, 1, 1, 2)
  const [a, b] = [new Int32Array(4), new Int32Array(4)]
  for (let i = 0; i < 1000; i++) a[targets[Math.floor(one() * targets.length)]!]!++
  many.scatter(1000, targets, b)
  expect(b).toEqual(a)
  expect(many()).toBe(one())
})
