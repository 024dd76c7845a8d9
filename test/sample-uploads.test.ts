import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { caseSchema, scriptSchema } from '../src/domain/knowledge.ts'
import { readUpload } from '../src/knowledge/import/read-upload.ts'
import { packagePath } from '../src/node/paths.ts'
import { readPolicy, readUploadWords } from '../src/node/policy-files.ts'

const folder = packagePath('fixtures/uploads')
const words = await readUploadWords()
const policy = await readPolicy(['default'])
const read = (name: string) => readUpload({ name, bytes: readFileSync(`${folder}/${name}`) }, words, policy)

describe('the sample uploads', () => {
  it.each(readdirSync(folder).filter((name) => name !== 'README.md'))('%s is read whole, without a finding', (name) => {
    const { items, files } = read(name)
    expect(items).toHaveLength({ 'cases.zip': 3, 'cases.jsonl': 2 }[name] ?? 1)
    expect(items.flatMap((i) => i.findings)).toEqual([])
    expect(files.flatMap((f) => f.findings)).toEqual([])
    for (const { kind, item } of items)
      expect((kind === 'case' ? caseSchema : scriptSchema).safeParse(item).error).toBeUndefined()
  })

  it('give the same item in every format', () => {
    const { item } = read('case.json').items[0]!
    expect(item).toMatchObject({ code: 'SP-14', level: 2, outcome: 'resolved', course: { length: 5 } })
    for (const name of ['case.md', 'case.docx', 'case.txt', 'case.csv', 'case.xlsx', 'cases.jsonl', 'cases.zip'])
      expect({ name, item: read(name).items[0]!.item }).toEqual({ name, item })
    const script = read('script.md').items[0]!.item
    expect(read('cases.jsonl').items[1]!.item).toEqual(script)
    expect(read('cases.zip').items[2]!.item).toEqual(script)
  })

  it('are written down in the read-me', () => {
    const text = readFileSync(`${folder}/README.md`, 'utf8')
    for (const name of readdirSync(folder).filter((n) => n !== 'README.md')) expect(text).toContain(`](${name})`)
  })
})
