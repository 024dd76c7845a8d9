import { aCase } from '../harness/records.ts'

type Api = (
  path: string,
  method?: string,
  body?: object,
  ifMatch?: number,
) => Promise<{ status: number; json: unknown }>

/** A published case whose last day has gone by. */
export async function publishOver(api: Api, id = 'case-over'): Promise<void> {
  await api('knowledge/items', 'POST', {
    kind: 'case',
    item: aCase({ id, title: '过期的流程', summary: '旧流程下的延误补偿', validTo: '2026-01-31' }),
  })
  await api(`knowledge/items/case/${id}/submit`, 'POST', { why: null }, 1)
  await api(`knowledge/items/case/${id}/approve`, 'POST', { why: null }, 2)
}

export const [THEN, NOW] = ['2026-03', '2026-04']
const BEFORE = ['快递晚到三天还没有人送', '空调漏水师傅一直不来', '退款拖了两周也没到账', '发票开错了不给改']
const AFTER = [
  '结账只能刷脸支付,老人不会用',
  '没有刷脸支付就不让进门',
  '刷脸支付扣了两次钱',
  '不想用刷脸支付却没有别的办法',
]

/** Two months of complaints by known customers; in the later one twelve of them speak of a new way to pay. */
export async function twoMonths(api: Api): Promise<void> {
  for (const [month, texts] of [
    [THEN, BEFORE],
    [NOW, AFTER],
  ] as const)
    for (let i = 0; i < 12; i++)
      await api('triage', 'POST', {
        text: `${texts[i % texts.length]},第${i + 1}家店也这样`,
        receivedAt: `${month}-1${i % 10}T10:00:00+08:00`,
        customer: { id: `customer-${i}` },
      })
}
