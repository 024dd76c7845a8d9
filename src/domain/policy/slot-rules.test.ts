import { describe, expect, it } from 'vitest'
import { readKnowledgeRules } from '../../node/policy-files.ts'
import { knowledgeRulesSchema } from './knowledge-rules.ts'

const { slots, library } = await readKnowledgeRules()
const rules = { slots, library }
const pathsWrong = (over: object) =>
  knowledgeRulesSchema
    .pick({ slots: true, library: true })
    .safeParse({ ...rules, ...over })
    .error?.issues.map((i) => i.path.join('.')) ?? []

describe('slots in policy/knowledge.yaml', () => {
  it('knows the usual names of slots, in Chinese and English, and never fills what is promised', () => {
    const of = (name: string) => rules.slots.find((r) => r.names.includes(name))
    expect(of('客户称呼')?.from).toEqual(['customer.name'])
    expect(of('solveBy')?.from).toEqual(['clocks.resolveBy'])
    expect(of('补偿金额')).toMatchObject({ from: [], promised: true })
    for (const rule of rules.slots.filter((r) => r.from.some((f) => f.startsWith('text.'))))
      expect(rule.near.length).toBeGreaterThan(0)
  })

  it('refuses a source that is none, a slot in two lines, and a pattern that cannot be read', () => {
    expect(pathsWrong({})).toEqual([])
    expect(pathsWrong({ slots: [{ names: ['称呼'], from: ['customer.phone'] }] })).toEqual(['slots.0.from.0'])
    expect(pathsWrong({ slots: [...rules.slots, { names: ['客户称呼'], from: [] }] })).toEqual(['slots'])
    expect(pathsWrong({ library: { blanks: ['(['] } })).toEqual(['library.blanks.0'])
  })
})
