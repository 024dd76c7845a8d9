import { beforeAll, expect, it } from 'vitest'
import { aCase, aScript } from '../../harness/records.ts'
import type { Ground } from '../ground.ts'
import type { Person } from '../person.ts'

/** List, editor, versions, review queue. */
export function knowledgeCases(ground: Ground): void {
  const { open, api, forgive } = ground
  let person: Person
  beforeAll(() => {
    person = ground.stand().person
  })

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
    // The button that was pressed is gone; who works by keys goes on from the title.
    await person.until(`document.activeElement.id === 'item-title'`)
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
    await person.until(`document.getElementById('diff-from').value + document.getElementById('diff-to').value === '23'`)
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
}
