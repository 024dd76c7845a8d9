import { describe, expect, it } from 'vitest'
import { caseSchema, scriptSchema } from '../../src/domain/knowledge.ts'
import { FIELDS } from '../../src/http/pages/fields.ts'
import { earlyScript, pageScript } from '../../src/http/pages/script.ts'
import { WORDS } from '../../src/http/pages/words.ts'
import { fakeApp } from './fakes.ts'

const PAGES = [
  '/console',
  '/knowledge',
  '/knowledge/review',
  '/knowledge/due',
  '/knowledge/words',
  '/knowledge/upload',
  '/knowledge/new',
  '/knowledge/script/script-one',
]

describe('the pages', () => {
  it.each(PAGES)('%s loads our own files by relative address and runs nothing inline', async (path) => {
    const { app } = await fakeApp()
    const response = await app.request(path)
    const html = await response.text()
    expect([response.status, response.headers.get('content-type')]).toEqual([200, 'text/html; charset=UTF-8'])
    expect(html).toMatch(/^<!doctype html>\n<html lang="zh-CN"/)
    expect(html).not.toMatch(/https?:|="\/|<script(?![^>]*\ssrc=)|<style|\son\w+=|\sstyle=|javascript:/)
    const csp = response.headers.get('content-security-policy')!
    expect(csp).toContain("default-src 'none'")
    expect(csp).toContain("require-trusted-types-for 'script'")
    expect(csp).not.toMatch(/unsafe|https?:|\*/)
    expect(response.headers.get('cache-control')).toBe('no-store')

    const loaded = [...html.matchAll(/<(?:script|link)[^>]*\s(?:src|href)="([^"]+)"/g)]
      .map((m) => m[1]!)
      .filter((url) => !url.startsWith('data:'))
    expect(loaded).toHaveLength(3)
    for (const url of loaded) {
      const { pathname, search } = new URL(url, `http://localhost${path}`)
      const file = await app.request(pathname + search)
      expect([pathname, file.status]).toEqual([pathname, 200])
      expect(file.headers.get('cache-control')).toContain('immutable')
      expect(search).toMatch(/^\?v=\w{12}$/)
    }
    const links = [...html.matchAll(/<a [^>]*href="([^"#]+)"/g)].map((m) => new URL(m[1]!, `http://localhost${path}`))
    for (const { pathname } of links) expect([pathname, (await app.request(pathname)).status]).toEqual([pathname, 200])
  })

  it('are shells: they say whether a key is needed and hold no data, for anybody', async () => {
    for (const required of [true, false]) {
      const { app, desk, triage } = await fakeApp({ auth: { required } })
      for (const path of PAGES) {
        const html = await (await app.request(path)).text()
        expect(html).toContain(`data-guarded="${required}"`)
      }
      expect([desk.calls, triage.calls]).toEqual([[], []])
    }
  })

  it('know no other kinds and no ids that cannot be', async () => {
    const { app } = await fakeApp()
    for (const path of [
      '/knowledge/law/law-one',
      '/knowledge/case/A%22%3E',
      '/knowledge/case/x',
      '/knowledge/',
      '/pages/x.js',
    ])
      expect([path, (await app.request(path)).status]).toEqual([path, 404])
  })
})

describe('the scripts of the pages', () => {
  const scripts = [pageScript(), earlyScript()]

  it('stand by themselves', () => {
    for (const script of scripts) {
      expect(() => new Function(script)).not.toThrow()
      expect(script).not.toMatch(/__vi_|import\(|https?:\/\//)
    }
  })

  it('never write markup, run text or keep a key where it could travel', () => {
    const FORBIDDEN =
      /innerHTML|outerHTML|insertAdjacentHTML|document\.write|createContextualFragment|DOMParser|srcdoc|\beval\b|\.cookie/g
    for (const script of scripts) expect(script.match(FORBIDDEN)).toBeNull()
  })
})

describe('the words of the pages', () => {
  it.each(Object.entries(WORDS))('%s is said in both tongues with the same blanks', (_, [zh, en]) => {
    const blanks = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map((m) => m[1]).sort()
    expect(zh).not.toBe('')
    expect(en).not.toMatch(/\p{Script=Han}|^$/u)
    expect(blanks(zh)).toEqual(blanks(en))
  })
})

describe('the form of an item', () => {
  const shapes = { case: caseSchema.shape, script: scriptSchema.shape }

  it.each(['case', 'script'] as const)('has every field of a %s, in the schema’s bounds', (kind) => {
    const fields = FIELDS[kind]
    const shape = shapes[kind] as Record<string, { safeParse(v: unknown): { success: boolean } }>
    expect(fields.map((f) => f.name).sort()).toEqual(Object.keys(shape).sort())
    for (const { name, input, max, options, required } of fields) {
      const takes = (value: unknown) => shape[name]!.safeParse(value).success
      for (const option of options ?? [])
        expect([name, option, takes(input === 'checks' ? [option] : option)]).toEqual([name, option, true])
      if (max && ['area', 'lines'].includes(input)) {
        const of = (length: number) => (input === 'lines' ? ['x'.repeat(length)] : 'x'.repeat(length))
        expect([name, takes(of(max)), takes(of(max + 1))]).toEqual([name, true, false])
      }
      const empty = input === 'lines' || input === 'codes' || input === 'checks' || input === 'course' ? [] : null
      expect([name, takes(empty)]).toEqual([name, !required])
      expect(WORDS).toHaveProperty([`field.${name}`])
    }
  })
})
