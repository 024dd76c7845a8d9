import { describe, expect, it } from 'vitest'
import { readMarkdown } from './markdown.ts'

const read = (text: string) => readMarkdown('x.md', text, 'markdown')

describe('readMarkdown', () => {
  it('reads front matter as it is written, and sections below it', () => {
    const doc = read(
      '---\r\ntitle: "冰箱: 三修不好"\r\nlevel: 2\r\noccurredOn: 2025-03-14\r\ndepartments: [客服, 质量]\r\n---\r\n\r\n前言\r\n\r\n## 经过\r\n\r\n第一段\r\n\r\n第二段\r\n',
    )
    expect(doc.properties).toEqual({
      title: '冰箱: 三修不好',
      level: 2,
      occurredOn: '2025-03-14',
      departments: ['客服', '质量'],
    })
    expect(doc.sections).toEqual([
      { depth: 0, heading: '', paragraphs: ['前言'], tables: [] },
      { depth: 2, heading: '经过', paragraphs: ['第一段', '第二段'], tables: [] },
    ])
  })

  it('reads fields with the colon of a Chinese keyboard, and a rule that is no front matter', () => {
    expect(read('---\n标题：退款拖了二十天\n编码:TD-06\n链接: http://a.example/b\n---\n正文').properties).toEqual({
      标题: '退款拖了二十天',
      编码: 'TD-06',
      链接: 'http://a.example/b',
    })
    expect(read('---\n\n# 标题\n正文').sections).toHaveLength(1)
  })

  it('takes headings of both kinds, lists, quotes, tables and code without their marks', () => {
    const doc = read(
      [
        '大标题',
        '====',
        '> 引用的**重话**,见[公告](http://a.example)',
        '',
        '- 一 *斜*',
        '  接着上一条',
        '1. 二 `代码`',
        '2) 三',
        '',
        '### 表 ###',
        '| 时间 | 经过 |',
        '|:---|---:|',
        '| 第0天 | 来电\\|转接<br>改派 |',
        '| 第1天 |  |',
        '',
        '```',
        '# 不是标题',
        '```',
      ].join('\n'),
    )
    expect(doc.sections).toEqual([
      {
        depth: 1,
        heading: '大标题',
        paragraphs: ['引用的重话,见公告', '一 斜\n接着上一条', '二 代码', '三'],
        tables: [],
      },
      {
        depth: 3,
        heading: '表',
        paragraphs: ['# 不是标题'],
        tables: [
          [
            ['时间', '经过'],
            ['第0天', '来电|转接\n改派'],
            ['第1天', ''],
          ],
        ],
      },
    ])
  })

  it('keeps slots, amounts and escaped marks, and names what it left out', () => {
    const doc = read(
      '# 话术\n{客户称呼}您好,退 \\*100\\* 元,a_b_c,3 * 4 * 5 &lt;您&gt;\n\n![图](a.png)<!-- 内部 --> 见注[^1]\n\n[^1]: 注',
    )
    expect(doc.sections[0]!.paragraphs).toEqual(['{客户称呼}您好,退 *100* 元,a_b_c,3 * 4 * 5 <您>', '见注'])
    expect(doc.findings.map((f) => f.problem.zh)).toEqual(['1 处图片没有读入', '1 处脚注没有读入', '1 处注释没有读入'])
  })

  it('makes one line of those that an editor broke, and keeps those of the writer', () => {
    const doc = read(
      '# Case\nThe customer called a third time because the fridge that we had repaired\nstopped again.\nNobody knew.\n\n第0天 来电\n第1天 上门',
    )
    expect(doc.sections[0]!.paragraphs).toEqual([
      'The customer called a third time because the fridge that we had repaired stopped again.',
      'Nobody knew.',
      '第0天 来电',
      '第1天 上门',
    ])
  })

  it('guesses headings where none is marked', () => {
    const doc = read('冰箱三修不好\n\n一、案情\n客户来电。\n\n二、教训\n一次修好。')
    expect(doc.sections.map((s) => [s.depth, s.heading])).toEqual([
      [1, '冰箱三修不好'],
      [2, '案情'],
      [2, '教训'],
    ])
  })

  it.each([
    ['a line that is no YAML', '---\na: 1\nb: "x\n---\n', /第 [234] 行/],
    ['a tag', '---\na: 1\nb: !!js/function x\n---\n', /第 3 行.*标签/],
    ['an own tag', '---\na: !secret x\n---\n', /标签/],
    ['two fields of one name', '---\na: 1\na: 2\n---\n', /第 3 行/],
    ['a missing end', '---\na: 1\n\n正文', /结尾/],
    ['a list', '---\n- a\n---\n', /字段/],
    ['brackets without end', `---\na: ${'['.repeat(5000)}\n---\n`, /括号/],
    ['lists in lists without end', `---\n${'- '.repeat(10_000)}x\n---\n`, /层次|YAML|字段/],
    [
      'aliases that multiply',
      `---\na: &a [x,x,x,x]\nb: &b [*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b]\nd: &d [*c,*c,*c,*c]\ne: [*d,*d,*d,*d]\n---\n`,
      /引用/,
    ],
  ])('refuses front matter with %s', (_, text, words) => {
    expect(() => read(text)).toThrow(words)
  })

  it('sets no prototype', () => {
    const doc = read('---\n__proto__: {admin: true}\ntitle: x\n---\n正文')
    expect(({} as { admin?: boolean }).admin).toBeUndefined()
    expect((doc.properties as { admin?: boolean }).admin).toBeUndefined()
  })
})
