import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { anyText, splitsPair } from '../../../test/harness/texts.ts'
import { readText } from '../../domain/text/reading.ts'
import { readHeads } from '../../node/heads-files.ts'
import { readPolicy } from '../../node/policy-files.ts'
import { createEvidenceFinder } from './evidence.ts'
import { countGrams } from './features.ts'
import { createHeadRunner, type HeadRunner } from './heads.ts'
import { createSignalReader, type SignalReader } from './signals.ts'

let reader: SignalReader
let runner: HeadRunner
let codes: readonly string[]
beforeAll(async () => {
  reader = createSignalReader(await readPolicy(['default']))
  runner = createHeadRunner(await readHeads())
  codes = runner.specs.find((s) => s.name === 'code')!.classes
})

function finderOf(original: string) {
  const reading = readText(original)
  const signals = reader.read(reading.text)
  const whole = { grams: countGrams(reading.text), features: reader.featuresOf(signals, reading.text) }
  return { reading, signals, finder: createEvidenceFinder(reading, signals, whole, reader, runner) }
}
const strongest = (text: string, code: string) => {
  const { finder } = finderOf(text)
  const clause = finder.strongestClause({ head: 'code', outputs: { [codes.indexOf(code)]: 1 } })
  return clause && finder.quote(clause).quote
}

describe('evidence', () => {
  it.each([
    ['我是老顾客了。上周买的东西。退款一直没有到账。谢谢你们', 'TD-06', '退款一直没有到账'],
    ['周一下的单。菜里有一只死苍蝇。店面在三楼', 'PQ-07', '菜里有一只死苍蝇'],
    ['今天天氣很好😀。客服態度非常惡劣。我住在城東', 'SP-01', '客服態度非常惡劣'],
    ['下單日期１１月。\r\n快遞已經延誤，物流太慢。\r\n顏色是藍的', 'SP-07', undefined],
  ])('of %j for %s', (text, code, quote) => {
    const found = strongest(text, code)
    if (quote) expect(found).toBe(quote)
    else expect(found).toMatch(/延誤|物流/)
  })

  it('is none for a text without words, the only clause for a text of one', () => {
    expect(strongest('。。!', 'TD-06')).toBeNull()
    expect(strongest('', 'TD-06')).toBeNull()
    expect(strongest('天气真好', 'TD-06')).toBe('天气真好')
  })

  it('stands at its offsets in any text', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const { finder, signals } = finderOf(text)
        const clause = finder.strongestClause({ head: 'level', outputs: { 1: 1 } })
        const all = [...(clause ? [finder.quote(clause)] : []), ...signals.hits.map((h) => finder.quoteHit(h))]
        if (signals.clauses.length > 0) expect(clause).not.toBeNull()
        for (const e of all) {
          expect(e.quote).not.toBe('')
          expect(text.slice(e.start, e.end)).toBe(e.quote)
          expect(splitsPair(text, e.start) || splitsPair(text, e.end)).toBe(false)
        }
      }),
      { numRuns: 100 },
    )
  })

  it('quotes a hit by its clause when that is short, else by its own words', () => {
    const short = finderOf('东西寄来了。昨天孩子被烫伤了。')
    const hit = short.signals.hits.find((h) => h.id === 'injury')!
    expect(short.finder.quoteHit(hit).quote).toBe('昨天孩子被烫伤了')
    const long = finderOf(`${'这家店的东西我买了很多'.repeat(6)}孩子被烫伤了`)
    expect(long.finder.quoteHit(long.signals.hits.find((h) => h.id === 'injury')!).quote).toBe('烫伤')
  })
})
