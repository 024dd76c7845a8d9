import { expect, it } from 'vitest'
import { makeXlsx } from '../../test/harness/make-xlsx.ts'
import { aCase } from '../../test/harness/records.ts'
import { exportCsv } from '../knowledge/export-items.ts'
import { type PackedUpload, readUpload } from '../knowledge/import/read-upload.ts'
import { createRandom } from '../quality/statistics/random.ts'
import { readPolicy, readUploadWords } from './policy-files.ts'
import { createUploadReader } from './upload-reader.ts'

const inline = (text: string) => ({ xml: `<c t="inlineStr"><is><t>${text}</t></is></c>` })
const [policy, words] = await Promise.all([readPolicy([]), readUploadWords()])
const csv = (count: number) => {
  const items = Array.from({ length: count }, (_, i) => ({ kind: 'case' as const, body: aCase({ id: `case-u${i}` }) }))
  return { name: '案例.csv', bytes: new TextEncoder().encode(exportCsv('case', items)) }
}

const whole = ({ items, files }: PackedUpload) => ({ items: [...items], files })

it('reads in a thread what it would read at once, and leaves the house its time meanwhile', async () => {
  const reader = createUploadReader(words, policy)
  const file = csv(600)
  expect(file.bytes.length).toBeGreaterThan(32 * 1024)
  let ticks = 0
  const timer = setInterval(() => ticks++, 10)
  const [read, again, third] = await Promise.all([reader.read(file), reader.read(file), reader.read(file)])
  clearInterval(timer)
  expect(ticks).toBeGreaterThan(10)
  expect(whole(read)).toEqual(readUpload(file, words, policy))
  expect([again, third].map(whole)).toEqual([whole(read), whole(read)])
  expect((await reader.read(csv(2))).items.count).toBe(2)
  await reader.close()
}, 180_000)

it('gives up a file that takes too long, and what is under way when the house closes', async () => {
  const hasty = createUploadReader(words, policy, { timeoutMs: 1 })
  await expect(hasty.read(csv(600))).rejects.toMatchObject({ code: 'payload_too_large' })
  const reader = createUploadReader(words, policy)
  const reading = expect(reader.read(csv(600))).rejects.toMatchObject({ code: 'shutting_down' })
  await reader.close()
  await reading
}, 180_000)

it('reads a sheet whose rows together would not fit into the memory it may take', async () => {
  const random = createRandom('large sheet')
  const remark = Array.from({ length: 4000 }, () => String.fromCharCode(0x4e00 + 2000 * random())).join('')
  const rows = Array.from({ length: 2000 }, (_, i) => [`case-${i}`, '晚到', 'SP-07', 3, inline(remark.slice(i) + i)])
  const bytes = makeXlsx([{ name: 's', rows: [['编号', '标题', '类型', '等级', '没有这个栏目'], ...rows] }])
  const { items, files } = await createUploadReader(words, policy, { memoryMb: 32 }).read({ name: '大.xlsx', bytes })
  expect(files).toMatchObject([{ file: '大.xlsx', how: 'xlsx, sheet s' }])
  expect(items.count).toBe(2000)
}, 180_000)

it('gives up a file that fills the memory it may take', async () => {
  const narrow = createUploadReader(words, policy, { memoryMb: 8 })
  await expect(narrow.read(csv(3000))).rejects.toMatchObject({ code: 'payload_too_large' })
}, 180_000)
