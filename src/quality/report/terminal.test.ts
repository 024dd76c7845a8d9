import { describe, expect, it } from 'vitest'
import { madeRun } from '../../../test/harness/report-run.ts'
import { compareRuns } from '../compare.ts'
import { checkGate } from '../gate.ts'
import { scoreRun } from '../score.ts'
import { answer, level, row, run } from '../test-rows.ts'
import { displayWidth } from './terminal/width.ts'
import { renderTerminal, renderTerminalComparison } from './terminal.ts'

// biome-ignore lint/suspicious/noControlCharactersInRegex: colour codes begin with one
const COLOUR = /\u001b\[\d+m/g
/** What acts on a terminal, but for the line break. */
const ACTING = /(?!\n)[\p{Cc}\u202e]/u

const made = madeRun(120)
const report = scoreRun(made, { resamples: 100 })
const comparison = compareRuns(madeRun(120, 5, 0.4), made, { resamples: 100 })
const verdict = checkGate(report, comparison, {
  version: 1,
  bounds: { 'level.exact': { min_lower: 0.99 } },
  paired: { alpha: 0.05, rules: {} },
})
const plain = { lang: 'zh', colour: false } as const

describe('renderTerminal', () => {
  it('aligns its columns by what a terminal shows, whatever the script', () => {
    for (const lang of ['zh', 'en', 'both'] as const) {
      const lines = renderTerminal(report, { ...plain, lang }).split('\n')
      const ends = lines
        .filter((l) => / n=\d+ /.test(l))
        .map((l) => displayWidth(l.slice(0, /n=\d+/.exec(l)!.index)) + /n=\d+/.exec(l)![0].length)
      expect(ends.length).toBeGreaterThan(20)
      expect(new Set(ends).size).toBe(1)
    }
  })

  it('says each figure with its interval and n', () => {
    const exact = report.measures.find((m) => m.id === 'level.exact')!
    const line = renderTerminal(report, plain)
      .split('\n')
      .find((l) => l.includes('级别完全一致'))!
    expect(line).toContain(`${(exact.value! * 100).toFixed(1)}%`)
    expect(line).toContain(`[${(exact.low! * 100).toFixed(1)}, ${(exact.high! * 100).toFixed(1)}]`)
    expect(line).toContain('n=120')
  })

  it('speaks the language that is asked for', () => {
    const [zh, en, both] = (['zh', 'en', 'both'] as const).map((lang) =>
      renderTerminal(report, { ...plain, lang, comparison, verdict, run: made }),
    )
    expect(zh).toContain('评测报告')
    expect(zh).not.toContain('Evaluation')
    expect(en).toContain('Evaluation report')
    expect(en).not.toMatch(/\p{Script=Han}{4}/u)
    expect(both).toContain('评测报告 Evaluation report')
  })

  it('has colours only where they are wanted, and changes nothing else by them', () => {
    const all = { lang: 'zh', comparison, verdict, run: made } as const
    const coloured = renderTerminal(report, { ...all, colour: true })
    expect(coloured).toContain('\u001b[')
    expect(coloured.replaceAll(COLOUR, '')).toBe(renderTerminal(report, { ...all, colour: false }))
  })

  it('lists the worst errors by id and fields, the text only when asked', () => {
    const rows = [
      row('slight', { severity: 2 }, answer(level(1)), { text: '甲甲甲' }),
      row('grave', { severity: 1 }, answer(level(4)), { text: '乙乙乙' }),
      row('right', { severity: 3 }, answer(), { text: '丙丙丙' }),
    ]
    const few = run(rows)
    const scored = scoreRun(few, { resamples: 0 })
    const out = renderTerminal(scored, { ...plain, run: few })
    expect(out.indexOf('grave')).toBeGreaterThan(0)
    expect(out.indexOf('grave')).toBeLessThan(out.indexOf('slight'))
    expect(out).toContain('级别 1→4')
    expect(out).not.toContain('right')
    expect(out).not.toMatch(/甲|乙|丙/)
    expect(renderTerminal(scored, { ...plain, run: few, texts: true })).toContain('乙乙乙')
  })

  it('lets nothing of a file move the cursor or break a line', () => {
    const evil = run([
      row('id\u001b[2J\n\u202e', { severity: 1 }, null, {
        facets: { 'f\u001b]0;x\u0007': 'v\r\n' },
        error: 'e\u001b[31m',
      }),
    ])
    const out = renderTerminal(scoreRun(evil, { resamples: 0 }), { ...plain, run: evil, texts: true })
    expect(out).not.toMatch(ACTING)
    expect(out).toContain('id')
  })

  it('names what failed at the gate and what turned against the baseline', () => {
    const out = renderTerminal(report, { ...plain, comparison, verdict })
    expect(out).toContain(verdict.rules[0]!.sentence.zh)
    expect(out).toContain(verdict.sentence.zh)
    const flipped = comparison.worse.filter((c) => c.flipped)
    expect(out).toContain(`变错 ${flipped.length}`)
    expect(out).toContain(renderTerminalComparison(comparison, plain).trim())
  })
})
