import { describe, expect, it } from 'vitest'
import { readIn } from '../../../test/harness/read-uploads.ts'
import { COURSES } from '../../../test/harness/write-ups/courses.ts'
import { IN_ENGLISH } from '../../../test/harness/write-ups/in-english.ts'
import { IN_MARKDOWN } from '../../../test/harness/write-ups/in-markdown.ts'
import { IN_PLAIN_TEXT } from '../../../test/harness/write-ups/in-plain-text.ts'
import { WANTING } from '../../../test/harness/write-ups/wanting.ts'

describe('a write-up in a document', () => {
  it.each([...IN_MARKDOWN, ...IN_PLAIN_TEXT, ...IN_ENGLISH, ...COURSES, ...WANTING])('$of', ({
    file,
    text,
    item,
    rules,
  }) => {
    const { items, files } = readIn(file, text)
    expect(files).toMatchObject([{ file, findings: [] }])
    expect(items).toHaveLength(1)
    expect(items[0]).toMatchObject({ kind: 'case', file, row: null, item })
    const found = items[0]!.findings.filter((f) => f.severity !== 'note')
    expect(found.map((f) => (f.rule === 'missing' ? `missing ${f.field}` : f.rule))).toEqual(rules)
  })
})
