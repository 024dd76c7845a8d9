import { env } from 'cloudflare:workers'
import { describe, expect, it } from 'vitest'
import { decisionSchema } from '../../../src/domain/decision.ts'
import { SHADOW_MODEL } from '../harness/home.ts'
import { as, call, sent } from './calls.ts'

const outside = async (path: string): Promise<string> =>
  (await fetch(`${env.HOME.ends}/${path.split('/').map(encodeURIComponent).join('/')}`)).text()

async function judged(text: string, options: object = {}): Promise<string> {
  const response = await call('/v1/triage', sent({ text, options }, as('agent')), 'SHADOWING')
  return decisionSchema.parse(await response.json()).id
}

describe.skipIf(env.HOME.database === null)('a Worker with a second engine in the shadow', () => {
  it('answers first, asks it then, keeps what it says, and lets its client go', async () => {
    const words = '影子甲,包裹五天没到,我要找记者曝光'
    // The shadow's model says nothing yet: an answer that waited for it would never come.
    const id = await judged(words)
    await outside(`asked/${words}`)
    expect(await outside(`shadows/${id}`)).toBe('0')
    await outside('release')
    const shadow = JSON.parse(await outside(`shadow/${id}`)) as { model: string; failure: null; prompts: string[] }
    expect(shadow).toMatchObject({ model: SHADOW_MODEL, failure: null })
    expect(shadow.prompts.join()).toMatch(/^triage@1#/)
    expect(JSON.parse(await outside(`models/${words}`))).toContain(SHADOW_MODEL)
    expect(await outside('alone')).toBe('alone')
  })

  it('sends it nothing that is not kept, or was asked of the local engine alone', async () => {
    await outside('release')
    const [unkept, local, kept] = ['影子乙,退款没到', '影子丙,退款没到', '影子丁,退款没到']
    await judged(unkept, { store: false })
    await judged(local, { engine: 'local' })
    await outside(`shadow/${await judged(kept)}`)
    const asked = async (words: string) =>
      (JSON.parse(await outside(`models/${words}`)) as string[]).includes(SHADOW_MODEL)
    expect([await asked(unkept), await asked(local), await asked(kept)]).toEqual([false, false, true])
  })

  it('keeps a shadow of each of many at once, or passes it over', async () => {
    await outside('release')
    const ids = await Promise.all(Array.from({ length: 4 }, (_, i) => judged(`影子第${i}单的退款没到`)))
    for (const id of ids) expect(JSON.parse(await outside(`shadow/${id}`))).toMatchObject({ model: SHADOW_MODEL })
    expect(await outside('alone')).toBe('alone')
  })
})
