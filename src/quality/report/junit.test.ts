import { SaxesParser } from 'saxes'
import { describe, expect, it } from 'vitest'
import { checkGate } from '../gate.ts'
import { scoreRun } from '../score.ts'
import { answer, level, row, run } from '../test-rows.ts'
import type { Verdict } from '../verdict-data.ts'
import { escapeXml, renderJunit } from './junit.ts'

interface Element {
  name: string
  attributes: Record<string, string>
  text: string
  inside: string
}

/** Every element in order; throws where the document is not well formed. */
function read(xml: string): Element[] {
  const found: Element[] = []
  const open: Element[] = []
  const parser = new SaxesParser()
  parser.on('error', (error) => {
    throw error
  })
  parser.on('opentag', ({ name, attributes }) => {
    const one = { name, attributes, text: '', inside: open.at(-1)?.name ?? '' }
    found.push(one)
    open.push(one)
  })
  parser.on('text', (text) => {
    const at = open.at(-1)
    if (at) at.text += text
  })
  parser.on('closetag', () => {
    open.pop()
  })
  parser.write(xml).close()
  return found
}

const rows = [row('a', { severity: 3 }, answer()), row('b', { severity: 1 }, answer(level(4)))]
const report = scoreRun(run(rows), { resamples: 50 })
const verdict = checkGate(report, null, {
  version: 1,
  bounds: { 'error.rate': { max_value: 0 }, 'level.exact': { min_lower: 0.99 } },
  paired: { alpha: 0.05, rules: { 'code.accepted': { weight: 1, max_loss: 0.01 } } },
})

describe('renderJunit', () => {
  it('has a case for each rule: passed, failed, skipped', () => {
    const all = read(renderJunit(verdict, report))
    const suite = all.find((e) => e.name === 'testsuite')!
    expect(suite.attributes).toMatchObject({ tests: '3', failures: '1', skipped: '1', errors: '0' })
    expect(suite.attributes.timestamp).toBe('2026-11-20T10:00:00')
    const cases = all.filter((e) => e.name === 'testcase')
    expect(cases.map((c) => c.attributes.name)).toEqual([
      'error.rate max_value 0',
      'level.exact min_lower 0.99',
      'code.accepted max_loss 0.01',
    ])
    const failure = all.find((e) => e.name === 'failure')!
    expect(failure.inside).toBe('testcase')
    expect(failure.attributes.message).toContain(verdict.rules.find((r) => r.outcome === 'failed')!.sentence.zh)
    expect(all.filter((e) => e.name === 'skipped')).toHaveLength(1)
    expect(all.find((e) => e.name === 'system-out')!.text).toContain('level.exact')
  })

  it('fails where nothing could be judged, though no rule failed', () => {
    const nothing: Verdict = { ...verdict, passed: false, failed: 0, skipped: 0, rules: [] }
    const all = read(renderJunit(nothing, report))
    expect(all.find((e) => e.name === 'testsuite')!.attributes).toMatchObject({ tests: '1', failures: '1' })
    expect(all.filter((e) => e.name === 'failure')).toHaveLength(1)
  })

  it('stays XML whatever stands in a name', () => {
    const set = 'a"<b>&\'\u0000\ud800\u000b]]>\n甲😀.csv'
    const all = read(renderJunit(verdict, { ...report, meta: { ...report.meta, set } }))
    const told = all.find((e) => e.name === 'property' && e.attributes.name === 'set')!.attributes.value
    expect(told).toBe('a"<b>&\'\ufffd\ufffd\ufffd]]>\n甲😀.csv')
    expect(escapeXml('\u0001')).toBe('\ufffd')
  })
})
