import { beforeAll, expect, it } from 'vitest'
import type { Page } from '../../harness/chromium.ts'
import { aCase, aScript } from '../../harness/records.ts'
import type { Ground } from '../ground.ts'
import type { Person } from '../person.ts'

/** Files in, findings mended, what is ready imported. */
export function uploadCases(ground: Ground): void {
  const { open, api, file } = ground
  let page: Page
  let person: Person
  beforeAll(() => {
    ;({ page, person } = ground.stand())
  })

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
    // The button is at hand below the field that was mended last.
    await person.click('.read .buttons button:first-child')
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

  it('lists the types of the policy where a code has to be mended', async () => {
    await open('/knowledge/upload')
    const item = {
      ...aCase({ id: 'case-no-type', title: '没有的类型', summary: '照片丢了' }),
      code: 'SV-19',
      codes: ['SV-19'],
    }
    await person.files('#files', [await file('no-type.jsonl', JSON.stringify(item))])
    await person.untilText('.read .of-code .issues', 'SV-19')
    await person.write('.read .of-code input', 'TD')
    await person.until(`document.querySelector('.read .of-code input').list?.options.length > 40`)
    expect(await person.see(`document.querySelector('#code-names option[value="TD-06"]').textContent`)).toBe(
      '退款延迟/未到账',
    )
    await person.write('.read .of-code input', 'TD-06')
    await person.click('#check')
    await person.untilText('#summary', '1 条可导入')
  })

  it('offers samples, and keeps why an import was made with each item it leads to', async () => {
    await open('/knowledge/upload')
    const links = await person.see<string[]>(`[...document.querySelectorAll('.samples a')].map((a) => a.href)`)
    expect(links).toHaveLength(9)
    for (const link of links) expect([link, (await fetch(link)).status]).toEqual([link, 200])
    await person.files('#files', [
      await file('why.jsonl', lines([aCase({ id: 'case-why', title: '补录的', summary: '门锁失灵被关在门外一夜' })])),
    ])
    await person.untilText('#summary', '共 1 条')
    await person.write('#import-why', '补录三月的案例')
    await person.click('#import')
    await person.untilText('#running-title', '导入完成')
    await person.click('#results table a')
    await person.untilText('#versions', '补录三月的案例')
    expect(await person.see('location.pathname')).toBe('/knowledge/case/case-why')
  })

  it('warns on trial of a script that promises too much', async () => {
    await open('/knowledge/upload')
    const script = aScript({
      id: 'script-rash',
      scene: '赔一万',
      text: '我们赔您一万元。',
      slots: [],
      maxPromiseYuan: 50000,
    })
    await person.files('#files', [await file('rash.jsonl', lines([script]))])
    await person.untilText('#read-items', '可承诺上限高于该角色的权限')
    expect(await person.text('#summary')).toContain('1 条可导入')
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

  it('asks for a file again that was changed after it was chosen', async () => {
    await open('/knowledge/upload')
    const path = await file('changed.jsonl', lines([aCase({ id: 'case-changed', title: '先前的' })]))
    await person.files('#files', [path])
    await person.untilText('#summary', '1 条可导入')
    await file('changed.jsonl', lines([aCase({ id: 'case-changed', title: '改过的,比先前的长' })]))
    await person.click('#import')
    await person.untilText('#said', '请重新选择')
    expect(await person.text('#failure')).toBe('')
    await person.files('#files', [path])
    await person.untilText('#read-items', '改过的')
    expect(await person.text('#said')).toBe('')
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
}
