import { describe, expect, it } from 'vitest'
import { CLERK, embed, file, importGround, MANAGER } from '../../../test/harness/import-ground.ts'
import { aCase, aScript } from '../../../test/harness/records.ts'
import { createItemStore } from '../../db/stores/item-store.ts'
import { createKnowledgeStore } from '../../db/stores/knowledge-store.ts'
import type { CaseWriteUp } from '../../domain/knowledge.ts'
import { readKnowledgeRules, readPolicy, readReplyRules } from '../../node/policy-files.ts'
import { createLibraryCheck } from '../library-check.ts'
import { createReplyChecker } from '../replies/check-reply.ts'

const policy = await readPolicy([])
const { ground, service, importAll, find } = importGround()

describe('a dry run', () => {
  it('says what would become of each item and keeps nothing', async () => {
    const imports = service()
    await importAll(imports, [aCase({ id: 'case-d1' }), aCase({ id: 'case-d2', title: '另一件', summary: '水管漏水' })])
    const { level: _, ...without } = aCase({ id: 'case-d4' })
    const { items, summary } = await imports.dryRun(
      await imports.read([
        file([
          aCase({ id: 'case-d1' }),
          aCase({ id: 'case-d2', title: '另一件', summary: '水管漏水', lessons: '改了' }),
          aCase({ id: 'case-d3', title: '宠物寄养', summary: '猫在寄养时走失,店家三天没有回话' }),
          without,
        ]),
      ]),
      MANAGER,
    )
    expect(summary).toMatchObject({
      total: 4,
      ready: 3,
      created: 1,
      updated: 1,
      unchanged: 1,
      withErrors: 1,
      nearDuplicates: 0,
      compared: 2,
      byMeaning: true,
    })
    expect(items.map((i) => i.findings.map((f) => f.rule))).toEqual([['unchanged'], ['update'], [], ['missing']])
    expect(await find('case-d3')).toBeNull()
    expect(await find('case-d2')).toMatchObject({ version: 1 })
  })

  it('names near-duplicates: of what is published, of drafts by title, of the upload itself', async () => {
    const shown = aCase({
      id: 'case-shown-near',
      title: '洗衣机漏水泡了地板',
      summary: '新买的洗衣机第三次使用时漏水,客厅木地板泡胀,要求赔偿地板',
    })
    const knowledge = createKnowledgeStore(ground.database.db)
    await knowledge.put({ cases: [shown], scripts: [] })
    await knowledge.putVectors('case', 'm', [{ id: shown.id, vector: await embed(shown.title) }])
    const imports = service()
    await importAll(imports, [aCase({ id: 'case-drafted', title: '会员费误扣', summary: '会员到期仍被扣费两次' })])
    const near = async (over: Partial<CaseWriteUp>[], worker = MANAGER) => {
      const items = over.map((o, i) => aCase({ id: `case-new-${i}`, ...o }))
      const dry = await imports.dryRun(await imports.read([file(items)]), worker)
      return dry.items.map((i) => i.findings.flatMap((f) => (f.like ? [[f.like.id, f.like.similarity]] : [])))
    }
    const words = { title: '漏水的洗衣机', summary: `${shown.summary},客服三天没来` }
    expect(await near([words])).toEqual([[['case-shown-near', expect.any(Number)]]])
    const [[[, similarity]]] = (await near([words])) as [[[string, number]]]
    expect(similarity).toBeGreaterThan(0.35)
    expect(similarity).toBeLessThan(1)
    // Other words, but the vector of the same first character.
    expect(await near([{ title: '洗完地板全坏', summary: '机器一转就渗,家里木头都翘起来了' }])).toEqual([
      [['case-shown-near', 1]],
    ])
    expect(await near([{ title: '会员费误扣', summary: '会员到期仍被扣费两回' }])).toMatchObject([
      [['case-drafted', expect.any(Number)]],
    ])
    const twin = { title: '订的蛋糕写错名字', summary: '生日蛋糕上写错了名字,门店不肯重做,客人当场发火' }
    expect(
      await near([twin, { title: '面条里有头发', summary: '点的面条里吃出头发' }, { ...twin, lessons: '核对' }]),
    ).toEqual([[], [], [['case-new-0', 1]]])
  })

  it('warns of a script that promises beyond powers, and an import submits only those that do not', async () => {
    const [rules, replyRules] = await Promise.all([readKnowledgeRules(), readReplyRules()])
    const check = createLibraryCheck({ policy, rules, checkReply: createReplyChecker({ rules: replyRules, policy }) })
    const imports = service({ checkScript: (script) => check([script]) })
    const scripts = [
      aScript({
        id: 'script-rash',
        scene: '赔偿·一万',
        text: '我保证三天内赔您一万元。',
        slots: [],
        maxPromiseYuan: 50000,
      }),
      aScript({ id: 'script-calm', scene: '致歉·核实', text: '很抱歉,我们先核实情况,今天给您回电。', slots: [] }),
    ]
    const dry = await imports.dryRun(await imports.read([file(scripts)]), MANAGER)
    expect(dry.summary).toMatchObject({ ready: 2, withErrors: 0, withWarnings: 1 })
    const warned = dry.items[0]!.findings.filter((f) => f.severity === 'warning').map((f) => [f.rule, f.field])
    expect(warned).toContainEqual(['limit-over-powers', 'maxPromiseYuan'])
    expect(warned).toContainEqual(['sum-over-powers', 'text'])
    expect(dry.items[1]!.findings).toEqual([])
    const { results } = await importAll(imports, scripts, MANAGER, { submit: true, why: null })
    expect(results.map((r) => r.outcome)).toEqual(['created', 'created'])
    expect(results[0]!.findings.map((f) => f.rule)).toContain('limit-over-powers')
    expect(await find('script-rash', 'script')).toMatchObject({ status: 'draft' })
    expect(await find('script-calm', 'script')).toMatchObject({ status: 'in_review' })
  })

  it('says that a retired item stays retired where nothing has changed, in the import’s results too', async () => {
    const imports = service()
    const retired = aCase({ id: 'case-gone', title: '停用的流程', summary: '按旧流程退换' })
    await importAll(imports, [retired])
    await createItemStore(ground.database.db).change(
      'case',
      'case-gone',
      { step: 'evt_gone', audit: 'evt_gone_a' },
      () => ({
        actor: 'key_m',
        at: ground.now,
        action: 'retire',
        why: '流程已改',
        status: 'retired',
        body: null,
        show: 'nothing',
      }),
    )
    const dry = await imports.dryRun(await imports.read([file([retired])]), MANAGER)
    expect(dry.items[0]!.findings).toMatchObject([{ severity: 'warning', rule: 'retired' }])
    expect(dry.items[0]!.findings[0]!.problem.zh).toContain('仍是下架')
    expect((await importAll(imports, [retired])).results).toMatchObject([
      { outcome: 'unchanged', findings: [{ rule: 'retired' }] },
    ])
    expect(await find('case-gone')).toMatchObject({ status: 'retired' })
    const changed = await imports.dryRun(await imports.read([file([{ ...retired, lessons: '按新流程' }])]), MANAGER)
    expect(changed.items[0]!.findings.map((f) => f.rule)).toEqual(['update'])
  })

  it('tells a worker nothing of near ones above their eyes', async () => {
    const secret = aCase({
      id: 'case-hush',
      title: '高管专线投诉',
      summary: '董事亲友的账户被冻结',
      audience: 'management',
    })
    const imports = service()
    await importAll(imports, [secret])
    const dry = await imports.dryRun(
      await imports.read([file([{ ...secret, id: 'case-own', audience: 'frontline' }])]),
      CLERK,
    )
    expect(dry.items[0]!.findings).toEqual([])
    expect(dry.summary.nearDuplicates).toBe(0)
  })
})
