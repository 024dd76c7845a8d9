import { type CaseWriteUp, caseSchema, type Script, scriptSchema } from '../../domain/knowledge.ts'
import type { KnowledgeItem } from '../../domain/knowledge-item.ts'
import { audienceRank } from '../../domain/labels.ts'
import type { Policy } from '../../domain/policy/parse.ts'
import { fieldWithOddCharacter } from '../../domain/text/odd-characters.ts'
import type { Words } from '../../files/finding.ts'
import { type ItemName, nameOf } from '../../ports/import-store.ts'
import { checkBody } from '../check-body.ts'
import type { Worker } from '../desk.ts'
import { hashOf } from './gather.ts'
import type { ImportResult, ItemFinding, ReadItem } from './types.ts'

type Body = CaseWriteUp | Script

/** An item of an upload, whole or not. `body`: null where something forbids its import; `again`: it came before in this upload, word for word. */
export interface Judged {
  read: ReadItem
  body: Body | null
  findings: ItemFinding[]
  again: boolean
}

export const maySee = ({ audience }: Pick<Worker, 'audience'>, body: Body): boolean =>
  audience === null || audienceRank(body.audience) <= audienceRank(audience)

const error = (rule: string, field: string | null, problem: Words, advice: Words): ItemFinding => ({
  severity: 'error',
  field,
  rule,
  problem,
  advice,
})

/**
 * Judges what was read by itself: the schema, the policy, what the worker may write, and ids that come twice. Asked of an
 * upload part by part, in order; of what went by it keeps each id with its place and a hash of its words.
 */
export function createJudge(policy: Policy, worker: Worker): (items: Iterable<ReadItem>) => Promise<Judged[]> {
  const seen = new Map<string, { words: string; place: string }>()
  return async (items) => {
    const judged: Judged[] = []
    for (const read of items) {
      const { body, findings } = judge(read, policy, worker)
      judged.push(body ? await compared(read, body, findings) : { read, body, findings, again: false })
    }
    return judged
  }

  async function compared(read: ReadItem, body: Body, findings: ItemFinding[]): Promise<Judged> {
    const name = nameOf({ kind: read.kind, id: body.id })
    const words = (await hashOf([new TextEncoder().encode(wordsOf(body))])).slice(0, 32)
    const earlier = seen.get(name)
    if (!earlier) {
      seen.set(name, { words, place: placeOf(read) })
      return { read, body, findings, again: false }
    }
    if (earlier.words === words) return { read, body, findings, again: true }
    const twice = error(
      'same-id',
      'id',
      {
        zh: `编号 ${body.id} 在本次上传中已被另一条使用(${earlier.place}),内容不同`,
        en: `the id ${body.id} was used before in this upload (${earlier.place}), with other words`,
      },
      { zh: '换一个编号,或只留一条', en: 'use another id, or keep one of the two' },
    )
    return { read, body: null, findings: [...findings, twice], again: false }
  }
}

function judge(read: ReadItem, policy: Policy, worker: Worker): { body: Body | null; findings: ItemFinding[] } {
  const { findings } = read
  if (findings.some((f) => f.severity === 'error')) return { body: null, findings }
  const parsed = (read.kind === 'case' ? caseSchema : scriptSchema).safeParse(read.item)
  if (!parsed.success)
    return {
      body: null,
      findings: [...findings, ...parsed.error.issues.map((issue) => schemaFinding(issue, read.item))],
    }
  const body: Body = parsed.data
  const more = checkBody(read.kind, body, policy).map(({ path, message }) => {
    const [zh, en] = halves(message)
    const rule = path.startsWith('codes.') ? 'unknown-code' : 'contradiction'
    return error(rule, path, { zh, en }, { zh: '修改后重新导入', en: 'mend it and import it again' })
  })
  if (!maySee(worker, body))
    more.push(
      error(
        'audience',
        'audience',
        { zh: '可见范围高于您自己的', en: 'it is for eyes above your own' },
        { zh: '改为您的可见范围,或请有权限的同事导入', en: 'make it your own audience, or ask a colleague who may' },
      ),
    )
  const odd = fieldWithOddCharacter(body)
  if (odd !== null)
    more.push(
      error(
        'bad-character',
        odd,
        { zh: '含有不能保存的字符(空字符或残缺的表情)', en: 'it holds a character that cannot be kept' },
        { zh: '删去后重新导入', en: 'take it out and import it again' },
      ),
    )
  return { body: more.length > 0 ? null : body, findings: [...findings, ...more] }
}

