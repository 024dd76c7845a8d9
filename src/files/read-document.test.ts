import { strToU8, unzipSync, zipSync } from 'fflate'
import { describe, expect, it } from 'vitest'
import { documentXml, makeDocx } from '../../test/harness/make-docx.ts'
import { makeXlsx } from '../../test/harness/make-xlsx.ts'
import { readDocument } from './read-document.ts'

const GB18030 = Uint8Array.from([0xb1, 0xea, 0xcc, 0xe2, 0x3a, 0xcd, 0xcb, 0xbf, 0xee]) // 标题:退款

describe('readDocument', () => {
  it('takes the reader by the name, drops folders, and says how it read', () => {
    const md = readDocument('a/b\\案例.MD', strToU8('# 标题\n正文'))
    expect(md).toMatchObject({ name: '案例.MD', how: 'markdown, utf-8', sections: [{ depth: 1, heading: '标题' }] })
    expect(readDocument('x.docx', makeDocx(['正文'])).how).toBe('docx')
    const txt = readDocument('x.txt', GB18030)
    expect(txt.how).toBe('text, gb18030')
    expect(JSON.stringify(txt)).toContain('退款')
  })

  it('reads UTF-16 and a byte order mark', () => {
    const utf16 = new Uint8Array([
      0xff,
      0xfe,
      ...new Uint8Array(Uint16Array.from([...'标题\n正文'].map((c) => c.charCodeAt(0))).buffer),
    ])
    expect(readDocument('x.txt', utf16).how).toBe('text, utf-16le')
    const marked = readDocument('x.md', strToU8('\ufeff---\n标题: 甲\n---\n正文'))
    expect(marked.properties).toEqual({ 标题: '甲' })
  })

  it('reads a long text that has nothing but Chinese characters, and a document whose main part is numbered', () => {
    for (const before of ['', 'a', 'ab'])
      expect(readDocument('x.txt', strToU8(before + '案'.repeat(50_000))).sections[0]!.paragraphs[0]).toHaveLength(
        50_000 + before.length,
      )
    const numbered = makeDocx(['旧'], {
      extra: { 'word/document2.xml': documentXml('<w:p><w:r><w:t>正文</w:t></w:r></w:p>') },
    })
    const whole = unzipSync(numbered)
    delete whole['word/document.xml']
    expect(readDocument('x.docx', zipSync(whole)).sections[0]!.paragraphs).toEqual(['正文'])
  })

  it('tells of characters that it could not decode', () => {
    const bytes = strToU8(`正文${'字'.repeat(200)}`)
    bytes[3] = 0xff
    const read = readDocument('x.txt', bytes)
    expect(read.findings).toMatchObject([
      { effect: 'note', problem: { en: expect.stringMatching(/could not be decoded/) } },
    ])
  })

  it.each([
    ['报告.pdf', '%PDF-1.7', /不读 PDF/],
    ['报告.txt', '%PDF-1.7 ...', /PDF/],
    ['图.png', '\x89PNG', /图片/],
    ['旧.doc', '', /docx/],
    ['旧.xls', '', /xlsx/],
    ['宏.docm', '', /宏/],
    ['宏.xlsm', '', /宏.*macros/],
    ['包.rar', '', /zip/],
    ['网页.txt', '<!DOCTYPE html><html>', /网页/],
    ['无名', 'abc', /不认识/],
    ['空.md', '', /空的/],
    ['没有字.md', ' \n\n ', /没有文字/],
    ['不是.docx', '就是一段文字', /不符/],
  ])('refuses %s, saying why', (name, content, words) => {
    const bytes = Uint8Array.from(
      name === '图.png' || /[一-龥]/.test(content) ? strToU8(content) : [...content].map((c) => c.charCodeAt(0)),
    )
    expect(() => readDocument(name, bytes)).toThrow(words)
  })

  it('refuses locked files, macros inside, and one kind of file under the name of another', () => {
    const ole = Uint8Array.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1])
    expect(() => readDocument('x.docx', ole)).toThrow(/加密/)
    expect(() => readDocument('x.md', ole)).toThrow(/旧版或加密/)
    const macros = makeDocx(['x'], { extra: { 'word/vbaProject.bin': 'x' } })
    expect(() => readDocument('x.docx', macros)).toThrow(/宏 *[,,]|macros/)
    const book = makeXlsx([{ name: 's', rows: [['x']] }])
    expect(() => readDocument('x.docx', book)).toThrow(/xlsx/)
    expect(() => readDocument('x.md', makeDocx(['x']))).toThrow(/不符/)
    expect(() => readDocument('x.xlsx', book)).toThrow(/不是文档/)
  })
})
