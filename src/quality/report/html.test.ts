import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { HOSTILE_TEXTS, hostileRun, madeRun } from '../../../test/harness/report-run.ts'
import type { Run } from '../run.ts'
import { scoreRun } from '../score.ts'
import { el } from './html/markup.ts'
import { renderHtml } from './html.ts'
import { embeddedJson, type PageData } from './page-data.ts'
import { pageScript } from './script.ts'

const render = (run: Run) => renderHtml({ run, report: scoreRun(run, { resamples: 20 }) })
const between = (html: string, from: string, to: string) => html.slice(html.indexOf(from) + from.length).split(to)[0]!

describe('renderHtml', () => {
  it('allows its own style sheet and script by their hashes, and nothing else', () => {
    const html = render(madeRun(20))
    const hash = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`
    const policy = between(html, 'Content-Security-Policy" content="', '"').replaceAll('&#39;', "'")
    expect(policy).toContain("default-src 'none'")
    expect(policy).toContain(`style-src ${hash(between(html, '<style>', '</style>'))};`)
    expect(policy).toContain(`script-src ${hash(between(html, '<script>', '</script>'))};`)
    expect(policy).not.toContain('unsafe')
    expect(html).not.toMatch(/https?:\/\/|@import|url\(| style="| on\w+="/)
  })

  it('keeps texts in its data only, where nothing can end the element', () => {
    const run = hostileRun()
    const html = render(run)
    expect(html.match(/<script/g)).toHaveLength(2)
    expect(html.match(/<\/script>/g)).toHaveLength(2)
    expect(html).not.toMatch(/<img|<b>facet/)
    const data = JSON.parse(between(html, 'id="data">', '</script>')) as PageData
    expect(data.cases.map((c) => c.text)).toEqual(HOSTILE_TEXTS)
  })

  it('says at the top what of a file was not read', () => {
    const run = madeRun(3)
    const given = { run, report: scoreRun(run, { resamples: 0 }) }
    expect(renderHtml({ ...given, reading: { total: 5, read: 3, findings: [1, 2] } })).toContain('读入 3/5 行,2 条问题')
    expect(renderHtml({ ...given, reading: { total: 3, read: 3, findings: [] } })).not.toContain('读入')
  })

  it('is the same for the same run', () => {
    expect(render(madeRun(20))).toBe(render(madeRun(20)))
  })

  it('writes out a script that stands by itself', () => {
    const script = pageScript()
    expect(script).not.toMatch(/__vi_|import\(|<\/script|<!--/)
    expect(() => new Function(script)).not.toThrow()
  })
})

it('marks no words for a quote that is not in the text', () => {
  const run = madeRun(1)
  const [first] = run.rows
  const moved = { quote: '别的话', start: 0, end: 3 }
  const answer = { ...first!.answer!, severity: { ...first!.answer!.severity, evidence: [moved] } }
  const html = render({ ...run, rows: [{ ...first!, answer }] })
  const data = JSON.parse(between(html, 'id="data">', '</script>')) as PageData
  expect(data.cases[0]!.spans.map((s) => s[0])).not.toContain('level')
  expect(data.cases[0]!.spans.map((s) => s[0])).toContain('code')
})

it('escapes markup in text and in attributes', () => {
  expect(el('p', { title: `"'<&` }, '<b>&').markup).toBe('<p title="&quot;&#39;&lt;&amp;">&lt;b&gt;&amp;</p>')
})

it('embeds JSON that means the same and holds no markup', () => {
  const value = { a: '</script><!--\u2028\u2029&' }
  expect(embeddedJson(value)).not.toMatch(/[<>&\u2028\u2029]/)
  expect(JSON.parse(embeddedJson(value))).toEqual(value)
})
