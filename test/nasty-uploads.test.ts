import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { openArchive } from '../src/files/archive.ts'
import { readCsv } from '../src/files/read-csv.ts'
import { readDocument } from '../src/files/read-document.ts'
import { readXlsx } from '../src/files/xlsx/read-xlsx.ts'
import { packagePath } from '../src/node/paths.ts'
import { makeDocx } from './harness/make-docx.ts'
import { makeXlsx } from './harness/make-xlsx.ts'
import { makeZip } from './harness/make-zip.ts'
import { NASTY, noise } from './harness/nasty.ts'
import { type Outcome, readAny } from './harness/read-any.ts'

const made = new Map<string, Uint8Array>()
function bytesOf(name: string): Uint8Array {
  const bytes = made.get(name) ?? NASTY[name]!.bytes()
  made.set(name, bytes)
  return bytes
}

/** The last that was read: of an archive its file, unless the archive itself was refused. */
const last = (outcomes: Outcome[]): Outcome => outcomes.at(-1)!

describe('nasty uploads', () => {
  it.each(Object.keys(NASTY))('%s is refused in words for people, or read', (name) => {
    const { file, refused } = NASTY[name]!
    const outcomes = readAny(file, bytesOf(name))
    expect(outcomes.filter((o) => o.broke)).toEqual([])
    if (refused) expect(last(outcomes).refused).toMatch(refused)
    else expect(last(outcomes).refused).toBeNull()
  })

  describe('the five that cost most stay below 2 s and 64 MB more', () => {
    const folder = mkdtempSync(join(tmpdir(), 'suzhen-nasty-'))
    afterAll(() => rmSync(folder, { recursive: true, force: true }))

    it.each([
      'a sheet of a million elements with two attributes each',
      'a docx of a million elements',
      'a text of 60 MB in 60 KB',
      '60,000 entries',
      'a quote that is never closed',
    ])('%s', (name) => {
      const path = join(folder, 'upload')
      writeFileSync(path, bytesOf(name))
      const child = spawnSync(
        process.execPath,
        ['--import', 'tsx', packagePath('test/harness/measure-read.ts'), path, NASTY[name]!.file],
        { cwd: packagePath('.'), encoding: 'utf8' },
      )
      expect(child.stderr).toBe('')
      const measured = JSON.parse(child.stdout) as { ms: number; cpuMs: number; extraMb: number; outcomes: Outcome[] }
      expect(measured.outcomes.some((o) => o.broke)).toBe(false)
      // By whichever clock is lower: a busy machine makes the wall's run on, other threads the processor's.
      expect(Math.min(measured.ms, measured.cpuMs)).toBeLessThan(2000)
      expect(measured.extraMb).toBeLessThan(64)
    })
  })

  it('lets no name lead out of an archive', () => {
    const names = [
      '../../../etc/cron.d/a.md',
      '/root/a.md',
      'C:\\a.md',
      '..\\..\\a.md',
      'a/../../b.md',
      '\\\\host\\share\\d.md',
      'e.md\0.exe',
      '~/f.md',
    ]
    const hidden = '....//c.md'
    const files = openArchive(makeZip([hidden, ...names].map((name) => ({ name, content: 'x' }))))
    expect(files).toHaveLength(names.length)
    for (const { name } of files) {
      expect(name.split('/').every((part) => part !== '' && part !== '..' && part !== '.')).toBe(true)
      expect(name).not.toMatch(/^\/|\\|^[a-z]:|\0/i)
    }
    expect(new Set(files.map((f) => f.name)).size).toBe(names.length)
  })

  const whole = {
    'a.docx': makeDocx([{ text: '标题', style: 'Heading1' }, '正文', { rows: [['时间', '经过']] }]),
    'a.xlsx': makeXlsx([{ name: 's', rows: [['标题'], ['退款']] }]),
    'a.zip': makeZip([
      { name: 'a.md', content: '# 标题\n正文' },
      { name: 'b.csv', content: '标题\n退款\n' },
    ]),
  }
  it.each(Object.keys(whole) as (keyof typeof whole)[])('refuses %s cut short anywhere', (name) => {
    const bytes = whole[name]
    expect(readAny(name, bytes).every((o) => o.refused === null)).toBe(true)
    for (let cut = 1; cut < bytes.length; cut += 7) {
      const outcomes = readAny(name, bytes.subarray(0, cut))
      expect(outcomes).toHaveLength(1)
      expect(outcomes[0]).toMatchObject({ broke: false, refused: expect.stringMatching(/[一-龥].* \/ [a-z]/) })
    }
  })

  it.each([
    'md',
    'markdown',
    'docx',
    'txt',
    'csv',
    'tsv',
    'xlsx',
    'json',
    'jsonl',
    'zip',
    'pdf',
    'doc',
    'xls',
    'png',
    'exe',
    '',
  ])('refuses random bytes under the name a.%s', (ending) => {
    for (let seed = 1; seed <= 40; seed++) {
      const bytes = noise(seed * 97, seed)
      expect(last(readAny(`a.${ending}`, bytes))).toMatchObject({ broke: false, refused: expect.any(String) })
      // The same behind the right first bytes.
      const dressed = new Uint8Array([0x50, 0x4b, 3, 4, ...bytes])
      expect(last(readAny(`a.${ending}`, dressed))).toMatchObject({ broke: false, refused: expect.any(String) })
    }
  })

  it('reads formulas as what they show, and never as formulas', () => {
    const csv = readCsv(
      new TextEncoder().encode('标题,内容\n"=cmd|\' /C calc\'!A0","=HYPERLINK(""http://x"",""点我"")"\n'),
    )
    expect([...csv.rows[0]!.cells.values()]).toEqual(["=cmd|' /C calc'!A0", '=HYPERLINK("http://x","点我")'])
    const formula = (f: string, v: string) => ({ xml: `<c t="str"><f>${f}</f><v>${v}</v></c>` })
    const sheet = readXlsx(
      makeXlsx([
        {
          name: 's',
          rows: [
            ['标题', '内容', '没有值'],
            [
              formula('HYPERLINK("http://x","点我")', '点我'),
              formula('WEBSERVICE("http://x")', '旧值'),
              { xml: '<c><f>1+1</f></c>' },
            ],
          ],
        },
      ]),
    )
    expect([...sheet.rows[0]!.cells.values()]).toEqual(['点我', '旧值'])
    const doc = readDocument(
      'a.docx',
      makeDocx([
        { xml: '<w:r><w:instrText>DDEAUTO c:\\\\windows\\\\cmd.exe</w:instrText></w:r><w:r><w:t>所见</w:t></w:r>' },
      ]),
    )
    expect(doc.sections[0]!.paragraphs).toEqual(['所见'])
  })
})
