import { afterAll, beforeAll, expect, it } from 'vitest'
import { triages } from '../../src/db/schema/triage.ts'
import { createKnowledgeStore } from '../../src/db/stores/knowledge-store.ts'
import { createWordsStore } from '../../src/db/stores/words-store.ts'
import type { CaseWriteUp } from '../../src/domain/knowledge.ts'
import { createMonthlyWords, type MonthlyWordsResult } from '../../src/knowledge/monthly-words.ts'
import { readKnowledgeRules } from '../../src/node/policy-files.ts'
import type { MonthEntry, WordsStore } from '../../src/ports/words-store.ts'
import { aScript } from '../harness/records.ts'
import { onBothDatabases, type TestDatabase } from '../harness/stores.ts'
import { realPolicy } from '../http/fakes.ts'

/** What people say of a thing, each time otherwise. */
const FRAMES = [
  (w: string) => `买的${w}用了两天坏掉,要退`,
  (w: string) => `你们家${w}质量太差`,
  (w: string) => `${w}问题拖了半个月`,
  (w: string) => `关于${w}反映三次没人管`,
  (w: string) => `昨晚${w}出毛病,一家人吓得睡不好`,
  (w: string) => `老人不懂,${w}说不清楚`,
  (w: string) => `快递送来,打开看见${w},很失望`,
  (w: string) => `请查查${w}!`,
  (w: string) => `因为${w}跟前台吵起来`,
  (w: string) => `钱付过,${w}迟迟办不下来`,
]
/** What people complain of in any month. */
const USUAL = [
  '快递晚到五天,物流一直停在分拨中心',
  '酒店隔音差,半夜听得见隔壁说话',
  '快递员把包裹扔在门口,雨淋湿了',
  '退款说好三天,十天过去毫无音讯',
  '门店排队两小时,叫号还跳过去',
  '外卖少送一份米饭,商家不接电话',
  '洗衣机甩干时晃得厉害,师傅来过没修好',
  '快递单号查不到物流',
  '会员自动续费没提醒,申请退款被拒',
  '房间有烟味,换房要加钱',
]

