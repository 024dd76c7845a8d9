import { describe, expect, it } from 'vitest'
import type { Decision } from '../domain/decision.ts'
import { DECISION_EXAMPLE } from '../http/routes/triage-example.ts'
import { differences } from './differences.ts'

describe('what a later decision says otherwise', () => {
  it('is nothing for the same decision', () => {
    expect(differences(DECISION_EXAMPLE, structuredClone(DECISION_EXAMPLE))).toEqual([])
  })

  it('names each field with what it was and is', () => {
    const after: Decision = structuredClone(DECISION_EXAMPLE)
    after.severity.level = DECISION_EXAMPLE.severity.level === 1 ? 2 : 1
    after.threats = [{ channel: 'legal', stance: 'done', evidence: [] }]
    expect(differences(DECISION_EXAMPLE, after)).toEqual([
      { field: 'severity.level', before: DECISION_EXAMPLE.severity.level, after: after.severity.level },
      {
        field: 'threats',
        before: DECISION_EXAMPLE.threats.map((t) => `${t.channel}/${t.stance}`).sort(),
        after: ['legal/done'],
      },
    ])
  })

  it('does not count quotes, or how long it took', () => {
    const after: Decision = structuredClone(DECISION_EXAMPLE)
    after.severity.evidence = []
    after.engine.latencyMs = { total: 9_999 }
    expect(differences(DECISION_EXAMPLE, after)).toEqual([])
  })
})
