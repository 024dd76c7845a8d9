import { describe, expect, it } from 'vitest'
import { DOCX_STYLES, documentXml, makeDocx, runXml } from '../../../test/harness/make-docx.ts'
import { readDocx } from './read-docx.ts'

const read = (...args: Parameters<typeof makeDocx>) => readDocx('x.docx', makeDocx(...args))

describe('readDocx', () => {
  it('reads headings by style, lists, tables, line breaks and the title', () => {
    const doc = read(
      [
        { text: '冰箱三修不好', style: 'Title' },
        '前言\n第二行',
        { text: '经过', style: 'Heading1' },
        { text: '来电', list: 'number' },
        { text: '上门', list: 'bullet' },
        {
          rows: [
            ['时间', '决定'],
            ['第0天', '换机 <新> & 回访'],
          ],
        },
        { text: '小节', style: 'Heading2' },
        '正文',
      ],
      { title: '冰箱案' },
    )
    expect(doc.properties).toEqual({ title: '冰箱案' })
    expect(doc.sections).toEqual([
      { depth: 1, heading: '冰箱三修不好', paragraphs: ['前言\n第二行'], tables: [] },
      {
        depth: 1,
        heading: '经过',
        paragraphs: ['来电', '上门'],
        tables: [
          [
            ['时间', '决定'],
            ['第0天', '换机 <新> & 回访'],
          ],
        ],
      },
      { depth: 2, heading: '小节', paragraphs: ['正文'], tables: [] },
    ])
  })

  it('knows a heading by its outline level, by a Chinese name, and by the style it is based on', () => {
    const styles = DOCX_STYLES.replace(
      '</w:styles>',
      '<w:style w:styleId="a1"><w:name w:val="标题 2"/></w:style><w:style w:styleId="a2"><w:name w:val="公司小标题"/><w:basedOn w:val="a1"/></w:style><w:style w:styleId="ring"><w:name w:val="r"/><w:basedOn w:val="ring"/></w:style><w:style w:styleId="TOC1"><w:name w:val="toc 1"/></w:style></w:styles>',
    )
    const doc = read(
      [
        { text: '目录行', style: 'TOC1' },
        { text: '甲', style: 'a1' },
        { text: '乙', style: 'a2' },
        { text: '丙', outline: 2 },
        { text: '正文', style: 'ring' },
        { text: '丁', style: 'Heading1', outline: 9 },
      ],
      { extra: { 'word/styles.xml': styles } },
    )
    expect(doc.sections.map((s) => [s.depth, s.heading, ...s.paragraphs])).toEqual([
      [2, '甲'],
      [2, '乙'],
      [3, '丙', '正文'],
      [1, '丁'],
    ])
  })

  it('leaves tracked deletions out and keeps insertions; comments, notes and pictures are named', () => {
    const doc = read([
      { text: '结果', style: 'Heading1' },
      {
        xml: `${runXml('退款')}<w:del><w:r><w:delText>不</w:delText></w:r></w:del><w:ins>${runXml('已')}</w:ins>${runXml('到账')}<w:r><w:commentReference w:id="0"/></w:r><w:r><w:footnoteReference w:id="1"/></w:r><w:moveFrom>${runXml('旧处')}</w:moveFrom><w:moveTo>${runXml(',新处')}</w:moveTo><w:r><w:rPr><w:vanish/></w:rPr><w:t>暗</w:t></w:r><w:r><w:drawing><a:blip/></w:drawing></w:r><w:r><w:instrText>HYPERLINK "http://x"</w:instrText></w:r>`,
      },
      {
        xml: '<w:pPr><w:pPrChange><w:pPr><w:pStyle w:val="Heading1"/></w:pPr></w:pPrChange></w:pPr><w:r><w:t>不是标题</w:t></w:r>',
      },
    ])
    expect(doc.sections).toEqual([
      { depth: 1, heading: '结果', paragraphs: ['退款已到账,新处', '不是标题'], tables: [] },
    ])
    expect(doc.findings.map((f) => f.problem.en)).toEqual([
      '2 tracked deletions left out',
      '1 comments left out',
      '1 footnotes or endnotes left out',
      '1 pictures left out',
      '1 runs of hidden text left out',
    ])
  })

  it('reads a text box once, a table inside a cell, cells over several columns or rows, and a frame', () => {
    const box = (w: string) => `<w:txbxContent><w:p>${runXml(w)}</w:p></w:txbxContent>`
    const doc = read([
      {
        xml: `<w:r><mc:AlternateContent><mc:Choice>${box('框里')}</mc:Choice><mc:Fallback>${box('框里')}</mc:Fallback></mc:AlternateContent></w:r>${runXml('框外')}`,
      },
      {
        rows: [
          ['编码', 'TD-06', '等级', '2'],
          [{ text: '经过' }, { text: '第0天 来电\n第1天 退款', span: 3 }],
          [
            { text: '', down: true },
            { text: '续', span: 3 },
          ],
        ],
      },
      { rows: [['只有一格']] },
    ])
    expect(doc.sections[0]!.paragraphs).toEqual(['框里', '框外', '只有一格'])
    expect(doc.sections[0]!.tables).toEqual([
      [
        ['编码', 'TD-06', '等级', '2'],
        ['经过', '第0天 来电\n第1天 退款', '', ''],
        ['', '续', '', ''],
      ],
    ])
    const nested =
      '<w:tbl><w:tr><w:tc><w:p><w:r><w:t>外</w:t></w:r></w:p><w:tbl><w:tr><w:tc><w:p><w:r><w:t>内1</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>内2</w:t></w:r></w:p></w:tc></w:tr></w:tbl></w:tc><w:tc><w:p/></w:tc></w:tr></w:tbl>'
    expect(read([], { extra: { 'word/document.xml': documentXml(nested) } }).sections[0]!.tables).toEqual([
      [['外\n内1\t内2', '']],
    ])
  })

  it('guesses headings where the writer used no style: bold lines, «一、», «标题:»', () => {
    const doc = read([
      { text: '退款拖了二十天', bold: true },
      { text: '案情', bold: true, list: 'number' },
      '客户说钱没到。',
      '二、处理结果',
      '已补款。',
      '经验教训:',
      '当天核对。',
    ])
    expect(doc.sections.map((s) => [s.heading, ...s.paragraphs])).toEqual([
      ['退款拖了二十天'],
      ['案情', '客户说钱没到。'],
      ['处理结果', '已补款。'],
      ['经验教训', '当天核对。'],
    ])
  })

  it('guesses below a title where nothing else is styled', () => {
    const doc = read([{ text: '退款拖了二十天', style: 'Title' }, '编码:TD-06', '等级:二级', '一、案情', '钱没到。'])
    expect(doc.properties).toEqual({ 编码: 'TD-06', 等级: '二级' })
    expect(doc.sections.map((s) => [s.heading, ...s.paragraphs])).toEqual([['退款拖了二十天'], ['案情', '钱没到。']])
  })

  it('does not hang or crash on a document with any one byte changed', () => {
    const whole = makeDocx([{ text: '标题', style: 'Heading1' }, '正文', { rows: [['a', 'b']] }])
    let fine = 0
    for (let i = 0; i < whole.length; i += 5) {
      const hurt = whole.slice()
      hurt[i] = hurt[i]! ^ 0x55
      try {
        readDocx('x.docx', hurt)
        fine++
      } catch (error) {
        expect((error as Error).name).toBe('SuzhenError')
      }
    }
    expect(fine).toBeGreaterThan(0)
  })
})
