import { strFromU8, strToU8, zipSync } from 'fflate'
import { describe, expect, it } from 'vitest'
import { makeZip, type RawEntry } from '../../test/harness/make-zip.ts'
import { crc32, openArchive } from './archive.ts'
import type { Finding } from './finding.ts'

const open = (entries: RawEntry[]) => {
  const findings: Finding[] = []
  const files = openArchive(makeZip(entries), (f) => findings.push(f))
  return { files, names: files.map((f) => f.name), notes: findings.map((f) => f.problem.en) }
}
// «退款» in GB18030
const GBK = Uint8Array.from([0xcd, 0xcb, 0xbf, 0xee, ...strToU8('.md')])

describe('openArchive', () => {
  it('gives files with their folders, and unpacks each when it is asked for', () => {
    const zip = zipSync({ '案例/一.md': strToU8('甲'), 'b.csv': strToU8('乙'.repeat(9000)) })
    const files = openArchive(zip)
    expect(files.map((f) => f.name)).toEqual(['案例/一.md', 'b.csv'])
    expect(files.map((f) => strFromU8(f.bytes()))).toEqual(['甲', '乙'.repeat(9000)])
  })

  it('reads names as UTF-8 by flag or by shape, else as GB18030', () => {
    const { names } = open([
      { name: GBK, content: 'x' },
      { name: strToU8('退费.md'), utf8: false, content: 'y' },
      { name: '投诉.md', content: 'z' },
    ])
    expect(names).toEqual(['退款.md', '退费.md', '投诉.md'])
  })

  it('makes names safe and unique, and says how many it changed', () => {
    const { names, notes } = open(
      [
        '../../etc/passwd.md',
        '/abs.md',
        'C:\\Windows\\a.md',
        'a/./b/../c.md',
        'x\u202egnp.md',
        'ok.md',
        'ok.md',
        '..\\..\\ok.md',
      ].map((name) => ({ name, content: name })),
    )
    expect(names).toEqual([
      'etc/passwd.md',
      'abs.md',
      'Windows/a.md',
      'a/b/c.md',
      'xgnp.md',
      'ok.md',
      'ok(2).md',
      'ok(3).md',
    ])
    expect(notes).toEqual(['7 files renamed: their path was unsafe or taken'])
  })

  it('passes over folders, hidden files, files of the system and links, and says so', () => {
    const { names, notes } = open([
      { name: 'a/' },
      { name: '__MACOSX/a/._x.md', content: 'x' },
      { name: 'a/.DS_Store', content: 'x' },
      { name: '.git/config.md', content: 'x' },
      { name: '~$案例.docx', content: 'x' },
      { name: 'Thumbs.db', content: 'x' },
      { name: '..', content: 'x' },
      { name: 'l.md', content: '/etc/passwd', link: true },
      { name: 'a/x.md', content: 'x' },
    ])
    expect(names).toEqual(['a/x.md'])
    expect(notes.map((n) => n.slice(0, 8))).toEqual(['1 folder', '6 hidden', '1 links '])
  })

  it('refuses an archive inside, and lets the others be read', () => {
    const { files } = open([
      { name: 'inner.zip', content: zipSync({ 'x.md': strToU8('x') }) },
      { name: 'x.md', content: 'x' },
      { name: 'b.ZIP \u200b', content: 'x' },
    ])
    expect(() => files[0]!.bytes()).toThrow(/压缩包里不能再放压缩包/)
    expect(strFromU8(files[1]!.bytes())).toBe('x')
    expect(() => files[2]!.bytes()).toThrow(/压缩包里不能再放压缩包/)
  })

  it('refuses an entry that is not what the directory says', () => {
    const content = 'x'.repeat(500)
    const { files } = open([
      { name: 'larger.md', content, size: 100 },
      { name: 'smaller.md', content, size: 60_000_000 },
      { name: 'other.md', content, crc: 1 },
      { name: 'huge.md', content, size: 0xfffffff0 },
      { name: 'cut.md', content, packed: Uint8Array.of(0x4b, 0xff) },
    ])
    for (const [i, words] of [/不符/, /不符/, /不符/, /MB/, /损坏|有误/].entries())
      expect(() => files[i]!.bytes()).toThrow(words)
  })

  it('refuses entries that lie over one another, too many of them, and what is locked', () => {
    const first = { name: 'a.md', content: 'x'.repeat(50) }
    expect(() => open([first, { name: 'b.md', content: 'x'.repeat(50), shares: 0 }])).toThrow(/重叠/)
    expect(() => open(Array.from({ length: 2001 }, (_, i) => ({ name: `${i}.md`, content: '' })))).toThrow(/2000/)
    expect(open(Array.from({ length: 2000 }, (_, i) => ({ name: `${i}.md`, content: '' }))).names).toHaveLength(2000)
    const locked = makeZip([first])
    const directory = locked.findIndex((b, i) => b === 0x50 && locked[i + 1] === 0x4b && locked[i + 2] === 1)
    locked[directory + 8] = locked[directory + 8]! | 1
    expect(() => openArchive(locked)).toThrow(/密码/)
  })

  it('stops when all files together grow too large', () => {
    // Ratio below what one entry may have, so that only the sum can tell.
    const noise = new Uint8Array(1024 * 1024).map((_, i) => (i * 2_654_435_761) >>> 24)
    const content = new Uint8Array(30 * 1024 * 1024)
    for (let i = 0; i < 30; i++) content.set(noise, i * noise.length)
    const { files } = open([{ name: 'a.csv', content }])
    const again = openArchive(makeZip([{ name: 'a.csv', content }]))[0]!
    expect(files[0]!.bytes().length).toBe(content.length)
    for (let i = 0; i < 4; i++) again.bytes()
    expect(() => again.bytes()).toThrow(/已拒绝/)
  })

  it('computes the checksum that zip uses', () => {
    expect(crc32(strToU8('123456789'))).toBe(0xcbf43926)
  })
})
