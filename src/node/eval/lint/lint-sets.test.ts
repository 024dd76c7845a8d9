import { describe, expect, it } from 'vitest'
import type { LabelledCase } from '../../../domain/labelled-case.ts'
import { lintSets } from './lint-sets.ts'
import { renderLint } from './render-lint.ts'

const TEXTS = [
  '洗衣机才用了两周就漏水,师傅来了一趟说没配件,一直拖到现在也没个准信。',
  '酒店前台让我在大堂等了一个多小时,房间还没打扫好,一句抱歉都没有。',
  '健身房突然关门,办的年卡还剩八个月,老板电话也打不通了。',
  '外卖汤洒了一半,骑手放下就走,商家说不归他们管。',
]
const make = (i: number, change: Partial<LabelledCase> | Record<string, unknown> = {}) => ({
  id: `a${i}`, text: TEXTS[i % 4], lang: 'zh', nature: 'complaint', severity: 3, rules: [], primary: 'PQ-01', also_ok: [],
  secondary: [], emotion: 2, dominant: 'anger', threats: [], repeat: false, repeat_count: null, group: false, demands: [],
  slice: null, domain: 'retail', channel: 'app', register: 'review', situation: `s${i}`, source: 'x', ...change,
}) // biome-ignore format: one case
const file = (name: string, lines: unknown[]) => ({
  name,
  bytes: Buffer.from(lines.map((l) => (typeof l === 'string' ? l : JSON.stringify(l))).join('\n')),
})
const lint = (files: ReturnType<typeof file>[], coverage = false) =>
  lintSets(files, ['PQ-01', 'PQ-99', 'TD-06'], { coverage })
const told = (files: ReturnType<typeof file>[]) =>
  lint(files).findings.map((f) => `${f.kind} ${f.where}: ${f.problem.en}`)

describe('lintSets', () => {
  it('finds nothing in clean sets', () => {
    expect(lint([file('train', [make(0), make(1)]), file('test', [make(2), make(3)])])).toEqual({
      sets: [
        { name: 'train', cases: 2 },
        { name: 'test', cases: 2 },
      ],
      findings: [],
    })
  })

  it.each([
    ['a line that is no JSON', ['{"id":'], /^json t:1: /],
    ['an enum', [make(0, { emotion: 6 })], /^scheme t:1 a0: emotion/],
    ['a field too many', [make(0, { mood: 1 })], /^scheme t:1 a0: .*mood/],
    ['rules that give another level', [make(0, { rules: ['2c'] })], /^scheme t:1 a0: severity: rules 2c give 2, not 3/],
    ['a code not in the policy', [make(0, { also_ok: ['TD-07'] })], /^code t:1 a0: TD-07$/],
    ['the primary code as secondary', [make(0, { secondary: ['PQ-01'] })], /^labels t:1 a0: a secondary/],
    ['the primary code as also_ok', [make(0, { also_ok: ['PQ-01'] })], /^labels t:1 a0: also_ok/],
    ['a count without a repeat', [make(0, { repeat_count: 2 })], /^labels t:1 a0: repeat_count/],
    [
      'a threat twice',
      [make(0, { threats: Array(2).fill({ channel: 'media', stance: 'done' }) })],
      /^labels t:1 a0: a threat/,
    ],
    ['an id twice', [make(0), make(1, { id: 'a0' })], /^id a0: /],
  ])('finds %s', (_, lines, expected) => {
    const found = told([file('t', lines)])
    expect(found).toHaveLength(1)
    expect(found[0]).toMatch(expected)
  })

  it('finds near-duplicates: at 0.6 across sets an error, within one at 0.8 a warning', () => {
    // Ten of some thirty bigrams changed: between the two bounds.
    const near = `${TEXTS[0]!.slice(0, -8)}真叫人没法再等。`
    const nearer = `${TEXTS[0]!.slice(0, -1)}!`
    const { findings } = lint([
      file('train', [make(0), make(1, { text: near }), make(2, { text: nearer })]),
      file('test', [make(3), make(4, { id: 'b', text: near, situation: 'other' })]),
    ])
    const by = (kind: string) => findings.filter((f) => f.kind === kind)
    expect(by('within').map((f) => [f.where, f.warning])).toEqual([['train a0 ~ train a2', true]])
    expect(by('across').map((f) => f.where)).toEqual(['train a1 ~ test b', 'train a0 ~ test b', 'train a2 ~ test b'])
    expect(by('across').every((f) => !f.warning)).toBe(true)
    expect(JSON.stringify(findings)).not.toContain('洗衣机')
  })

  it('finds a situation in two sets, and leaves one alone that stands twice in one', () => {
    const found = told([
      file('train', [make(0), make(1, { situation: 's0' })]),
      file('test', [make(2, { situation: 's0' })]),
    ])
    expect(found).toEqual(['situation s0: train a0, test a2'])
  })

  it('names every kind of which there is too little, and exempts -99', () => {
    const { findings } = lint(
      [
        file(
          't',
          Array.from({ length: 30 }, (_, i) => make(i, { text: `${i}`.repeat(i + 1) })),
        ),
      ],
      true,
    )
    const short = findings.filter((f) => f.kind === 'coverage').map((f) => f.where)
    expect(short).not.toContain('PQ-01')
    expect(short).not.toContain('PQ-99')
    expect(short).not.toContain('severity 3')
    expect(short).toEqual(
      expect.arrayContaining([
        'TD-06',
        'severity 1',
        'nature praise',
        'threat media:done',
        'slice irony',
        'lang en',
        'domain car',
      ]),
    )
  })

  it('prints every kind with its count, and no text', () => {
    const printed = renderLint(lint([file('t', [make(0), make(1, { id: 'a0', repeat_count: 2 })])]), 20)
    expect(printed).toContain('a0')
    expect(printed).toContain('2 个问题,0 条提醒')
    expect(printed).not.toContain('酒店')
  })
})
