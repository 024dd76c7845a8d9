import { describe, expect, it } from 'vitest'
import { makeDocx } from '../../../test/harness/make-docx.ts'
import { read } from '../../../test/harness/read-uploads.ts'

/** A Word write-up as people write one who have seen no template; `more` stands between its story and its course. */
const writeUp = (story: string, ...more: Parameters<typeof makeDocx>[0]) =>
  makeDocx([
    { text: '婚纱照底片丢失', style: 'Title' },
    '投诉类型:SP-14',
    '级别:二级',
    '发生日期:2026年9月12日',
    { text: story, style: 'Heading1' },
    '客户去选片,门店说硬盘坏了,一半的原片找不回来。',
    ...more,
    { text: '经过', style: 'Heading1' },
    '9月12日 14:00 客户到店选片,少了四组。',
    { text: '处理结果', style: 'Heading1' },
    '已解决。退还一半费用。',
    { text: '原因', style: 'Heading1' },
    '原片只存一份。',
    { text: '教训', style: 'Heading1' },
    '原片当天双份备份。',
  ])
const readOne = (bytes: Uint8Array) => {
  const { items } = read('底片.docx', bytes)
  expect(items).toHaveLength(1)
  return items[0]!
}

describe('the plainest headings', () => {
  it.each([
    '案例',
    '一、案例',
    '典型案例',
  ])('«%s» over words of its own is what the customer complained of', (story) => {
    const { item, findings } = readOne(writeUp(story))
    expect(item).toMatchObject({
      title: '婚纱照底片丢失',
      summary: '客户去选片,门店说硬盘坏了,一半的原片找不回来。',
      rootCause: '原片只存一份。',
      outcome: 'resolved',
      lessons: '原片当天双份备份。',
    })
    expect(findings.map((f) => f.rule)).not.toContain('unknown-heading')
    expect(findings.filter((f) => f.severity === 'error').map((f) => f.field)).toEqual(['remedy', 'turningPoint'])
  })

  it('gives way to a heading that says it outright', () => {
    const said = [{ text: '投诉内容', style: 'Heading1' }, '要求退还全款。']
    const { item, findings } = readOne(writeUp('案例', ...said))
    expect(item).toMatchObject({ summary: '要求退还全款。' })
    expect(findings.map((f) => f.rule)).toContain('unknown-heading')
  })
})