onBothDatabases('words store', (open) => {
  let database: TestDatabase
  let store: WordsStore
  let n = 0
  beforeAll(async () => {
    database = await open()
    store = createWordsStore(database.db)
    await fill()
  })
  afterAll(() => database.close())

  interface Said {
    day: string
    customer?: string | null
    phone?: string | null
    codes?: string[]
    nature?: string
  }
  const row = (maskedText: string, said: Said): typeof triages.$inferInsert => {
    n++
    const { day, customer = `customer-${n}`, phone = null, codes = ['PQ-02'], nature = 'complaint' } = said
    return {
      id: `tri_${String(n).padStart(6, '0')}`,
      receivedAt: new Date(day.includes('T') ? day : `${day}T09:00:00+08:00`),
      customerKey: customer,
      phoneKey: phone,
      channel: 'app',
      nature,
      level: 3,
      codes,
      outside: false,
      maskedText,
      maskedSpans: [],
      decision: {},
      policyHash: 'p',
    }
  }
  const times = (count: number, word: string, said: Said | ((i: number) => Said)) =>
    Array.from({ length: count }, (_, i) =>
      row(FRAMES[i % FRAMES.length]!(word), typeof said === 'function' ? said(i) : said),
    )

  async function fill() {
    const rows = [
      ...['2026-09-12', '2026-10-12'].flatMap((day) =>
        Array.from({ length: 120 }, (_, i) => row(USUAL[i % USUAL.length]!, { day, codes: ['SP-07'] })),
      ),
      // So that how people put things is the same in both months.
      ...times(160, '吸尘器', { day: '2026-09-13' }),
      // Rose, and goes with a code; the two that stand just outside the month in the policy's zone would be 41 and 9.
      ...times(40, '电热毯', { day: '2026-10-20', codes: ['PQ-08', 'PQ-02'] }),
      row('电热毯坏了', { day: '2026-10-31T23:30:00+08:00', codes: ['PQ-08'] }),
      row('电热毯坏了', { day: '2026-11-01T00:10:00+08:00' }),
      row('电热毯坏了', { day: '2026-08-31T23:50:00+08:00' }),
      ...times(8, '电热毯', { day: '2026-09-20' }),
      // New.
      ...times(20, '刷脸支付', { day: '2026-10-21', codes: ['TD-02'] }),
      ...times(12, 'cashback', { day: '2026-10-22', codes: ['TD-07'] }),
      // As common as before.
      ...times(30, '电饭煲', { day: '2026-09-22' }),
      ...times(30, '电饭煲', { day: '2026-10-22' }),
      // One customer writes fifty times, and two more people once.
      ...times(50, '拖车费', { day: '2026-10-23', customer: 'one' }),
      ...times(2, '拖车费', { day: '2026-10-23' }),
      // Four ids of one household and another, ten nobodies.
      ...times(40, '热水器', (i) => ({ day: '2026-10-24', customer: `kin-${i % 4}`, phone: 'home' })),
      ...times(1, '热水器', { day: '2026-10-24' }),
      ...times(20, '充电宝', { day: '2026-10-24', customer: null }),
      // Rose with one customer who writes all the time: counts as one.
      ...times(150, '扫地机', { day: '2026-10-25', customer: 'two' }),
      ...times(16, '扫地机', { day: '2026-10-25' }),
      // Personal data that was masked, praise, and fixed messages longer than any word.
      ...times(30, '〔电话1〕', { day: '2026-10-26' }),
      ...times(30, '吹风机', { day: '2026-10-26', nature: 'praise' }),
      ...times(30, '系统繁忙请稍后再试', { day: '2026-10-27' }),
      ...times(30, '预售尾款付不了', { day: '2026-10-27' }),
    ]
    for (let at = 0; at < rows.length; at += 200) await database.db.insert(triages).values(rows.slice(at, at + 200))
    await createKnowledgeStore(database.db).put({
      cases: [] as CaseWriteUp[],
      scripts: [
        aScript({ id: 'script-a-general', scene: '电热毯·通用', codes: [], text: '让您担心了。', slots: [] }),
        aScript({ id: 'script-b-safety', scene: '用电安全', codes: ['PQ-08'], text: '请先停用电热毯。', slots: [] }),
        aScript({ id: 'script-slot', scene: '支付', text: '您的{刷脸支付}。', slots: ['刷脸支付'] }),
        aScript({ id: 'script-face-over', scene: '刷脸支付', text: '您好。', slots: [], validTo: '2026-11-01' }),
        aScript({ id: 'script-cashback', scene: 'Cashback', text: '…', slots: [], audience: 'management' }),
      ],
    })
  }

  const words = async (over: Partial<WordsStore> = {}, now = '2026-11-22T00:00:00Z') =>
    createMonthlyWords({
      store: { ...store, ...over },
      rules: (await readKnowledgeRules()).words,
      calendar: (await realPolicy()).calendar,
      clock: { now: () => Date.parse(now) },
    })
  const october = async (audience: 'frontline' | null = null): Promise<MonthlyWordsResult> =>
    (await words()).of({ month: '2026-10', audience, limit: 50 })

  it('finds what rose and what is new, and leaves out what is as common as ever', async () => {
    const found = await october()
    expect(found).toMatchObject({ complete: true, before: { month: '2026-09' }, reason: null })
    expect(found.words.map((w) => [w.word, w.change, w.count, w.before.count])).toEqual([
      ['系统繁忙请稍', 'new', 30, 0],
      ['预售尾款付', 'new', 30, 0],
      ['刷脸支付', 'new', 20, 0],
      ['电热毯', 'rose', 41, 8],
      ['扫地机', 'new', 17, 0],
      ['cashback', 'new', 12, 0],
    ])
    expect([found.rose, found.new]).toEqual([1, 5])
    const { complainants, before } = found
    const blanket = found.words[3]!
    expect(blanket.share).toBeCloseTo(41 / complainants, 12)
    expect(blanket.before.share).toBeCloseTo(8 / before.complainants, 12)
    expect(blanket.codes).toEqual([
      { code: 'PQ-08', count: 41 },
      { code: 'PQ-02', count: 40 },
    ])
    for (const w of found.words) expect(w.ratioLow).toBeGreaterThan(1)
  })

  it('counts a household once and nobody known each alone, and never names either', async () => {
    const found = await october()
    // 120 usual, 41 + 20 + 12 + 30, then 1 + 2, 1 + 1, 20 nobodies, 1 + 16, 30, 30, 30.
    expect(found.complainants).toBe(120 + 103 + 3 + 2 + 20 + 17 + 90)
    expect(found.complaints).toBe(120 + 103 + 52 + 41 + 20 + 166 + 90)
    const told = JSON.stringify(found)
    for (const secret of ['customer', 'kin-', 'tri_', '拖车费', '热水器', '充电宝', '电话', '吹风机'])
      expect(told).not.toContain(secret)
  })

  it('names the script that fits best, and those that are missing for these eyes on this day', async () => {
    const scriptOf = ({ words }: MonthlyWordsResult) =>
      Object.fromEntries(words.map((w) => [w.word, w.script?.id ?? null]))
    const all = await october()
    expect(scriptOf(all)).toMatchObject({ 电热毯: 'script-b-safety', 刷脸支付: null, cashback: 'script-cashback' })
    expect(all.missing).toBe(4)
    const fewer = await october('frontline')
    expect(scriptOf(fewer)).toMatchObject({ 电热毯: 'script-b-safety', cashback: null })
    expect(fewer.missing).toBe(5)
  })

  it('says why there is nothing to tell', async () => {
    const of = async (month: string | null, now?: string) =>
      (await words({}, now)).of({ month, audience: null, limit: 9 })
    expect(await of('2026-08')).toMatchObject({ complaints: 1, words: [], reason: expect.stringContaining('上月没有') })
    expect(await of('2025-01')).toMatchObject({ complaints: 0, reason: expect.stringContaining('该月没有投诉') })
    expect(await of('2026-11')).toMatchObject({
      complete: false,
      complaints: 1,
      reason: expect.stringContaining('太少'),
    })
    expect((await of(null)).month).toBe('2026-10')
    expect((await of(null, '2027-01-01T00:00:00+08:00')).month).toBe('2026-12')
    expect(await of('2027-01')).toMatchObject({ before: { month: '2026-12' } })
  })

  it('reads a month once for all who ask, in pages, and again after ten minutes or a failure', async () => {
    let now = Date.parse('2026-11-22T00:00:00Z')
    let most = 0
    let fail = false
    let readings = 0
    const monthly = createMonthlyWords({
      store: {
        ...store,
        entries(query) {
          if (query.after === null) readings++
          return fail ? Promise.reject(new Error('away')) : store.entries(query)
        },
        texts(ids) {
          most = Math.max(most, ids.length)
          return store.texts(ids)
        },
      },
      rules: (await readKnowledgeRules()).words,
      calendar: (await realPolicy()).calendar,
      clock: { now: () => now },
    })
    const done: number[] = []
    const ask = () => monthly.of({ month: '2026-10', audience: null, limit: 1 }, (d, total) => done.push(d / total))
    const [a, b] = await Promise.all([ask(), ask()])
    expect(a).toEqual(b)
    expect(a.words).toHaveLength(1)
    expect([readings, most]).toEqual([2, 500])
    expect(a.complaints).toBeGreaterThan(500)
    expect(done.at(-1)).toBe(1)
    now += 600_001
    fail = true
    await expect(ask()).rejects.toThrow('away')
    fail = false
    await ask()
    expect(readings).toBeGreaterThanOrEqual(5)
  })

  it('hands out complaints alone, in the order in which they came, page after page', async () => {
    const range = { since: Date.parse('2026-09-01T00:00:00+08:00'), before: Date.parse('2026-10-01T00:00:00+08:00') }
    const whole = await store.entries({ ...range, after: null, limit: 1000 })
    expect(whole).toHaveLength(318)
    const turned: MonthEntry[] = []
    for (let after: MonthEntry | null = null; ; after = turned.at(-1)!) {
      const page: MonthEntry[] = await store.entries({ ...range, after, limit: 50 })
      turned.push(...page)
      if (page.length < 50) break
    }
    expect(turned).toEqual(whole)
    const ids = [whole[3]!.id, 'tri_nobody', whole[1]!.id]
    expect((await store.texts(ids)).map((t) => t.id)).toEqual([ids[0], ids[2]])
    expect(await store.texts([])).toEqual([])
  })
})
