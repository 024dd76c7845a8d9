import axe from 'axe-core'
import { beforeAll, describe, expect, it } from 'vitest'
import type { Page } from '../../harness/chromium.ts'
import { aCase } from '../../harness/records.ts'
import { COMPLAINT, type Ground } from '../ground.ts'
import { contrastFaults, structureFaults } from '../page-faults.ts'
import type { Person } from '../person.ts'
import { NOW, publishOver, twoMonths } from '../shown.ts'

/** Both tongues, both colours, accessibility of every page. */
export function accessCases(ground: Ground): void {
  const { open, api, file, colours } = ground
  let page: Page
  let person: Person
  beforeAll(() => {
    ;({ page, person } = ground.stand())
  })

  describe('tongue and colours', () => {
    it('speak Chinese first, English when asked, and remember', async () => {
      await open('/knowledge/upload')
      expect(await person.text('h1')).toBe('导入案例与话术')
      await person.click('#language')
      expect(await person.text('h1')).toBe('Upload cases and scripts')
      expect([await person.see('document.documentElement.lang'), await person.see('document.title')]).toEqual([
        'en',
        'Upload cases and scripts',
      ])
      expect(await person.text('#show option')).toBe('all')
      await open('/console')
      expect(await person.text('h1')).toBe('Agent console')
      await person.write('#complaint', COMPLAINT)
      await person.click('#judge')
      await person.untilShown('#outcome')
      const said = await person.see<string>(`document.getElementById('outcome').innerText`)
      expect(said).toMatch(/Level 1 urgent.*Clocks|Level 1 urgent/s)
      await open('/console?lang=zh')
      expect(await person.text('h1')).toBe('客服工作台')
      await open('/console?lang=en')
      await open('/knowledge')
      expect(await person.text('h1')).toBe('Knowledge')
      await open('/console?lang=zh')
    })

    it('turn dark by the system or by the button', async () => {
      const ground = () => person.see<string>('getComputedStyle(document.body).backgroundColor')
      await open('/console')
      const light = await ground()
      await colours('dark')
      const dark = await ground()
      expect(dark).not.toBe(light)
      await person.click('#theme')
      expect(await ground()).toBe(light)
      await open('/knowledge')
      expect(await ground()).toBe(light)
      await person.click('#theme')
      expect(await ground()).toBe(dark)
      await person.click('#theme')
      await colours('light')
      expect(await ground()).toBe(light)
    })
  })

  describe('accessibility', () => {
    // What the pages are to show: an item, one that is past its day, and two months of complaints with a word that is new.
    beforeAll(async () => {
      await api('knowledge/items', 'POST', { kind: 'case', item: aCase({ id: 'case-seen' }) })
      await publishOver(api)
      await twoMonths(api)
    })
    const PAGES: [string, string, (() => Promise<void>)?][] = [
      ['/console', '#judge'],
      [
        '/console',
        '#judge',
        async () => {
          await person.write('#complaint', COMPLAINT)
          await person.click('#judge')
          await person.untilShown('#outcome')
          await person.click('#feedback-box button[aria-expanded]')
        },
      ],
      ['/knowledge', '#item-rows tr'],
      ['/knowledge/review', '#said'],
      ['/knowledge/new?kind=case', '#edit', () => person.click('#save')],
      ['/knowledge/case/case-seen', '#past'],
      ['/knowledge/due', '#items'],
      [
        '/knowledge/words',
        '#filters',
        async () => {
          await person.choose('#month', NOW)
          await person.untilShown('#found .words')
        },
      ],
      ['/knowledge/upload', '#drop'],
      [
        '/knowledge/upload',
        '#drop',
        async () => {
          await person.files('#files', [await file('faults.jsonl', '{"kind":"case","title":"只有标题"}')])
          await person.untilShown('#read')
        },
      ],
    ]
    const faultsNow = async () => ({
      contrast: await page.ask<string[]>(contrastFaults),
      structure: await page.ask<string[]>(structureFaults),
      axe: await page.ask<string[]>(
        `axe.run(document, { resultTypes: ['violations'] }).then((r) => r.violations.map((v) => v.id + ' (' + v.impact + '): ' + v.nodes.map((n) => n.html.slice(0, 90)).slice(0, 3).join(' | ')))`,
      ),
      wide: await page.ask<number>('document.documentElement.scrollWidth - document.documentElement.clientWidth'),
    })

    it.each(PAGES)('%s %s has no fault at both widths, in both schemes and both tongues', async (path, ready, act) => {
      await open(path)
      await person.untilShown(ready)
      await act?.()
      await page.ask(`${axe.source}; 0`)
      for (const width of [1280, 390])
        for (const scheme of ['light', 'dark'] as const) {
          await page.resize(width)
          await colours(scheme)
          expect({ width, scheme, ...(await faultsNow()) }).toEqual({
            width,
            scheme,
            contrast: [],
            structure: [],
            axe: [],
            wide: 0,
          })
          await person.click('#language')
        }
      await page.resize(1280)
      await colours('light')
      ;({ page, person } = await ground.freshPage())
    })
  })
}
