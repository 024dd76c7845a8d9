import { beforeAll, describe, expect, it } from 'vitest'
import { THREAT_CHANNELS } from '../../domain/labels.ts'
import type { Policy } from '../../domain/policy/parse.ts'
import { readText } from '../../domain/text/reading.ts'
import { readPolicy } from '../../node/policy-files.ts'
import type { EvidenceFinder } from './evidence.ts'
import type { HeadName, Outputs } from './heads.ts'
import { judgeThreats } from './judge-threats.ts'
import { createSignalReader, type SignalReader } from './signals.ts'

let policy: Policy
let reader: SignalReader
beforeAll(async () => {
  policy = await readPolicy(['default'])
  reader = createSignalReader(policy)
})

const noWords: EvidenceFinder = {
  strongestClause: () => null,
  quote: ({ start, end }) => ({ start, end, quote: '' }),
  quoteHit: ({ start, end }) => ({ start, end, quote: '' }),
}

/** The channels found in a text where the heads give these chances; a head says yes at a fifth and over. */
function channels(text: string, heads: { public?: number; external?: number }, isComplaint = true): string {
  const chance: Partial<Record<HeadName, number[]>> = {
    public: [heads.public ?? 0],
    external: [heads.external ?? 0],
    threats: THREAT_CHANNELS.map(() => 0.1),
    done: [0],
  }
  const outputs = chance as Outputs
  const says = (head: HeadName, k = 0) => outputs[head][k]! >= 0.2
  const signals = reader.read(readText(text).text)
  const { threats } = judgeThreats(signals, outputs, isComplaint, says, policy.thresholds, noWords)
  return threats.map((t) => `${t.channel}:${t.stance}`).join(' ')
}

describe('judgeThreats (guide 5)', () => {
  it('believes a stance that the patterns read, where the heads do not rule it out', () => {
    const { stated } = policy.thresholds
    expect(channels('我要找记者来', { public: stated.public })).toBe('media:threatened')
    expect(channels('我要找记者来', { public: stated.public / 2 })).toBe('')
    expect(channels('我要起诉你们', { external: stated.external })).toBe('legal:threatened')
    expect(channels('我要起诉你们', { external: stated.external / 2 })).toBe('')
    expect(channels('业主集体上访', { external: stated.petition })).toBe('petition:done')
    expect(channels('业主集体上访', { external: stated.petition / 2 })).toBe('')
  })

  it('needs least of the heads where a watchdog is tagged', () => {
    const { tagged } = policy.thresholds.stated
    expect(channels('@江城城管 人行道被占了', { external: tagged })).toBe('regulator:done')
    expect(channels('@江城城管 人行道被占了', { external: tagged / 2 })).toBe('')
  })

  it('wants the heads surer where no words say so: anger at a company and tags of its own are no threat', () => {
    const angry = '什么破手机,用三天就死机!!@星禾手机 @星禾手机客服'
    const { unstated } = policy.thresholds
    expect(channels(angry, { public: unstated.public - 0.01 })).toBe('')
    expect(channels(angry, { public: unstated.public })).not.toBe('')
  })

  it('wants both in praise, questions and talk', () => {
    const talk = '我要找记者来写写这家店的好'
    const { aside } = policy.thresholds
    expect(channels(talk, { public: aside - 0.01 }, false)).toBe('')
    expect(channels(talk, { public: aside }, false)).toBe('media:threatened')
    expect(channels('服务真好', { public: 1 }, false)).toBe('')
  })
})
