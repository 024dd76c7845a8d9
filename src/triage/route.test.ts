import { describe, expect, it } from 'vitest'
import { someFacts } from '../../test/harness/assessments.ts'
import { AUDIENCES } from '../domain/labels.ts'
import { readPolicy } from '../node/policy-files.ts'
import { route } from './route.ts'

const policy = await readPolicy([])
const banking = await readPolicy(['banking'])
const of = (over: Parameters<typeof someFacts>[0], role: (typeof AUDIENCES)[number] = 'frontline') =>
  route(someFacts(over), role, policy)
const everyone = (r: ReturnType<typeof of>) => [r.team, ...r.collaborators]

describe('route', () => {
  it('sends an ordinary complaint to the department that owns its primary code (E4, B4)', () => {
    expect(of({ codes: ['SP-07', 'TD-06'] })).toMatchObject({ team: 'logistics', collaborators: [], senior: false })
    expect(of({ codes: ['TD-06'] }).teamName).toBe(policy.departments.finance!.zh)
  })

  it('B2: RL-09 brings in the legal department always: as first or later code, at any level, of any nature', () => {
    for (const level of [1, 2, 3, 4] as const)
      for (const nature of ['complaint', 'enquiry', 'suggestion'] as const)
        for (const codes of [['RL-09'], ['PQ-11', 'RL-09'], ['SP-07', 'SP-01', 'RL-09']])
          expect(everyone(of({ codes, level, nature }))).toContain('legal')
    expect(everyone(of({ codes: ['PQ-11'] }))).not.toContain('legal')
  })

  it.each([
    ['1a', 'quality', ['legal', 'pr', 'executive']],
    ['1d', 'quality', ['legal', 'pr', 'executive']],
    ['1b', 'risk', ['legal', 'executive']],
    ['1c', 'pr', ['legal', 'executive']],
  ] as const)('A1, E4, E6: level 1 by rule %s goes to %s with legal and the executives, senior', (rule, team, helpers) => {
    const routing = of({ level: 1, rules: [rule], codes: ['SP-07'] })
    expect(routing).toMatchObject({ team, senior: true })
    expect(routing.collaborators).toEqual(expect.arrayContaining([...helpers, 'logistics']))
  })

  it('calls the executives for level 1 alone, though a code names them', () => {
    expect(of({ level: 1, rules: ['1a'], codes: ['PQ-08'] }).collaborators).toContain('executive')
    expect(of({ level: 3, codes: ['PQ-08'] }).collaborators).not.toContain('executive')
    expect(of({ level: 3, codes: ['PQ-08'] }).collaborators).toEqual(['legal', 'pr'])
  })

  it('D4: a media threat brings PR and a senior hand; a regulator or lawyer brings legal and a senior hand', () => {
    expect(of({ flags: new Set(['mediaEscalation']) })).toMatchObject({
      team: 'logistics',
      collaborators: ['pr'],
      senior: true,
    })
    expect(of({ flags: new Set(['externalEscalation']) })).toMatchObject({ collaborators: ['legal'], senior: true })
  })

  it('C2, D5, E4: anger goes to a senior hand, repeats to process, a group to operations', () => {
    expect(of({ emotionAlert: true })).toMatchObject({ senior: true, collaborators: [] })
    expect(of({ repeatRisk: 'high' })).toMatchObject({ senior: true, collaborators: ['process'] })
    expect(of({ repeatRisk: 'medium' }).senior).toBe(false)
    expect(of({ flags: new Set(['group']) })).toMatchObject({ senior: true, collaborators: ['operations'] })
  })

  it('A4: a suggestion goes to the analysis, an enquiry to customer service', () => {
    expect(of({ nature: 'suggestion', level: 4, codes: [] }).team).toBe('insight')
    for (const nature of ['enquiry', 'praise', 'other'] as const)
      expect(of({ nature, level: 4, codes: [] })).toMatchObject({ team: 'customer-service', senior: false })
  })

  it('names nobody twice, and never the team among its helpers', () => {
    for (const { code } of policy.codes)
      for (const level of [1, 2, 3] as const) {
        const all = everyone(
          of({ codes: [code, 'RL-09', 'PQ-08'], level, rules: level === 1 ? ['1a'] : [], repeatRisk: 'high' }),
        )
        expect(new Set(all).size).toBe(all.length)
        for (const d of all) expect(policy.departments[d], d).toBeDefined()
      }
  })

  it('E3: each role promises up to its own limit: 2,000, 5,000, and no fixed limit for the head', () => {
    expect(AUDIENCES.map((role) => of({}, role).approval)).toEqual([
      { role: 'frontline', limitYuan: 2000 },
      { role: 'supervisor', limitYuan: 5000 },
      { role: 'management', limitYuan: null },
    ])
  })

  it('E3: a bank has its own sums, 5,000 and 10,000 for a VIP', () => {
    expect(route(someFacts(), 'frontline', banking).approval.limitYuan).toBe(5000)
    expect(route(someFacts(), 'supervisor', banking).approval.limitYuan).toBe(10_000)
  })

  it('falls to customer service where there is neither a code nor a rule', () => {
    expect(route(someFacts({ codes: [] }), 'frontline', { ...policy, routing: [] }).team).toBe('customer-service')
  })
})
