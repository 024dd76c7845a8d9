import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { isSuzhenError } from '../errors.ts'
import { type PolicySource, parsePolicy } from './parse.ts'

const read = (file: string): PolicySource => ({
  file,
  text: readFileSync(new URL(`../../../policy/${file}`, import.meta.url), 'utf8'),
})
const BASE = read('default.yaml')
const BANKING = read('banking.yaml')
const LOGISTICS = read('logistics.yaml')

/** The default with one stretch of text replaced, and the line on which the replacement stands. */
function damaged(old: string, replacement: string): PolicySource & { line: number } {
  const at = BASE.text.indexOf(old)
  if (at < 0) throw new Error(`the default policy has no «${old}»`)
  const text = BASE.text.slice(0, at) + replacement + BASE.text.slice(at + old.length)
  return { file: 'mine.yaml', text, line: text.slice(0, at).split('\n').length }
}

const overlay = (...lines: string[]): PolicySource => ({
  file: 'over.yaml',
  text: ['name: over', 'version: 2026.11.1', ...lines].join('\n'),
})

async function problemsOf(base: PolicySource, overlays: PolicySource[] = []): Promise<string[]> {
  try {
    await parsePolicy(base, overlays)
  } catch (error) {
    if (!isSuzhenError(error)) throw error
    expect(error.code).toBe('invalid_request')
    return error.message
      .split('\n')
      .slice(1)
      .map((l) => l.trim())
  }
  return []
}

describe('the policies that ship', () => {
  it.each([
    ['default', []],
    ['banking', [BANKING]],
    ['logistics', [LOGISTICS]],
    ['banking and logistics', [BANKING, LOGISTICS]],
    ['logistics and banking', [LOGISTICS, BANKING]],
  ])('%s', async (_, overlays) => expect(await problemsOf(BASE, overlays)).toEqual([]))

  it('a bank’s clocks, powers, routing and situations (E2, E3, B7)', async () => {
    const bank = await parsePolicy(BASE, [BANKING])
    expect(bank.version).toMatch(/\+banking\./)
    expect(bank.clocks.firstResponse.at(-1)).toEqual({ within: '4h' })
    expect(bank.clocks.progress.at(-1)).toEqual({ within: '8h' })
    expect(bank.clocks.team.at(-1)?.within).toBe('1h')
    expect(bank.clocks.legal).toMatchObject([{ when: {}, within: '15d', extendable: ['30d', '60d'] }])
    expect(bank.powers.map((p) => p.limitYuan)).toEqual([5000, 10_000, null])
    expect(bank.routing[0]?.id).toBe('bank-violent')
    expect(bank.routing.at(-1)?.id).toBe('enquiries')
    expect(bank.codes).toHaveLength((await parsePolicy(BASE)).codes.length)
  })

  it('logistics leaves the default’s clocks and takes no opinion on responsibility (B5, B6)', async () => {
    const [base, logistics] = await Promise.all([parsePolicy(BASE), parsePolicy(BASE, [LOGISTICS])])
    expect(logistics.clocks).toEqual(base.clocks)
    expect(logistics.tags.map((t) => t.id)).toEqual(['cause', 'stage', 'urgency'])
    expect(logistics.tags[2]?.default).toBe('normal')
  })

  it('both together keep what each brings', async () => {
    const both = await parsePolicy(BASE, [BANKING, LOGISTICS])
    expect(both.tags.map((t) => t.id).sort()).toEqual(['cause', 'situation', 'stage', 'urgency'])
    expect(both.clocks.profile).toBe('bank')
    expect(both.departments).toHaveProperty('guards')
    expect(both.departments).toHaveProperty('warehouse')
  })
})

