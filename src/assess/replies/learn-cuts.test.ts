import { describe, expect, it } from 'vitest'
import { learnCut, scoreOf, type Tally } from './learn-cuts.ts'

const times = (n: number, tally: Tally): Tally[] => new Array<Tally>(n).fill(tally)
const silent = (labels: number, p: number, right: boolean): Tally => ({ labels, found: [], top: { p, right } })
const said = (p: number, right: boolean): Tally => ({ labels: right ? 1 : 0, found: [{ p, right }], top: { p, right } })

describe('cuts of the reader of replies', () => {
  it('adds where the reading is right and the patterns are silent', () => {
    const { add, keep } = learnCut([
      ...times(30, silent(1, 0.82, true)),
      ...times(60, silent(0, 0.4, false)),
      ...times(20, said(0.9, true)),
    ])
    expect(add).toBe(0.8)
    expect(keep).toBeNull()
  })

  it('drops what the reading doubts, where it doubts rightly', () => {
    const { keep } = learnCut([...times(20, said(0.04, false)), ...times(30, said(0.7, true))])
    expect(keep).toBe(0.05)
  })

  it('leaves the patterns alone where the gain may be chance', () => {
    const tallies = [
      ...times(40, said(0.8, true)),
      silent(1, 0.6, true),
      silent(0, 0.6, false),
      ...times(40, silent(0, 0.1, false)),
    ]
    expect(learnCut(tallies)).toEqual({ add: null, keep: null })
  })

  it('counts a finding once and a label once', () => {
    expect(scoreOf([said(0.9, true), said(0.9, false), silent(1, 0.2, true)], { add: null, keep: null })).toEqual({
      precision: 0.5,
      recall: 0.5,
      f1: 0.5,
    })
  })
})