interface Issue {
  code: string
  path: PropertyKey[]
  message: string
}

const at = (item: unknown, path: readonly PropertyKey[]): unknown =>
  path.reduce<unknown>((x, key) => (x === null || x === undefined ? undefined : Reflect.get(Object(x), key)), item)

function schemaFinding(issue: Issue, item: unknown): ItemFinding {
  const field = issue.path.join('.') || null
  const mend = { zh: '修改后重新导入', en: 'mend it and import it again' }
  if (issue.code.startsWith('invalid_') && at(item, issue.path) === undefined)
    return error('missing', field, { zh: '缺少这一项', en: 'it is missing' }, { zh: '补上', en: 'fill it in' })
  if (issue.code === 'unrecognized_keys')
    return error('unknown-field', field, { zh: '有不认识的字段', en: 'it has fields that are not known' }, mend)
  if (issue.code === 'too_big') return error('too-long', field, { zh: '太长', en: 'it is too long' }, mend)
  if (issue.code === 'too_small') return error('missing', field, { zh: '不能为空', en: 'it is empty' }, mend)
  const [zh, en] = halves(issue.message)
  return error('bad-value', field, { zh: issue.code === 'custom' ? zh : '填写的内容不符合要求', en }, mend)
}

/** «中文 / English» as its two halves; the whole for both where there is one tongue only. */
function halves(message: string): [string, string] {
  const [zh, en] = message.split(' / ')
  return [zh!, en ?? zh!]
}

export const placeOf = ({ file, row }: Pick<ReadItem, 'file' | 'row'>): string =>
  row === null ? file : `${file}:${row}`

const canonical = (value: unknown): unknown =>
  Array.isArray(value)
    ? value.map(canonical)
    : value !== null && typeof value === 'object'
      ? Object.fromEntries(
          Object.entries(value)
            .sort(([a], [b]) => (a < b ? -1 : 1))
            .map(([k, v]) => [k, canonical(v)]),
        )
      : value

/** All that an item says, whatever the order of its fields: the database keeps none. */
const wordsOf = (body: Body): string => JSON.stringify(canonical(body))
export const sameBody = (a: Body, b: Body): boolean => wordsOf(a) === wordsOf(b)

/** The item's name; null for one that is refused anyhow. */
export const nameIn = ({ read, body }: Judged): ItemName | null => (body ? { kind: read.kind, id: body.id } : null)
export const namesOf = (judged: readonly Judged[]): ItemName[] =>
  judged.flatMap((j) => {
    const name = nameIn(j)
    return name ? [name] : []
  })

/** A warning, so that it stands in the import's results too: who imports a retired item wants it back. */
export const STILL_RETIRED: ItemFinding = {
  severity: 'warning',
  field: null,
  rule: 'retired',
  problem: {
    zh: '这一条已下架,内容没有变化:仍是下架,检索不到',
    en: 'this item is retired and nothing has changed: it stays retired and is not found',
  },
  advice: {
    zh: '要重新上架,请打开它,直接保存成草稿再送审',
    en: 'to bring it back, open it, save it as a draft and submit it',
  },
}

export type Outcome = Pick<ImportResult, 'outcome' | 'version' | 'findings'> & { write: Body | null }

/** What becomes of an item, given which items are there (by `nameOf`). */
export function settle(judged: Judged, there: ReadonlyMap<string, KnowledgeItem>, worker: Worker): Outcome {
  const { body, findings, again } = judged
  const name = nameIn(judged)
  const held = name === null ? null : (there.get(nameOf(name)) ?? null)
  if (!body) return { outcome: 'refused', version: null, findings, write: null }
  // No word on whether it is there: the worker may not know.
  if (held && !maySee(worker, held.body)) {
    const taken = error(
      'id-not-free',
      'id',
      { zh: '这个编号不能使用', en: 'this id cannot be used' },
      { zh: '换一个编号', en: 'use another id' },
    )
    return { outcome: 'refused', version: null, findings: [...findings, taken], write: null }
  }
  if (held?.status === 'retired' && sameBody(held.body, body))
    return { outcome: 'unchanged', version: held.version, findings: [...findings, STILL_RETIRED], write: null }
  if (again) return { outcome: 'unchanged', version: held?.version ?? null, findings, write: null }
  if (!held) return { outcome: 'created', version: 1, findings, write: body }
  if (sameBody(held.body, body)) return { outcome: 'unchanged', version: held.version, findings, write: null }
  return { outcome: 'updated', version: held.version + 1, findings, write: body }
}
