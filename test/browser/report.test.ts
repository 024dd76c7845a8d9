import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { compareRuns } from '../../src/quality/compare.ts'
import { checkGate } from '../../src/quality/gate.ts'
import { renderHtml } from '../../src/quality/report/html.ts'
import type { Run } from '../../src/quality/run.ts'
import { scoreRun } from '../../src/quality/score.ts'
import { type Browser, chromiumPath, openBrowser, type Page } from '../harness/chromium.ts'
import { HOSTILE_TEXTS, hostileRun, madeRun } from '../harness/report-run.ts'
import { contrastFaults, structureFaults } from './page-faults.ts'

if (!chromiumPath)
  console.log(
    '没有找到 Chromium,跳过报告页面的浏览器测试;可用 CHROMIUM 指定。No Chromium was found: the browser tests of the report are skipped; CHROMIUM may name one.',
  )

describe.skipIf(!chromiumPath)('the HTML report in a browser', () => {
  const folder = mkdtempSync(join(tmpdir(), 'suzhen-report-'))
  let browser: Browser
  let page: Page
  beforeAll(async () => {
    browser = await openBrowser()
    page = await browser.newPage()
    await page.resize(1280)
  })
  afterAll(async () => {
    await browser?.close()
    rmSync(folder, { recursive: true })
  })

  afterEach(() => expect(page.complaints).toEqual([]))

  const write = (name: string, html: string): string => {
    const path = join(folder, name)
    writeFileSync(path, html)
    return pathToFileURL(path).href
  }
  const fewResamples = { resamples: 200 }
  const bare = (name: string, run: Run) => write(name, renderHtml({ run, report: scoreRun(run, fewResamples) }))
  const whole = () => {
    const [run, base] = [madeRun(240), madeRun(240, 5, 0.4)]
    const report = scoreRun(run, fewResamples)
    const comparison = compareRuns(base, run, fewResamples)
    const verdict = checkGate(report, comparison, {
      version: 1,
      bounds: { 'level.exact': { min_lower: 0.99 }, 'error.rate': { max_value: 0.5 } },
      paired: { alpha: 0.05, rules: { 'code.accepted': { weight: 1, max_loss: 0.01 } } },
    })
    return { name: 'whole.html', run, html: renderHtml({ run, report, comparison, verdict }) }
  }

  const count = (selector: string) => page.ask<number>(`document.querySelectorAll(${JSON.stringify(selector)}).length`)
  const text = (selector: string) => page.ask<string>(`document.querySelector(${JSON.stringify(selector)}).innerText`)
  const click = (selector: string) => page.ask(`document.querySelector(${JSON.stringify(selector)}).click()`)
  const choose = (id: string, value: string) =>
    page.ask(
      `(() => { const at = document.getElementById(${JSON.stringify(id)}); at.value = ${JSON.stringify(value)}; at.dispatchEvent(new Event('input', { bubbles: true })) })()`,
    )
  const ids = () => page.ask<string[]>(`[...document.querySelectorAll('.case')].map((r) => r.dataset.id)`)
  const shown = async () => Number(/符合的 (\d+) 条/.exec(await text('#status'))?.[1])

  it('opens from a file without a complaint or a request, and shows every part', async () => {
    const { name, html } = whole()
    await page.open(write(name, html))
    expect(page.complaints).toEqual([])
    expect(page.requests).toHaveLength(1)
    for (const id of ['headline', 'gate', 'comparison', 'confusion', 'codes', 'threats', 'surety', 'slices', 'cases'])
      expect(await count(`section#${id} h2`), id).toBe(1)
    expect(await text('.verdict')).toContain('未通过')
    expect(await count('.plot .curve')).toBe(4)
    expect(await count('.case')).toBe(50)
  })

  it('lets no script in but its own', async () => {
    await page.ask(
      `document.body.append(Object.assign(document.createElement('script'), { textContent: 'window.harmed = 1' })); 0`,
    )
    expect(await page.ask('window.harmed ?? null')).toBeNull()
    expect(page.complaints.splice(0).join()).toContain('Content Security Policy')
  })

  it('filters, searches and sorts the cases as the run has them', async () => {
    const { name, run, html } = whole()
    await page.open(write(name, html))
    const wrongLevel = run.rows.filter((r) => r.answer?.severity.level !== r.labels.severity)
    await choose('wrong', 'level')
    expect(await shown()).toBe(wrongLevel.length)
    await choose('wrong', 'under')
    const under = run.rows.filter((r) => (r.answer?.severity.level ?? 0) > r.labels.severity!)
    expect(await shown()).toBe(under.length)
    await choose('facet-2', '浙江')
    expect(await shown()).toBe(under.filter((r) => r.facets.省份 === '浙江').length)
    await page.ask(`document.getElementById('clear').click()`)
    expect(await shown()).toBeGreaterThan(under.length)

    await choose('wrong', '')
    expect(await shown()).toBe(run.rows.length)
    await choose('search', 'CASE-0123')
    expect(await ids()).toEqual(['case-0123'])
    await choose('search', '急诊')
    expect(await shown()).toBe(run.rows.filter((r) => r.text.includes('急诊')).length)
    await choose('search', '')

    await click('th[data-key="levelConfidence"] button')
    const confidence = (id: string) => run.rows.find((r) => r.id === id)!.answer?.severity.confidence ?? -1
    const falling = (await ids()).map(confidence)
    expect(falling).toEqual(falling.toSorted((a, b) => b - a))
    expect(await page.ask(`document.querySelector('th[data-key="levelConfidence"]').ariaSort`)).toBe('descending')
    await click('th[data-key="levelConfidence"] button')
    const rising = (await ids()).map(confidence)
    expect(rising).toEqual(rising.toSorted((a, b) => a - b))
    await click('#next')
    expect(await ids()).not.toEqual(rising)
    expect(await text('#status')).toContain('51–100')
  })

  it('answers the buttons of the report: a cell of the matrix, a group, a case that became worse', async () => {
    const { name, run, html } = whole()
    await page.open(write(name, html))
    await click('[data-ask*=\'"pair":["level","2","3"]\']')
    const pair = run.rows.filter((r) => r.labels.severity === 2 && r.answer?.severity.level === 3)
    expect(await shown()).toBe(pair.length)
    expect(await text('#asked')).toContain('2 → 3')
    await click('#asked button')
    expect(await text('#asked')).toBe('')

    await click(`#slices [data-ask*="bank"]`)
    expect(await page.ask(`document.getElementById('facet-0').value`)).toBe('bank')
    await click('#comparison .changes button')
    expect(await count('.case')).toBe(1)
    expect(await count('.inside .before.worse')).toBeGreaterThan(0)
  })

  it('opens a row to the whole text with its evidence marked, by mouse and by keyboard', async () => {
    const { name, run, html } = whole()
    await page.open(write(name, html))
    const first = (await ids())[0]!
    const row = run.rows.find((r) => r.id === first)!
    await page.ask(`document.querySelector('.opener').focus()`)
    await page.press('Enter')
    expect(await page.ask(`document.querySelector('.opener').ariaExpanded`)).toBe('true')
    expect(await page.ask(`document.querySelector('.inside .text').textContent`)).toBe(row.text)
    if (row.answer) {
      const quote = row.answer.severity.evidence[0]!.quote
      expect(await page.ask(`document.querySelector('.text .mark-level').textContent`)).toBe(quote)
      expect(await text('.inside')).toContain('为什么不更重')
      expect(await text('.inside')).not.toContain('fell short')
    }
    await page.press('Enter')
    expect(await count('.inside')).toBe(0)
    await click('.case .at-level')
    expect(await count('.inside')).toBe(1)
  })

  it('turns to English and remembers it', async () => {
    const url = write('whole.html', whole().html)
    await page.open(url)
    expect(await text('h1')).toContain('评测报告')
    await click('#language')
    expect(await text('h1')).toContain('Evaluation report')
    expect(await text('h1')).not.toContain('评测报告')
    expect(await text('#status')).toMatch(/^Showing 1–50 of/)
    expect(await page.ask(`document.documentElement.lang`)).toBe('en')
    expect(await page.ask(`document.getElementById('wrong').selectedOptions[0].textContent`)).toBe(
      'with something wrong',
    )
    await page.open(url)
    expect(await text('h1')).toContain('Evaluation report')
    await click('#language')
  })

  it('takes hostile texts for text', async () => {
    const run = hostileRun()
    await page.open(bare('hostile.html', run))
    expect(page.complaints).toEqual([])
    expect(page.requests).toHaveLength(1)
    await choose('wrong', '')
    await choose('sort', 'id')
    expect(await ids()).toEqual(run.rows.map((r) => r.id))
    await page.ask(`document.querySelectorAll('.opener').forEach((b) => b.click())`)
    const texts = await page.ask<string[]>(
      `[...document.querySelectorAll('.inside .text')].map((t) => JSON.stringify(t.textContent))`,
    )
    expect(texts).toEqual(HOSTILE_TEXTS.map((t) => JSON.stringify(t)))
    expect(await page.ask('window.harmed ?? null')).toBeNull()
    expect(await count('img, iframe, object, b b, main script')).toBe(0)
    // What turns the direction of a line is shown, and turns nothing.
    expect(await count('.unseen-character[data-code="U+202E"]')).toBe(1)
    for (const width of [1280, 390]) {
      await page.resize(width)
      expect(await page.ask('document.documentElement.scrollWidth - innerWidth'), `${width} px`).toBe(0)
    }
    await page.resize(1280)
  })

  it('fits a telephone and a screen, light and dark, with contrast and structure as they should be', async () => {
    const url = write('whole.html', whole().html)
    for (const scheme of ['light', 'dark']) {
      await page.send('Emulation.setEmulatedMedia', { features: [{ name: 'prefers-color-scheme', value: scheme }] })
      for (const width of [390, 1280]) {
        await page.resize(width)
        await page.open(url)
        await page.ask(`document.querySelectorAll('details').forEach((d) => { d.open = true })`)
        await page.ask(`document.querySelector('.opener').click()`)
        const at = `${scheme} ${width}`
        expect(await page.ask('document.documentElement.scrollWidth - innerWidth'), at).toBe(0)
        expect(await page.ask(contrastFaults), at).toEqual([])
        expect(await page.ask(structureFaults), at).toEqual([])
      }
    }
    await page.send('Emulation.setEmulatedMedia', { features: [] })
    await page.resize(1280)
  })

  it('unfolds everything for paper', async () => {
    await page.open(write('whole.html', whole().html))
    const folded = await count('details:not([open])')
    expect(folded).toBeGreaterThan(0)
    await page.ask(`dispatchEvent(new Event('beforeprint'))`)
    expect(await count('details:not([open])')).toBe(0)
    await page.ask(`dispatchEvent(new Event('afterprint'))`)
    expect(await count('details:not([open])')).toBe(folded)
  })

  it('shows 3,000 cases a page at a time', async () => {
    const run = madeRun(3_000)
    const url = bare('many.html', run)
    await page.open(url)
    const took = await page.ask<number>(
      `(() => { const [n] = performance.getEntriesByType('navigation'); return n.domContentLoadedEventEnd - n.startTime })()`,
    )
    console.log(`3,000 cases: the first rows stand after ${Math.round(took)} ms`)
    expect(await count('.case')).toBe(50)
    await choose('wrong', '')
    expect(await shown()).toBe(3_000)
    await choose('search', 'case-2999')
    expect(await ids()).toEqual(['case-2999'])
  })

  it('shows a run without cases, and one that labels a single field', async () => {
    await page.open(bare('none.html', madeRun(0)))
    expect(page.complaints).toEqual([])
    expect(await text('#status')).toContain('共 0 条')
    const one = madeRun(5)
    await page.open(bare('one.html', { ...one, rows: one.rows.map((r) => ({ ...r, labels: { repeat: true } })) }))
    expect(page.complaints).toEqual([])
    expect(await count('section#codes')).toBe(0)
    expect(await count('section#threats')).toBe(1)
  })
})
