import { beforeAll, expect, it } from 'vitest'
import { aCase } from '../../harness/records.ts'
import type { Ground } from '../ground.ts'
import type { Person } from '../person.ts'
import { NOW, publishOver, THEN, twoMonths } from '../shown.ts'

/** What is due, words of the month, ratings, merging. */
export function upkeepCases(ground: Ground): void {
  const { open, api } = ground
  let person: Person
  beforeAll(() => {
    person = ground.stand().person
  })

  it('lists what is due for review, by reason, and leads to the item', async () => {
    await publishOver(api)
    await open('/knowledge/due')
    await person.untilText('#due-rows', '过期的流程')
    expect(await person.text('#due-rows')).toMatch(/case-over\s*已过期\s*最后一天 2026-01-31\s*从未/s)
    await person.choose('#reason', 'lawChanged')
    await person.until(`!document.getElementById('due-rows').innerText.includes('过期的流程')`)
    await person.choose('#reason', 'over')
    await person.untilText('#due-rows', '过期的流程')
    await person.click('#due-rows a')
    await person.untilText('#state', 'case-over')
  })

  it('shows the words of a month, and begins a script where one is missing', async () => {
    await twoMonths(api)
    await open('/knowledge/words')
    await person.until(`document.getElementById('month').value !== ''`)
    await person.choose('#month', NOW)
    await person.untilText('#found', '刷脸支付')
    expect(await person.text('#found')).toMatch(
      new RegExp(`${NOW}:12 位客户.*上月 ${THEN}.*刷脸支付.*新出现.*12 人,上月 0.*0% → 100%.*缺话术`, 's'),
    )
    const at = (part: string, name: string) =>
      person.see<number>(`Number(document.querySelector('#found svg ${part}').getAttribute('${name}'))`)
    expect([await at('.was', 'cx'), await at('.is', 'cx')]).toEqual([6, 174])
    await person.choose('#show', 'rose')
    await person.untilText('#said', '没有符合的词')
    await person.choose('#show', 'missing')
    await person.click('#found a.write')
    await person.until(`location.pathname === '/knowledge/new'`)
    await person.untilShown('#edit')
    expect(await person.value('#field-scene')).toBe('刷脸支付')
    expect(await person.value('#field-codes')).toMatch(/^[A-Z]{2}-\d{2}/)
    // A customer's word is in no request.
    expect(
      ground.stand().page.requests.filter((url) => decodeURIComponent(url.split('#')[0]!).includes('刷脸')),
    ).toEqual([])
  })

  it('shows the use of an item and takes a rating in one click', async () => {
    await publishOver(api, 'case-rated')
    await api('knowledge/items/case/case-rated/used', 'POST', {})
    await open('/knowledge/case/case-rated')
    await person.untilShown('#usage .star')
    expect(await person.text('#usage-box')).toMatch(/近 30 天 1 次 · 共 1 次.*还没有人评分/s)
    await person.click('#usage .star[data-stars="4"]')
    await person.untilText('#usage-box', '已评 4 星')
    expect(await person.text('#usage-box')).toMatch(/4 星,1 人评过/)
    expect(await person.see('document.activeElement.dataset.stars')).toBe('4')
    const { json } = await api<{ own: number }>('knowledge/items/case/case-rated/usage')
    expect(json.own).toBe(4)
    await api('knowledge/items', 'POST', { kind: 'case', item: aCase({ id: 'case-unrated' }) })
    await open('/knowledge/case/case-unrated')
    await person.untilShown('#past')
    expect(await person.shown('#usage')).toBe(false)
  })

  it('merges a duplicate into the one that stays: found, compared, and said why', async () => {
    await publishOver(api, 'case-stays')
    const spare = aCase({ id: 'case-spare', title: '重复的一条', lessons: '<b>别的教训</b>' })
    await api('knowledge/items', 'POST', { kind: 'case', item: spare })
    await open('/knowledge/case/case-spare')
    await person.untilShown('[data-move="merge"]')
    await person.click('[data-move="merge"]')
    await person.write('#merge-search', '没有这样的')
    await person.click('#merge form button')
    await person.untilText('#merge', '没有找到')
    await person.write('#merge-search', 'case-stays')
    await person.click('#merge form button')
    await person.untilShown('#merge-found li')
    await person.click('#merge-found li button')
    await person.untilShown('.merging table')
    const differing = await person.see<string>(
      `[...document.querySelectorAll('.merging tr[data-outcome="differs"]')].map((r) => r.innerText).join(' ')`,
    )
    expect(differing).toMatch(/经验教训.*<b>别的教训<\/b>.*先给时间/s)
    expect(differing).not.toContain('根本原因')
    await person.click('.merging .grave')
    expect(await person.text('#merge-issue')).toBe('请写明原因。')
    await person.write('#merge-why', '同一件事')
    await person.click('.merging .grave')
    await person.untilText('#state', '已并入 case-stays')
    await person.untilText('#history', '同一件事')
    const { json } = await api<{ status: string; mergedInto: string }>('knowledge/items/case/case-spare')
    expect(json).toMatchObject({ status: 'retired', mergedInto: 'case-stays' })
  })
}
