import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Page } from '../../harness/chromium.ts'
import { type Running, runCli, startServer } from '../../harness/process.ts'
import { COMPLAINT, type Ground } from '../ground.ts'
import type { Person } from '../person.ts'

/** Where keys are on. */
export function keyCases(ground: Ground): void {
  const { forgive } = ground
  let page: Page
  let person: Person
  beforeAll(() => {
    ;({ page, person } = ground.stand())
  })

  let guarded: Running
  const keys: Record<string, string> = {}
  beforeAll(async () => {
    const env = { DATA_DIR: join(ground.stand().folder, 'keyed') }
    for (const role of ['agent', 'knowledge']) {
      const made = await runCli(['keys', 'create', '--role', role], env)
      keys[role] = made.stdout.trim()
    }
    guarded = await startServer(env)
  })
  afterAll(() => guarded?.end('SIGTERM'))

  const signIn = async (key: string) => {
    await person.untilShown('#sign-in')
    await person.write('#sign-in-key', key)
    await person.click('#sign-in-form .main')
  }

  it('asks once, keeps the key in the tab, and sends it as a header only', async () => {
    await page.open(`${guarded.url}/console`)
    await signIn('sz_wrong')
    await person.untilText('#sign-in-said', '无效')
    forgive(/401/)
    await signIn(keys.agent!)
    await person.until(`!document.getElementById('sign-in').open`)
    await person.write('#complaint', COMPLAINT)
    await person.click('#judge')
    await person.untilShown('#outcome')
    expect(page.requests.filter((url) => url.includes('sz_'))).toEqual([])
    expect(await person.see('JSON.stringify([document.cookie, { ...localStorage }, location.href])')).not.toContain(
      'sz_',
    )
    await page.open(`${guarded.url}/console`)
    expect(await person.shown('#sign-in')).toBe(false)
    expect(guarded.stdout()).not.toContain(keys.agent)
  })

  it.each(['due', 'words'])('keeps /knowledge/%s from a role that may not see it, in words', async (name) => {
    await page.open(`${guarded.url}/knowledge/${name}`)
    await person.untilText('#failure', '权限不足')
    forgive(/403/)
  })

  it('says in words that a role may not, and leads to another key', async () => {
    await page.open(`${guarded.url}/knowledge`)
    await person.untilText('#failure', '权限不足')
    await person.click('#failure button')
    await signIn(keys.knowledge!)
    await person.untilShown('#item-rows tr')
    expect(await person.text('#failure')).toBe('')
    forgive(/403/)
  })

  it('asks again when the key is gone, and goes on where it was', async () => {
    await page.open(`${guarded.url}/knowledge`)
    await person.untilShown('#item-rows tr')
    await person.click('#sign-out')
    await person.untilShown('#sign-in')
    expect(await person.see('sessionStorage.length')).toBe(0)
    await person.click('#sign-in-cancel')
    await person.until(`document.querySelector('#failure .problem') || document.getElementById('sign-in').open`)
    page.complaints.splice(0, page.complaints.length, ...page.complaints.filter((c) => !/401/.test(c)))
  })
}