describe('what is wrong is named with file, line and expectation', () => {
  const cases: [string, PolicySource & { line: number }, RegExp][] = [
    [
      'an unknown key',
      damaged('  repeatDays: 90', '  repeetDays: 90'),
      /windows: no key is called repeetDays; expected one of repeatDays, groupDays/,
    ],
    [
      'an unknown key at the top',
      damaged('windows:\n', 'window: 3\nwindows:\n'),
      /no key is called window; expected one of name, version/,
    ],
    [
      'an unknown key in a list',
      damaged('{ id: ideas, when:', '{ id: ideas, wen: 1, when:'),
      /routing\.9: no key is called wen; expected one of id, when, team/,
    ],
    [
      'a wrong enum',
      damaged('natures: [suggestion]', 'natures: [sugestion]'),
      /natures\.0: .*expected one of "complaint"\|"suggestion"/,
    ],
    [
      'a wrong level',
      damaged('when: { levels: [1] }, within: 30m }', 'when: { levels: [5] }, within: 30m }'),
      /levels\.0: .*expected one of 1\|2\|3\|4/,
    ],
    ['a wrong duration', damaged('within: 30m', 'within: 30min'), /within: a duration: 30m, 4h, 3d/],
    ['a wrong date', damaged("'2026-01-01'", "'2026-13-01'"), /holidays\.0: a date such as/],
    [
      'a wrong type',
      damaged('groupCustomers: 3', 'groupCustomers: many'),
      /groupCustomers: .*expected int|groupCustomers: .*expected number/,
    ],
    ['a share over one', damaged('secondary: 0.5', 'secondary: 50'), /secondary: .*<=1/],
    ['a YAML syntax error', damaged('  overdueDays: 7\n', '  overdueDays: [7\n'), /./],
    ['a key twice', damaged('  groupDays: 7\n', '  repeatDays: 7\n'), /unique/],
  ]
  it.each(cases)('%s', async (_, source, expectation) => {
    const problems = await problemsOf(source)
    const here = problems.filter((p) => new RegExp(`^mine\\.yaml:(?:${source.line}|${source.line + 1}):`).test(p))
    expect(here, problems.join('\n')).not.toEqual([])
    expect(here.join('\n')).toMatch(expectation)
  })

  it('the exact line', async () => {
    expect(await problemsOf(BASE, [overlay('windows:', '  repeatDays: 30', '  days: 3')])).toEqual([
      'over.yaml:5: windows: no key is called days; expected one of repeatDays, groupDays, groupCustomers',
    ])
    expect(
      (
        await problemsOf(BASE, [
          overlay('routing:', '  - { id: a, when: { levels: [1] } }', '  - id: b', '    when:', '      tiers: [gold]'),
        ])
      )[0],
    ).toMatch(/^over\.yaml:7: routing\.1\.when\.tiers\.0: .*"ordinary"\|"vip"/)
  })

  it('a missing key, at the line of what should hold it', async () => {
    const problems = await problemsOf(BASE, [
      overlay('tags:', '  - id: a', '    zh: 甲', '    items: [{ id: b, zh: 乙, en: b, any: [] }]'),
    ])
    expect(problems).toEqual([expect.stringMatching(/^over\.yaml:4: tags\.0\.en: .*expected string/)])
    expect(
      (await problemsOf({ file: 'mine.yaml', text: BASE.text.replace(/^demands:\n(?: {2}.*\n)*/m, '') })).join(),
    ).toMatch(/^mine\.yaml:\d+: demands: .*expected array/)
  })

  it('half of `graver`, of which one number is the whole', async () => {
    const half = await problemsOf(BASE, [overlay('thresholds:', '  graver: { 2: 0.3 }')])
    expect(half).toEqual([expect.stringMatching(/^over\.yaml:\d+: thresholds\.graver\.1: .*expected number/)])
    expect((await parsePolicy(BASE, [overlay('thresholds:', '  graver: 0.3')])).thresholds.graver).toEqual({
      1: 0.3,
      2: 0.3,
    })
  })

  it('every problem of a file, not the first alone', async () => {
    expect(
      await problemsOf(BASE, [overlay('windows: { repeatDays: -1, groupDays: x }', 'thresholds: { lossYuan: 0 }')]),
    ).toHaveLength(3)
  })

  it.each(['', '# nothing', '[]', 'just words', '- a\n- b'])('a file that is no policy: «%s»', async (text) => {
    expect((await problemsOf({ file: 'empty.yaml', text })).join()).toMatch(
      /^empty\.yaml:\d+: \(root\): .*expected object/,
    )
  })

  it('a syntax error in an overlay', async () => {
    expect((await problemsOf(BASE, [overlay('windows: { repeatDays: 3', 'tags: []')])).join()).toMatch(
      /^over\.yaml:[34]: /,
    )
  })
})

