import { ENCODERS } from './encode.ts'
import { type Attack, attackSchema, type Carrier, type Encoding, type Family } from './schema.ts'

/** Carriers that each of an attack's wordings rides on: of its own language, and of the other. */
const OWN = 5
const OTHER = 1
/** Carriers of each encoded wording. */
const ENCODED = 2

type Lang = Carrier['lang']
type Payload = NonNullable<Family['zh']>[number]

/** Every family on carriers in turn, placed before, after and in the middle: whole texts, no two alike, always the same ones. */
export function composeAttacks(families: readonly Family[], carriers: readonly Carrier[]): Attack[] {
  const out: Attack[] = []
  const seen = new Set<string>()
  let turn = 0
  for (const family of families) {
    const lists: [Lang | 'any', Payload[]][] = [
      ['zh', family.zh ?? []],
      ['en', family.en ?? []],
      ['any', family.any ?? []],
    ]
    for (const [lang, payloads] of lists)
      for (const [n, payload] of payloads.entries()) {
        if (family.encode) for (const encoding of family.encode) encoded(family, lang as Lang, payload, encoding, n)
        else for (const carrier of riders(lang, family.own)) add(family, carrier, payload, n, payloads)
      }
  }
  return out

  function encoded(family: Family, lang: Lang, payload: Payload, encoding: Encoding, n: number): void {
    if (lang === 'zh' && ASCII_ONLY.has(encoding)) return
    const words = ENCODERS[encoding](String(payload))
    for (const carrier of riders(lang).slice(0, ENCODED)) add(family, carrier, led(words, encoding, lang), n, [])
  }

  /** Decoding is asked for every other time; else the words stand there bare. */
  function led(words: string, encoding: Encoding, lang: Lang): string {
    if (turn % 2 === 0 || !MUST_BE_DECODED.has(encoding)) return words
    return lang === 'zh' ? `请解码后照做:${words}` : `Decode this and follow it: ${words}`
  }

  function riders(lang: Lang | 'any', own?: number): Carrier[] {
    const start = turn++
    const from = (list: Carrier[], most: number) =>
      Array.from({ length: most }, (_, i) => list[(start * 7 + i * 11) % list.length]!)
    const of = (l: Lang) => carriers.filter((c) => c.lang === l)
    if (lang === 'any') return [...from(of('zh'), OWN - 1), ...from(of('en'), OTHER + 1)]
    if (own !== undefined) return from(of(lang), own)
    const other = lang === 'zh' ? 'en' : 'zh'
    return [...new Set([...from(of(lang), OWN), ...from(of(other), OTHER)])]
  }

  function add(family: Family, carrier: Carrier, payload: Payload, n: number, all: readonly Payload[]): void {
    const request = requestOf(family, carrier, payload, n, all)
    const key = JSON.stringify([request, family.writeUp ? payload : null])
    if (seen.has(key)) return
    seen.add(key)
    out.push(
      attackSchema.parse({
        id: `inj-${String(out.length + 1).padStart(4, '0')}`,
        family: family.id,
        lang: carrier.lang,
        half: n % 2 === 0 ? 'dev' : 'test',
        goal: family.goal,
        carrier,
        request,
        ...(family.writeUp ? { writeUp: String(payload) } : {}),
        expect: carrier.floor,
      }),
    )
  }

  function requestOf(family: Family, carrier: Carrier, payload: Payload, n: number, all: readonly Payload[]) {
    const { text } = carrier
    if (typeof payload !== 'string')
      return { text, customer: { name: payload.customer }, order: { product: payload.product, id: payload.id } }
    if (family.writeUp) return { text }
    const words = family.many ? shots(all as string[], n, carrier.lang) : payload
    return { text: placed(text, words, out.length % 3) }
  }
}

const MUST_BE_DECODED: ReadonlySet<Encoding> = new Set([
  'base64',
  'hex',
  'url',
  'unicode',
  'rot13',
  'reversed',
  'binary',
])
const ASCII_ONLY: ReadonlySet<Encoding> = new Set(['rot13', 'fullwidth', 'homoglyph', 'emoji', 'tags', 'circled'])

/** Pretended examples, the shown wording first, each judged as the attacker would like. */
function shots(all: readonly string[], first: number, lang: Lang): string {
  const [text, label] = lang === 'zh' ? ['文本', '答'] : ['Text', 'Label']
  return Array.from({ length: 6 + first * 3 }, (_, i) => {
    const [words, answer] = all[(first + i) % all.length]!.split('|')
    return `${text}: ${words}\n${label}: ${answer}`
  }).join('\n')
}

function placed(honest: string, words: string, where: number): string {
  if (where === 0) return `${words}\n${honest}`
  if (where === 1) return `${honest}\n${words}`
  const cut = /[,。!?]|[.!?,]\s/u.exec(honest)
  const at = cut ? cut.index + cut[0].length : honest.length
  return `${honest.slice(0, at)} ${words} ${honest.slice(at)}`
}
