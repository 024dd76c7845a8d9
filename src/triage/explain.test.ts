import { describe, expect, it } from 'vitest'
import { anAssessment, atLevel } from '../../test/harness/assessments.ts'
import { readPolicy } from '../node/policy-files.ts'
import { explain } from './explain.ts'

const policy = await readPolicy([])

describe('explain', () => {
  it('names the rules of the graver levels alone, the nearest first, five at most', () => {
    const severity = { ...atLevel(3), ruleScores: { '2b': 0.42, '1a': 0.31, '2c': 0.05 } }
    const lines = explain(anAssessment({ severity }), policy)
    expect(lines).toHaveLength(5)
    expect(lines[0]).toMatch(/^未达2级 2b.*把握 42%,低于 50%/)
    expect(lines[1]).toMatch(/^未达1级 1a.*31%/)
    expect(lines[2]).toMatch(/^未达2级 2c.*5%/)
    const level2 = explain(anAssessment({ severity: { ...severity, level: 2 } }), policy)
    expect(level2).toHaveLength(4)
    for (const line of level2) expect(line).toMatch(/^未达1级 1[a-d]/)
  })

  it('has nothing graver to explain at level 1', () => {
    expect(explain(anAssessment({ severity: atLevel(1, ['1a']) }), policy)).toEqual([])
  })

  it('guide 1: what is no complaint is level 4 for that reason, unless a floor raised it', () => {
    const nature = { value: 'enquiry' as const, confidence: 0.9 }
    expect(explain(anAssessment({ nature, severity: atLevel(4) }), policy)).toEqual([
      '判为「enquiry」而非投诉,故为4级 · not a complaint, so level 4',
    ])
    expect(explain(anAssessment({ nature, severity: atLevel(1, ['1a']) }), policy)).toEqual([])
  })
})
