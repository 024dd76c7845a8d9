import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, expect } from 'vitest'
import { type Browser, chromiumPath, openBrowser, type Page } from '../harness/chromium.ts'
import { startedBefore } from '../harness/data-folder.ts'
import { type Running, startServer } from '../harness/process.ts'
import { createPerson, type Person } from './person.ts'

if (!chromiumPath)
  console.log(
    '没有找到 Chromium,跳过页面的浏览器测试;可用 CHROMIUM 指定。No Chromium was found: the browser tests of the pages are skipped; CHROMIUM may name one.',
  )

export const COMPLAINT =
  '我在你们店买的电饭煲昨天煮饭时爆炸,孩子手被烫伤住院,客服打了三次都推来推去,再不解决我就找记者曝光!'

interface Standing {
  folder: string
  server: Running
  browser: Browser
  page: Page
  person: Person
}

export type Ground = ReturnType<typeof pagesGround>

/** The real service as its first start left it and a page of a real browser, for the tests of one file. `stand` is asked in them, and no sooner. */
export function pagesGround(env: () => Record<string, string> = () => ({})) {
  let held: Standing
  beforeAll(async () => {
    const folder = await mkdtemp(join(tmpdir(), 'suzhen-pages-'))
    await startedBefore(join(folder, 'data'))
    const [server, browser] = await Promise.all([
      startServer({ DATA_DIR: join(folder, 'data'), ...env() }),
      openBrowser(),
    ])
    held = { folder, server, browser, ...(await newPage(browser)) }
  })
  afterAll(async () => {
    await held?.browser.close()
    await held?.server.end('SIGTERM')
    if (held) await rm(held.folder, { recursive: true, force: true })
  })
  // What a test did not expect of a page is a fault: errors, breaches of its policy, failed requests.
  afterEach(() => expect(held.page.complaints.splice(0)).toEqual([]))

  async function newPage(browser: Browser) {
    const page = await browser.newPage()
    await page.resize(1280)
    return { page, person: createPerson(page) }
  }
  const open = (path: string) => held.page.open(held.server.url + path)
  return {
    stand: () => held,
    open,
    /** Another page in place of the one that is worn. */
    async freshPage() {
      await held.page.send('Page.close').catch(() => {})
      Object.assign(held, await newPage(held.browser))
      return held
    },
    async api<T = Record<string, unknown>>(path: string, method = 'GET', body?: object, ifMatch?: number) {
      const response = await fetch(`${held.server.url}/v1/${path}`, {
        method,
        headers: { 'content-type': 'application/json', ...(ifMatch ? { 'if-match': `"${ifMatch}"` } : {}) },
        ...(body ? { body: JSON.stringify(body) } : {}),
      })
      return { status: response.status, json: (await response.json()) as T }
    },
    /** Failed requests that a test brought about itself; anything else stays a fault. */
    forgive(what: RegExp) {
      const { complaints } = held.page
      expect(complaints.join()).toMatch(what)
      complaints.splice(0, complaints.length, ...complaints.filter((c) => !what.test(c)))
    },
    async judge(text: string) {
      await open('/console')
      await held.person.write('#complaint', text)
      await held.person.click('#judge')
      await held.person.untilShown('#outcome')
    },
    async file(name: string, text: string): Promise<string> {
      const path = join(held.folder, name)
      await writeFile(path, text)
      return path
    },
    colours: (scheme: 'light' | 'dark') =>
      held.page.send('Emulation.setEmulatedMedia', { features: [{ name: 'prefers-color-scheme', value: scheme }] }),
    network: (offline: boolean) =>
      held.page.send('Network.emulateNetworkConditions', {
        offline,
        latency: 0,
        downloadThroughput: -1,
        uploadThroughput: -1,
      }),
    browserMay: (...permissions: string[]) =>
      held.page.send('Browser.grantPermissions', { origin: held.server.url, permissions }),
  }
}