describe('what no schema can see is named with file, line, section and id', () => {
  const code = (c: string) => `  - { code: ${c}, zh: 甲, en: a, department: quality, synonyms: [] }`
  it.each<[string, PolicySource, string | RegExp]>([
    ['a duplicate code', overlay('codes:', code('PQ-50'), code('PQ-50')), /codes: PQ-50 stands twice; expected once/],
    [
      'a duplicate rule',
      overlay('routing:', '  - { id: a, when: {} }', '  - { id: a, when: {} }'),
      /routing: a stands twice/,
    ],
    [
      'a pattern that does not compile',
      overlay('signals:', "  - { id: s, zh: 甲, rules: [], codes: [], any: ['(好'] }"),
      /signals s: pattern «\(好»: .*[Uu]nterminated group/,
    ],
    [
      'a pattern that matches nothing at all',
      overlay('signals:', "  - { id: s, zh: 甲, rules: [], codes: [], any: ['好*'] }"),
      /signals s: pattern «好\*» also matches nothing/,
    ],
    [
      'an unknown lexicon',
      overlay('signals:', "  - { id: s, zh: 甲, rules: [], codes: [], any: ['{persons}'] }"),
      /signals s: .*no lexicon is called \{persons\}; there are num, person/,
    ],
    ['a lexicon that does not compile', overlay('lexicons:', "  mine: ['[好']"), /lexicons mine: pattern/],
    [
      'an unknown department',
      overlay('routing:', '  - { id: a, when: {}, team: nowhere }'),
      /routing a: department nowhere is not in departments/,
    ],
    [
      'an unknown code',
      overlay('routing:', '  - { id: a, when: { codes: [PQ-77] } }'),
      /routing a: code PQ-77 is not in codes/,
    ],
    [
      'an unknown tag',
      overlay('routing:', "  - { id: a, when: { tags: ['stage:moon'] } }"),
      /routing a: tag stage:moon is not in tags \(scheme:item\)/,
    ],
    [
      'a default tag that is no item',
      overlay('tags:', '  - { id: a, zh: 甲, en: a, default: c, items: [{ id: b, zh: 乙, en: b, any: [] }] }'),
      /tags a: default c is not one of its items/,
    ],
    [
      'an unknown duty',
      overlay('codes:', '  - { code: PQ-50, zh: 甲, en: a, department: quality, duties: [dance], synonyms: [] }'),
      /codes PQ-50: duty dance is not in duties/,
    ],
    [
      'clocks that leave some without one',
      overlay('clocks:', '  resolve: [{ when: { levels: [1] }, within: 1h }]'),
      /clocks\.resolve: the last rule must have no «when»/,
    ],
    [
      'a floor on no signal',
      overlay('floors:', '  - { id: f, level: 1, rule: 1a, all: [ghost], natures: [complaint], zh: 甲, en: a }'),
      /floors f: signal ghost is not in signals/,
    ],
    [
      'a zone that is none',
      overlay('calendar: { timezone: Mars/Base }'),
      /calendar\.timezone: Mars\/Base is not an IANA time zone/,
    ],
  ])('%s', async (name, source, expectation) => {
    const problems = await problemsOf(BASE, [source])
    expect(problems).toHaveLength(1)
    expect(problems[0]).toMatch(expectation)
    // The head of an overlay is two lines, its section the third, an entry the next; of two with one key the second is named.
    const line = name.startsWith('a duplicate') ? 5 : name === 'a zone that is none' ? 3 : 4
    expect(problems[0]).toMatch(new RegExp(`^over\\.yaml:${line}: `))
  })

  it('a duplicate code in the default itself', async () => {
    const source = damaged('code: PQ-02,', 'code: PQ-01,')
    const line = source.text.slice(0, source.text.lastIndexOf('code: PQ-01,')).split('\n').length
    expect((await problemsOf(source)).join()).toContain(`mine.yaml:${line}: codes: PQ-01 stands twice`)
  })
})

describe('the merged hash', () => {
  const hash = async (base: PolicySource, ...overlays: PolicySource[]) => (await parsePolicy(base, overlays)).hash

  it('is stable: the same files, comments and blanks aside, give the same', async () => {
    const first = await hash(BASE, BANKING)
    expect(first).toMatch(/^[0-9a-f]{64}$/)
    expect(await hash(BASE, BANKING)).toBe(first)
    expect(await hash({ ...BASE, file: 'moved.yaml', text: `# a comment\n\n${BASE.text}` }, BANKING)).toBe(first)
  })

  it('changes with any change', async () => {
    const changes: [string, string][] = [
      ['repeatDays: 90', 'repeatDays: 91'],
      ['within: 30m', 'within: 31m'],
      ["'2026-01-01'", "'2026-01-05'"],
      ['zh: 功能缺陷/无法使用', 'zh: 功能缺陷'],
      ['limitYuan: 2000', 'limitYuan: 2001'],
      ['坏了, 用不了', '用不了, 坏了'],
      ['secondary: 0.5', 'secondary: 0.51'],
      ['version: 2026.11.1', 'version: 2026.11.2'],
      ['senior: true', 'senior: false'],
    ]
    const hashes = await Promise.all([
      hash(BASE),
      ...changes.map(([a, b]) => hash(damaged(a, b))),
      hash(BASE, BANKING),
      hash(BASE, LOGISTICS),
      hash(BASE, BANKING, LOGISTICS),
      hash(BASE, LOGISTICS, BANKING),
    ])
    expect(new Set(hashes).size).toBe(hashes.length)
  })

  it('merging changes neither argument', async () => {
    const before = await hash(BASE)
    await hash(BASE, BANKING, LOGISTICS)
    expect(await hash(BASE)).toBe(before)
  })
})
