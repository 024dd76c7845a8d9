import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import axe from 'axe-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { type Browser, chromiumPath, openBrowser, type Page } from '../harness/chromium.ts'
import { type Running, runCli, startServer } from '../harness/process.ts'
import { aCase, aScript } from '../harness/records.ts'
import { HOSTILE_TEXTS } from '../harness/report-run.ts'
import { contrastFaults, structureFaults } from './page-faults.ts'
import { createPerson, type Person } from './person.ts'

if (!chromiumPath)
  console.log(
    '没有找到 Chromium,跳过页面的浏览器测试;可用 CHROMIUM 指定。No Chromium was found: the browser tests of the pages are skipped; CHROMIUM may name one.',
  )

const COMPLAINT = '我在你们店买的电饭煲昨天煮饭时爆炸,孩子手被烫伤住院,客服打了三次都推来推去,再不解决我就找记者曝光!'

describe.skipIf(!chromiumPath)('the pages in a browser', () => {
  let folder: string
  let server: Running
  let browser: Browser
  let page: Page
  let person: Person
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'suzhen-pages-'))
    ;[server, browser] = await Promise.all([startServer({ DATA_DIR: join(folder, 'data') }), openBrowser()])
    page = await browser.newPage()
    person = createPerson(page)
    await page.resize(1280)
  })
  afterAll(async () => {
    await browser?.close()
    await server?.end('SIGTERM')
    await rm(folder, { recursive: true, force: true })
  })
  // What a test did not expect of a page is a fault: errors, breaches of its policy, failed requests.
  afterEach(() => expect(page.complaints.splice(0)).toEqual([]))

  const open = (path: string) => page.open(server.url + path)
  const api = async <T = Record<string, unknown>>(path: string, method = 'GET', body?: object, ifMatch?: number) => {
    const response = await fetch(`${server.url}/v1/${path}`, {
      method,
      headers: { 'content-type': 'application/json', ...(ifMatch ? { 'if-match': `"${ifMatch}"` } : {}) },
      ...(body ? { body: JSON.stringify(body) } : {}),
    })
    return { status: response.status, json: (await response.json()) as T }
  }
  /** Failed requests that a test brought about itself; anything else stays a fault. */
  const forgive = (what: RegExp) => {
    expect(page.complaints.join()).toMatch(what)
    page.complaints.splice(0, page.complaints.length, ...page.complaints.filter((c) => !what.test(c)))
  }
  const judge = async (text: string) => {
    await open('/console')
    await person.write('#complaint', text)
    await person.click('#judge')
    await person.untilShown('#outcome')
  }

  describe('the console', () => {
    it('judges a pasted complaint and shows level, codes, emotion, flags, clocks, routing, cases and scripts', async () => {
      await judge(COMPLAINT)
      expect(await person.text('#verdict .badge')).toBe('1 级 紧急')
      expect(await person.text('#verdict')).toMatch(/PQ-08 .*情绪 4 \/ 5 愤怒.*人身安全.*须人工复核/s)
      expect(await person.text('#clock-list')).toMatch(/首次回应\s*还剩 00:2\d:\d\d/)
      const before = await person.text('#clock-list')
      await person.until(`document.getElementById('clock-list').innerText !== ${JSON.stringify(before)}`)
      expect(await person.text('#routing-list')).toMatch(/主办\s*质量安全部/)
      expect(await person.text('#case-list')).toMatch(/为何相似.*同一类型/s)
      expect(await person.count('#script-list .script')).toBeGreaterThan(0)
      expect(page.requests.every((url) => url.startsWith(`${server.url}/`) || url === 'data:,')).toBe(true)
    })

    it('lights the words of the judgement that is pointed at, focused or kept, overlapping ones too', async () => {
      await judge(COMPLAINT)
      expect(await person.text('#words')).toBe(COMPLAINT)
      const lit = () =>
        person.see<string>(`[...document.querySelectorAll('mark.lit')].map((m) => m.textContent).join('')`)
      const quotes = (id: string) =>
        person.see<string>(
          `[...document.querySelectorAll('mark')].filter((m) => m.dataset.on.split(' ').includes(${JSON.stringify(id)})).map((m) => m.textContent).join('')`,
        )
      const both = await person.see<string[]>(`[...document.querySelectorAll('mark.many')].map((m) => m.dataset.on)`)
      expect(both.length).toBeGreaterThan(0)
      for (const id of both[0]!.split(' ')) {
        await person.see(`document.querySelector('[data-id="${id}"] .quotes').focus()`)
        expect([id, await lit()]).toEqual([id, await quotes(id)])
        expect((await lit()).length).toBeGreaterThan(1)
      }
      await person.see(`document.activeElement.blur()`)
      expect(await lit()).toBe('')
      await person.click('[data-id="level"] .quotes')
      await person.see(`document.activeElement.blur()`)
      expect(await lit()).toBe(await quotes('level'))
      await person.see(`document.querySelector('[data-id="threat-0"]').dispatchEvent(new Event('mouseenter'))`)
      expect(await lit()).toBe(await quotes('threat-0'))
    })

    it('copies a script as it is filled, counts its use, and puts it into the reply', async () => {
      await browserMay('clipboardReadWrite', 'clipboardSanitizedWrite')
      await open('/console')
      await person.write('#complaint', COMPLAINT)
      await person.see(`document.querySelector('#intake details').open = true`)
      await person.write('#customer-name', '王小梅')
      await person.click('#judge')
      await person.untilShown('#outcome')
      const card = '#script-list .script'
      const words = await person.text(`${card} .said`)
      const id = await person.see<string>(`document.querySelector('${card}').dataset.id`)
      const used = `v1/knowledge/items/script/${id}/used`
      await person.click(`${card} .buttons button`)
      await person.untilText(`${card} output, ${card} [role="status"]`, '已复制')
      expect(await person.see('navigator.clipboard.readText()')).toBe(words)
      expect(page.requests.some((url) => url.endsWith(used))).toBe(true)
      await person.click(`${card} .buttons button:nth-of-type(2)`)
      expect(await person.value('#reply')).toBe(words)
      const usage = await api<{ uses: number }>(`knowledge/items/script/${id}/usage`)
      // A service that does not count uses answers 404, which is nobody's trouble.
      if (usage.status === 200) expect(usage.json.uses).toBe(1)
      else forgive(/404/)
    })

    it('takes feedback in two clicks', async () => {
      await judge(COMPLAINT)
      await person.click('#feedback-box .agree')
      await person.untilText('#feedback-box', '已收到')
      await person.click('#feedback-box button[aria-expanded]')
      const choice = await person.text('#feedback-box .choice:nth-of-type(5)')
      await person.click('#feedback-box .choice:nth-of-type(5)')
      await person.untilText('#feedback-box', '第 2 版')
      const { json } = await api<{ items: { corrections: { corrected: { severity: number; rules: string[] } }[] }[] }>(
        'feedback',
      )
      const { severity, rules } = json.items.at(-1)!.corrections.at(-1)!.corrected
      expect(choice).toContain(`${severity} 级`)
      expect(choice).toContain(rules[0])
    })

    it('takes another type as feedback, from the list of all', async () => {
      await judge('快递三天没到,催了没人理')
      await person.click('#feedback-box button[aria-expanded]:nth-of-type(3)')
      await person.choose('#feedback-code', 'SP-05')
      await person.click('#feedback-box .field button')
      await person.untilText('#feedback-box', '已收到')
      const id = await person.text('#verdict code:last-of-type')
      const { json } = await api<{ items: { triageId: string; corrections: { corrected: { primary: string } }[] }[] }>(
        'feedback?limit=50',
      )
      const given = json.items.find((i) => i.triageId === id) ?? json.items.at(-1)!
      expect(given.corrections[0]!.corrected.primary).toBe('SP-05')
    })

    it('checks the reply as it is written, where the service can', async () => {
      await judge(COMPLAINT)
      const reply = '我保证三天内赔您一万元。'
      const probe = await api<{ findings: { rule: string; quote: string | null }[] }>('replies/check', 'POST', {
        text: reply,
        role: 'frontline',
      })
      await person.write('#reply', reply)
      if (probe.status === 404) {
        await person.until(`document.getElementById('reply-hint').hidden`)
        expect(await person.text('#reply-findings')).toBe('')
        forgive(/404/)
        return
      }
      await person.untilShown('#reply-findings .finding')
      expect(await person.text('#reply-findings')).toMatch(/保证/)
      const marked = await person.see<string[]>(
        `[...document.querySelectorAll('#reply-findings mark')].map((m) => m.textContent)`,
      )
      expect(reply).toContain(marked.join(''))
      expect(marked.join('').length).toBeGreaterThan(3)
      await person.click('#reply-findings .finding .link')
      const selected = await person.see<string>(
        `(() => { const r = document.getElementById('reply'); return r.value.slice(r.selectionStart, r.selectionEnd) })()`,
      )
      expect(probe.json.findings.map((f) => f.quote)).toContain(selected)
      await person.write('#reply', '')
      await person.until(`document.getElementById('reply-findings').childElementCount === 0`)
    })

    it('loses nothing when the service cannot be reached, and says so', async () => {
      await open('/console')
      await person.write('#complaint', COMPLAINT)
      await network(true)
      await person.click('#judge')
      await person.untilText('#failure', '连不上服务')
      expect(await person.value('#complaint')).toBe(COMPLAINT)
      await network(false)
      await person.click('#judge')
      await person.untilShown('#outcome')
      expect(await person.text('#failure')).toBe('')
      forgive(/ERR_INTERNET_DISCONNECTED|Failed to fetch/)
      await person.click('#clear')
      await person.click('#judge')
      expect(await person.text('#said')).toBe('请先粘贴投诉内容。')
    })

    it('is worked by keys alone', async () => {
      await open('/console')
      await page.press('Tab')
      expect(await person.see('document.activeElement.className')).toBe('skip')
      await page.press('Enter')
      for (let i = 0; i < 3 && (await person.see('document.activeElement.id')) !== 'complaint'; i++)
        await page.press('Tab')
      expect(await person.see('document.activeElement.id')).toBe('complaint')
      await page.send('Input.insertText', { text: COMPLAINT })
      const enter = { key: 'Enter', code: 'Enter', windowsVirtualKeyCode: 13, modifiers: 2 }
      await page.send('Input.dispatchKeyEvent', { type: 'rawKeyDown', ...enter })
      await page.send('Input.dispatchKeyEvent', { type: 'keyUp', ...enter })
      await person.untilShown('#outcome')
      expect(await person.see('document.activeElement.id')).toBe('headline-title')
      const reached = new Set<string>()
      for (let i = 0; i < 60; i++) {
        await page.press('Tab')
        reached.add(
          await person.see<string>(
            `document.activeElement.id || document.activeElement.className || document.activeElement.tagName`,
          ),
        )
      }
      for (const id of ['agree', 'quotes', 'reply']) expect([...reached]).toContain(id)
    })

    it('shows hostile texts as texts', async () => {
      // What the service refuses to read (a NUL, half a character) and the longest, which asks nothing new of the page.
      const harmful = HOSTILE_TEXTS.filter((t) => !/[\p{Cs}]/u.test(t) && !t.includes('\u0000') && t.length < 2_000)
      expect(harmful.length).toBeGreaterThan(4)
      for (const text of harmful) {
        await open('/console')
        await person.see(`document.getElementById('complaint').value = ${JSON.stringify(text)}`)
        await person.write('#reply', text.slice(0, 400)).catch(() => {})
        await person.click('#judge')
        await person.untilShown('#outcome')
        expect(await person.see(`document.querySelector('#words .text').textContent`)).toBe(text)
        expect(await person.see('window.harmed ?? null')).toBeNull()
      }
      // Where replies are checked or not is another test's matter.
      page.complaints.splice(0, page.complaints.length, ...page.complaints.filter((c) => !/404/.test(c)))
    })
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

  describe('the knowledge pages', () => {
    it('list items by kind, status, code and title', async () => {
      await api('knowledge/items', 'POST', { kind: 'case', item: aCase({ id: 'case-listed', title: '列表里的案例' }) })
      await open('/knowledge')
      await person.untilShown('#item-rows tr')
      await person.write('#filter-title', '列表里的')
      await person.click('#filters .main')
      await person.untilText('#said', '已显示 1 条')
      expect(await person.text('#item-rows')).toMatch(/列表里的案例\s*案例 · case-listed\s*草稿\s*SP-07/)
      await person.choose('#filter-kind', 'script')
      await person.untilText('#said', '没有符合的条目')
      await person.click('#filter-clear')
      await person.untilText('#said', '还有更多')
      const first = await person.count('#item-rows tr')
      await person.click('#more')
      await person.until(`document.querySelectorAll('#item-rows tr').length > ${first}`)
      await person.write('#filter-code', 'sp-07')
      await person.choose('#filter-status', 'draft')
      await person.untilText('#item-rows', 'case-listed')
      await person.write('#filter-code', '乱写')
      await person.click('#filters .main')
      await person.untilText('#failure', '请求内容不符合要求')
      forgive(/422/)
    })

    it('write a new item: what is missing is said beside its field, then it is a draft', async () => {
      await open('/knowledge/new?kind=script')
      await person.click('#save')
      await person.untilText('#save-failure', '处需要修改')
      expect(await person.text('.of-scene .issues')).toBe('请填写')
      expect(await person.see('document.activeElement.id')).toBe('field-id')
      await person.write('#field-id', 'script-written')
      await person.write('#field-scene', '配送延误·致歉')
      await person.write('#field-codes', 'sp-07、SP-08')
      await person.choose('#field-stage', 'solution')
      await person.choose('#field-audience', 'frontline')
      await person.write('#field-text', '{客户称呼},包裹今天送达。')
      await person.click('#save')
      // The service knows what the page cannot: slots that stand in the words and are not listed.
      await person.untilText('.of-slots .issues', '未列出')
      await person.write('#field-slots', '客户称呼')
      await person.click('#save')
      await person.until(`location.pathname === '/knowledge/script/script-written'`)
      await person.untilText('#state', '第 1 版,草稿')
      const { json } = await api<{ item: object }>('knowledge/items/script/script-written')
      expect(json.item).toMatchObject({
        codes: ['SP-07', 'SP-08'],
        slots: ['客户称呼'],
        validFrom: null,
        maxPromiseYuan: 0,
      })
      forgive(/422/)
    })

    it('edit, submit, return, approve, restore and retire an item, and compare its versions', async () => {
      await api('knowledge/items', 'POST', {
        kind: 'case',
        item: aCase({ id: 'case-life', summary: '包裹晚到五天,客户催了两次' }),
      })
      await open('/knowledge/case/case-life')
      await person.untilShown('#past')
      await person.write('#field-summary', '包裹晚到五天,顾客催了三次')
      expect(await person.text('#unsaved')).toBe('有未保存的修改')
      await person.click('[data-move="submit"]')
      expect(await person.text('#said')).toBe('先保存修改,再走下一步。')
      await person.click('.of-course > button')
      await person.write('.course li:nth-child(2) .at input', '第1天')
      await person.write('.course li:nth-child(2) .what textarea', '上门致歉')
      await person.write('#why', '核对录音')
      await person.click('#save')
      await person.untilText('#state', '第 2 版,草稿')
      await person.untilText('#diff', '上门致歉')
      expect(await person.text('#diff')).toMatch(/投诉内容.*客户.*顾客.*处理经过.*上门致歉/s)
      expect(
        await person.see(
          `[...document.querySelectorAll('#diff dd:nth-of-type(1) ins')].map((e) => e.lastChild.textContent).join()`,
        ),
      ).toMatch(/顾客.*三/)
      expect(await person.text('#versions')).toMatch(/核对录音.*(?:投诉内容, 处理经过|处理经过, 投诉内容)/s)

      await person.click('[data-move="submit"]')
      await person.untilText('#state', '待审')
      await open('/knowledge/review')
      await person.untilText('#item-rows', 'case-life')
      await open('/knowledge/case/case-life')
      await person.untilShown('[data-move="return"]')
      await person.click('[data-move="return"]')
      await person.click('#moves form .main')
      expect(await person.text('#move-issue')).toBe('请写明原因。')
      await person.write('#move-why', '缺少教训')
      await person.click('#moves form .main')
      await person.untilText('#history', '缺少教训')
      await person.click('[data-move="submit"]')
      await person.untilShown('[data-move="approve"]')
      await person.click('[data-move="approve"]')
      await person.untilText('#state', '检索展示第 2 版')
      await person.see(
        `[...document.querySelectorAll('#versions button')].find((b) => b.innerText.includes('恢复第 1 版')).click()`,
      )
      await person.untilText('#state', '第 3 版,草稿')
      // The draft against what is published.
      await person.until(
        `document.getElementById('diff-from').value + document.getElementById('diff-to').value === '23'`,
      )
      await person.click('[data-move="retire"]')
      await person.write('#move-why', '过时')
      await person.click('#moves form .grave')
      await person.untilText('#state', '已下架')
      expect(await person.shown('#steps')).toBe(false)
    })

    it('lose neither side’s words when somebody else was faster (412)', async () => {
      const item = aCase({ id: 'case-race' })
      await api('knowledge/items', 'POST', { kind: 'case', item })
      await open('/knowledge/case/case-race')
      await person.untilShown('#past')
      await person.write('#field-lessons', '我的教训')
      expect(
        (await api('knowledge/items/case/case-race', 'PUT', { item: { ...item, result: '别人的结果' } }, 1)).status,
      ).toBe(200)
      await person.click('#save')
      await person.untilText('#save-failure', '别人在您打开之后改过')
      expect(await person.value('#field-lessons')).toBe('我的教训')
      const button = (n: number) => person.click(`#save-failure button:nth-of-type(${n})`)
      await button(1)
      await person.untilText('#diff', '别人的结果')
      expect(await person.value('#field-lessons')).toBe('我的教训')
      await button(2)
      await person.untilText('#state', '第 3 版')
      const { json } = await api<{ item: object }>('knowledge/items/case/case-race')
      expect(json.item).toMatchObject({ lessons: '我的教训' })
      const versions = await api<{ versions: { item: { result: string } }[] }>('knowledge/items/case/case-race/history')
      expect(versions.json.versions.map((v) => v.item.result)).toContain('别人的结果')
      forgive(/412/)
    })

    it('show hostile items as texts', async () => {
      const [one, two] = ['<img src=x onerror="window.harmed=1">', '</textarea><script>window.harmed=1</script>']
      await api('knowledge/items', 'POST', {
        kind: 'script',
        item: aScript({ id: 'script-hostile', scene: one, text: two, slots: [], avoid: [one] }),
      })
      await open('/knowledge')
      await person.untilText('#item-rows', 'script-hostile')
      expect(await person.text('#item-rows')).toContain(one)
      await open('/knowledge/script/script-hostile')
      await person.untilShown('#past')
      expect([await person.text('h1'), await person.value('#field-text')]).toEqual([one, two])
      await person.write('#field-text', `${two}${one}`)
      await person.click('#save')
      await person.untilText('#diff', one)
      expect(await person.see('window.harmed ?? null')).toBeNull()
    })

    it('say that there is no such item', async () => {
      await open('/knowledge/case/case-nowhere')
      await person.untilText('#failure', '没有这条记录')
      expect(await person.shown('#edit')).toBe(false)
      forgive(/404/)
    })
  })

  describe('the upload page', () => {
    const file = async (name: string, text: string): Promise<string> => {
      const path = join(folder, name)
      await writeFile(path, text)
      return path
    }
    const lines = (items: object[]) => items.map((i) => JSON.stringify(i)).join('\n')

    it('reads files on trial, lets findings be mended in place, and imports what is ready', async () => {
      const { outcome: _, ...lacking } = aCase({
        id: 'case-mended',
        title: '缺少结果的案例',
        summary: '冰箱送到时门是歪的,关不严',
      })
      const whole = aCase({ id: 'case-whole', title: '完整的案例', summary: '空调外机漏水,滴到楼下邻居的窗台' })
      await open('/knowledge/upload')
      await person.files('#files', [await file('cases.jsonl', lines([whole, lacking]))])
      await person.untilText('#summary', '共 2 条:1 条可导入,1 条须修改')
      expect(await person.text('#import')).toBe('导入 1 条')
      // What has to be mended stands first, with a field for it.
      expect(await person.text('#read-items li:first-child')).toMatch(/缺少结果的案例.*须修改.*解决情况/s)
      expect(await person.text('.read .of-outcome .issues')).toContain('须改')
      await person.choose('.read .of-outcome select', 'resolved')
      expect(await person.text('.read .badge')).toBe('已修改,请重新检查')
      await person.click('#check')
      await person.untilText('#summary', '共 2 条:2 条可导入,0 条须修改')
      await person.click('#import')
      await person.untilText('#running-title', '导入完成')
      expect(await person.text('#results')).toMatch(/新建 2/)
      expect(await person.text('#progress-said')).toBe('已完成 2 / 2')
      expect((await api<{ status: string; item: object }>('knowledge/items/case/case-mended')).json).toMatchObject({
        status: 'draft',
        item: { outcome: 'resolved', title: '缺少结果的案例' },
      })
    })

    it('leaves out what is not wanted, sends drafts to review when asked, and imports nothing twice', async () => {
      const [a, b] = [
        aCase({ id: 'case-left-out', title: '不要的' }),
        aCase({ id: 'case-to-review', title: '送审的', summary: '账单多收了一次服务费' }),
      ]
      await open('/knowledge/upload')
      const path = await file('two.jsonl', lines([a, b]))
      await person.files('#files', [path])
      await person.untilText('#summary', '共 2 条')
      await person.see(
        `[...document.querySelectorAll('#read-items li')].find((l) => l.innerText.includes('不要的')).querySelector('[id^=leave]').click()`,
      )
      await person.click('#submit')
      expect(await person.text('#import')).toBe('导入 1 条')
      await person.click('#import')
      await person.untilText('#running-title', '导入完成')
      expect((await api('knowledge/items/case/case-left-out')).status).toBe(404)
      expect((await api('knowledge/items/case/case-to-review')).json).toMatchObject({ status: 'in_review', version: 1 })
      await person.files('#files', [await file('again.jsonl', lines([b]))])
      await person.untilText('#summary', '共 1 条')
      await person.click('#import')
      await person.untilText('#results', '没有变化 1')
    })

    it('takes files that are dropped, and shows hostile ones as texts', async () => {
      const hostile = '<img src=x onerror="window.harmed=1">'
      await open('/knowledge/upload')
      const held = JSON.stringify(aCase({ id: 'case-dropped', title: hostile }))
      await person.see(`(() => {
        const data = new DataTransfer()
        data.items.add(new File([${JSON.stringify(held)}], ${JSON.stringify(`${'<b>'}.jsonl`)}))
        document.getElementById('drop').dispatchEvent(new DragEvent('drop', { bubbles: true, cancelable: true, dataTransfer: data }))
      })()`)
      await person.untilText('#read-items', hostile)
      expect(await person.see('window.harmed ?? null')).toBeNull()
    })

    it('says what is wrong with a file as a whole', async () => {
      await open('/knowledge/upload')
      await person.files('#files', [await file('picture.pdf', '%PDF-1.7 no words')])
      await person.until(
        `document.querySelector('#file-findings .finding') || document.querySelector('#failure .problem')`,
      )
      expect((await person.text('#file-findings')) + (await person.text('#failure'))).toMatch(/picture\.pdf|PDF|pdf/)
      page.complaints.splice(0, page.complaints.length, ...page.complaints.filter((c) => !/4(15|22)/.test(c)))
    })
  })

  describe('accessibility', () => {
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
      ['/knowledge/case/case-race', '#past'],
      ['/knowledge/upload', '#drop'],
      [
        '/knowledge/upload',
        '#drop',
        async () => {
          const path = join(folder, 'faults.jsonl')
          await writeFile(path, '{"kind":"case","title":"只有标题"}')
          await person.files('#files', [path])
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
      await page.send('Page.close').catch(() => {})
      page = await browser.newPage()
      person = createPerson(page)
      await page.resize(1280)
    })
  })

  describe('with keys', () => {
    let guarded: Running
    const keys: Record<string, string> = {}
    beforeAll(async () => {
      const env = { DATA_DIR: join(folder, 'keyed') }
      for (const role of ['agent', 'knowledge']) {
        const made = await runCli(['keys', 'create', '--role', role], env)
        keys[role] = made.stdout.trim()
      }
      guarded = await startServer(env)
    })
    afterAll(() => guarded?.end('SIGTERM'))

    const signIn = async (key: string) => {
      await person.untilShown('#sign-in')
      await person.write('#sign-in-key', key)
      await person.click('#sign-in-form .main')
    }

    it('asks once, keeps the key in the tab, and sends it as a header only', async () => {
      await page.open(`${guarded.url}/console`)
      await signIn('sz_wrong')
      await person.untilText('#sign-in-said', '无效')
      forgive(/401/)
      await signIn(keys.agent!)
      await person.until(`!document.getElementById('sign-in').open`)
      await person.write('#complaint', COMPLAINT)
      await person.click('#judge')
      await person.untilShown('#outcome')
      expect(page.requests.filter((url) => url.includes('sz_'))).toEqual([])
      expect(await person.see('JSON.stringify([document.cookie, { ...localStorage }, location.href])')).not.toContain(
        'sz_',
      )
      await page.open(`${guarded.url}/console`)
      expect(await person.shown('#sign-in')).toBe(false)
      expect(guarded.stdout()).not.toContain(keys.agent)
    })

    it('says in words that a role may not, and leads to another key', async () => {
      await page.open(`${guarded.url}/knowledge`)
      await person.untilText('#failure', '权限不足')
      await person.click('#failure button')
      await signIn(keys.knowledge!)
      await person.untilShown('#item-rows tr')
      expect(await person.text('#failure')).toBe('')
      forgive(/403/)
    })

    it('asks again when the key is gone, and goes on where it was', async () => {
      await page.open(`${guarded.url}/knowledge`)
      await person.untilShown('#item-rows tr')
      await person.click('#sign-out')
      await person.untilShown('#sign-in')
      expect(await person.see('sessionStorage.length')).toBe(0)
      await person.click('#sign-in-cancel')
      await person.until(`document.querySelector('#failure .problem') || document.getElementById('sign-in').open`)
      page.complaints.splice(0, page.complaints.length, ...page.complaints.filter((c) => !/401/.test(c)))
    })
  })

  const colours = (scheme: 'light' | 'dark') =>
    page.send('Emulation.setEmulatedMedia', { features: [{ name: 'prefers-color-scheme', value: scheme }] })
  const network = (offline: boolean) =>
    page.send('Network.emulateNetworkConditions', { offline, latency: 0, downloadThroughput: -1, uploadThroughput: -1 })
  const browserMay = (...permissions: string[]) =>
    page.send('Browser.grantPermissions', { origin: server.url, permissions })
})
