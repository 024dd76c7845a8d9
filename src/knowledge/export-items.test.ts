import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { aCase, aScript } from '../../test/harness/records.ts'
import { type CaseWriteUp, caseSchema, type Script, scriptSchema } from '../domain/knowledge.ts'
import { readPolicy, readUploadWords } from '../node/policy-files.ts'
import { exportCsv, exportJsonl } from './export-items.ts'
import { readUpload } from './import/read-upload.ts'

const [policy, words] = await Promise.all([readPolicy([]), readUploadWords()])
const shipped = (name: string) =>
  readFileSync(new URL(`../../fixtures/${name}.jsonl`, import.meta.url), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as unknown)
const cases = shipped('cases').map((c) => ({ kind: 'case' as const, body: caseSchema.parse(c) }))
const scripts = shipped('scripts').map((s) => ({ kind: 'script' as const, body: scriptSchema.parse(s) }))

const read = (name: string, text: string) => readUpload({ name, bytes: new TextEncoder().encode(text) }, words, policy)
const bodies = (items: { item: object }[]) => items.map((i) => i.item)
const itself = (items: { body: CaseWriteUp | Script }[]) => items.map((i) => i.body)

it('reads its own JSON lines back word for word', () => {
  const all = [...cases, ...scripts]
  const { items } = read('export.jsonl', exportJsonl(all))
  expect(items.map((i) => i.kind)).toEqual(all.map((i) => i.kind))
  expect(bodies(items)).toEqual(itself(all))
})

it('reads its own CSV back word for word', () => {
  expect(bodies(read('cases.csv', exportCsv('case', cases)).items)).toEqual(itself(cases))
  expect(bodies(read('scripts.csv', exportCsv('script', scripts)).items)).toEqual(itself(scripts))
})

it('lets no spreadsheet run a cell, and takes the apostrophe away again', () => {
  const body = aCase({
    id: 'case-formula',
    title: '=HYPERLINK("http://x","点我")',
    summary: '@客服 三天没回',
    result: '+1 张优惠券',
    remedy: '-50 元',
    lessons: '说"好"\n再办',
  })
  const csv = exportCsv('case', [{ kind: 'case', body }])
  expect(csv).not.toMatch(/(?:^|,)"[=+\-@]/m)
  expect(csv).toContain(`"'=HYPERLINK(""http://x"",""点我"")"`)
  expect(bodies(read('a.csv', csv).items)).toEqual([body])
  const script = aScript({ id: 'script-formula', avoid: ['=1+1', '不行'], maxPromiseYuan: 50.5, validTo: '2027-01-31' })
  expect(bodies(read('b.csv', exportCsv('script', [{ kind: 'script', body: script }])).items)).toEqual([script])
})
