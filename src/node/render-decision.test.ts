import { expect, it } from 'vitest'
import type { ScriptHit } from '../domain/decision.ts'
import { DECISION_EXAMPLE } from '../http/routes/triage-example.ts'
import { renderDecision } from './render-decision.ts'

const script: ScriptHit = {
  id: 'script-one',
  scene: '开场致歉',
  text: '{客户称呼},您的{商品名称}由{姓名}在{承诺时间}前处理。',
  slots: ['客户称呼', '商品名称', '姓名', '承诺时间'],
  avoid: [],
  score: 0.9,
  why: [],
  audience: 'frontline',
  filled: '{客户称呼},您的电饭煲由{姓名}在11月20日前处理。',
  unfilled: ['客户称呼', '姓名'],
  slotsFilled: [],
}
const render = (over: Partial<ScriptHit>) =>
  renderDecision({ ...DECISION_EXAMPLE, scripts: [{ ...script, ...over }] }, '电饭煲爆炸')

it('prints a script with what is known in its slots, and names those left to the agent', () => {
  const printed = render({})
  expect(printed).toContain(script.filled)
  expect(printed).not.toContain('{商品名称}')
  expect(printed).toContain('待填 to fill: 客户称呼、姓名')
  expect(render({ filled: '您好,明天办好。', unfilled: [] })).not.toContain('待填')
})
