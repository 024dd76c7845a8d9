import { describe, expect, it } from 'vitest'
import { bestCut, bestSplit, bestTemperature, calibrate, conformalCut } from './calibrate.ts'
import type { HeadSpec } from './heads.ts'
import { generator, sigmoid } from './linear.ts'

describe('the temperature', () => {
  it('is the one with the least loss', () => {
    expect(bestTemperature((t) => (t - 1.7) ** 2).temperature).toBeCloseTo(1.7, 9)
    expect(bestTemperature(() => 1)).toEqual({ temperature: 0.3, loss: 1 })
  })

  it('cools scores that boast: told of twice the true odds, it doubles', () => {
    const random = generator(5)
    const spec: HeadSpec = { name: 'repeat', kind: 'binary', classes: ['yes'] }
    const truth = Array.from({ length: 4000 }, () => random() * 6 - 3)
    const scores = truth.map((z) => [2 * z])
    const targets = truth.map((z) => [random() < sigmoid(z) ? 1 : 0])
    const { temperature } = calibrate([spec], new Map([['repeat', { scores, targets }]]))
    expect(temperature.repeat).toBeGreaterThan(1.7)
    expect(temperature.repeat).toBeLessThan(2.3)
  })
})

describe('the cut', () => {
  const probabilities = Array.from({ length: 100 }, (_, i) => i / 100)

  it('is where F1 is best', () => {
    const cut = bestCut(
      probabilities,
      probabilities.map((p) => p >= 0.4),
    )
    expect(cut).toBeGreaterThan(0.39)
    expect(cut).toBeLessThanOrEqual(0.4)
  })

  it('is one half where too few say yes to tell, and never leaves 0.2 to 0.8', () => {
    expect(
      bestCut(
        probabilities,
        probabilities.map((p) => p >= 0.95),
      ),
    ).toBe(0.5)
    expect(
      bestCut(
        probabilities,
        probabilities.map(() => true),
      ),
    ).toBe(0.2)
    expect(
      bestCut(
        probabilities,
        probabilities.map((p) => p >= 0.85),
      ),
    ).toBe(0.8)
  })
})

describe('the split', () => {
  it('is where it is right most often', () => {
    const probabilities = Array.from({ length: 100 }, (_, i) => i / 100)
    const split = bestSplit(
      probabilities,
      probabilities.map((p) => p >= 0.66),
    )
    expect(split).toBeGreaterThan(0.64)
    expect(split).toBeLessThanOrEqual(0.66)
    expect(bestSplit([0.1, 0.9], [false, true])).toBe(0.5)
    expect(bestSplit([], [])).toBe(0.5)
  })
  it('stays at a half where a few examples would have moved it', () => {
    const probabilities = Array.from({ length: 1000 }, (_, i) => i / 1000)
    // Between 0.5 and 0.7 it is yes and no by turns, but for eight more of no.
    const yes = probabilities.map((p, i) => p >= 0.7 || (p >= 0.5 && i % 2 === 0 && i % 50 !== 0))
    expect(bestSplit(probabilities, yes)).toBe(0.5)
  })
})

describe('the conformal bound', () => {
  it('covers what it promises on fresh draws', () => {
    const random = generator(9)
    const draw = () => random() ** 2
    let covered = 0
    for (let run = 0; run < 200; run++) {
      const cut = conformalCut(Array.from({ length: 199 }, draw))
      if (draw() >= cut) covered++
    }
    expect(covered / 200).toBeGreaterThan(0.9)
  })

  it('lets everything in where there are too few to promise', () => {
    expect(conformalCut([0.9, 0.8])).toBe(0)
  })
})
