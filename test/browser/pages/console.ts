import { beforeAll, expect, it } from 'vitest'
import type { Page } from '../../harness/chromium.ts'
import type { Running } from '../../harness/process.ts'
import { HOSTILE_TEXTS } from '../../harness/report-run.ts'
import { COMPLAINT, type Ground } from '../ground.ts'
import type { Person } from '../person.ts'

/** The agent console. */
export function consoleCases(ground: Ground): void {
  const { open, api, forgive, judge, network, browserMay } = ground
  let page: Page
  let person: Person
  let server: Running
  beforeAll(() => {
    ;({ page, person, server } = ground.stand())
  })

  it('judges a pasted complaint and shows level, codes, emotion, flags, clocks, routing, cases and scripts', async () => {
    await judge(COMPLAINT)
    expect(await person.text('#verdict .badge')).toBe('1 级 紧急')
    expect(await person.text('#verdict')).toMatch(/PQ-08 .*情绪 4 \/ 5 愤怒.*人身安全.*须人工复核/s)
    expect(await person.text('#clock-list')).toMatch(/首次回应\s*还剩 00:2\d:\d\d/)
    await person.click('#language')
    expect(await person.text('#verdict .review')).not.toMatch(/\p{Script=Han}/u)
    expect(await person.text('#verdict .review')).toContain('a person confirms every level 1 (A5)')
    await person.click('#language')
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
    // The choice is gone; the focus stands where it was opened.
    expect(await person.text(':focus')).toBe('等级不对')
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

  it('checks the reply as it is written', async () => {
    await judge(COMPLAINT)
    const reply = '我保证三天内赔您一万元。'
    const probe = await api<{ findings: { rule: string; quote: string | null }[] }>('replies/check', 'POST', {
      text: reply,
      role: 'frontline',
    })
    await person.write('#reply', reply)
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

  it('drafts a reply from what was found, by keys alone, and loses nothing when it cannot', async () => {
    await judge(COMPLAINT)
    await person.write('#reply', '')
    await person.untilText('#verdict', 'tri_')
    await person.see(`document.getElementById('reply-draft').focus()`)
    await page.press('Enter')
    await person.untilText('#reply-draft-said', '由话术库起草')
    const draft = await person.value('#reply')
    expect(draft.length).toBeGreaterThan(20)
    const [id] = /tri_\w+/.exec(await person.text('#verdict'))!
    const { json } = await api<{ text: string; unfilled: string[] }>('replies/draft', 'POST', { triageId: id })
    expect(draft).toBe(json.text)
    expect(await person.see('document.activeElement.id')).toBe('reply')
    const selected = await person.see<string>(
      `(() => { const r = document.getElementById('reply'); return r.value.slice(r.selectionStart, r.selectionEnd) })()`,
    )
    if (json.unfilled.length > 0) expect(selected).toBe(`{${json.unfilled[0]}}`)
    await person.until(`!document.getElementById('reply-said').innerText.includes('正在检查')`)
    // A draft that nobody has touched gives way to the next; what somebody wrote never does.
    await person.click('#reply-draft')
    await person.until(`document.getElementById('reply-draft').ariaBusy !== 'true'`)
    expect(await person.value('#reply')).toBe(draft)
    await person.write('#reply', '我自己写的。')
    await person.click('#reply-draft')
    await person.until(`document.getElementById('reply').value.length > 20`)
    expect(await person.value('#reply')).toBe(`我自己写的。\n${draft}`)
    await person.click('#language')
    expect(await person.text('#reply-draft-said')).toContain('Drafted from the scripts')
    expect(await person.text('#reply-draft')).toBe('Draft a reply')
    await person.click('#language')
    await network(true)
    await person.click('#reply-draft')
    await person.untilText('#reply-draft-failure', '连不上服务')
    expect(await person.value('#reply')).toBe(`我自己写的。\n${draft}`)
    await network(false)
    await person.click('#reply-draft')
    await person.until(`document.getElementById('reply-draft-failure').innerText === ''`)
    await person.until(`document.getElementById('reply-draft').ariaBusy !== 'true'`)
    forgive(/ERR_INTERNET_DISCONNECTED|Failed to fetch/)
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
    for (const id of ['agree', 'quotes', 'reply', 'reply-draft']) expect([...reached]).toContain(id)
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
}
