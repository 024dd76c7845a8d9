import type { Script } from '../../domain/knowledge.ts'
import { FAMILIES, type Family } from '../../domain/labels.ts'
import { slotsIn } from '../check-body.ts'
import { createItemReading, type ItemReading } from './item-reading.ts'
import { oneLine } from './plain-words.ts'
import type { RawItem } from './raw-item.ts'
import type { Readers } from './readers.ts'
import { aWarning, cut, defaulted, guessed } from './say.ts'

type Emotion = Script['emotionMin']

/** A script's fields as far as its words say them; what is not said, or not understood, is a finding (G2, C3). */
export function scriptItem(raw: RawItem, readers: Readers): Partial<Script> {
  const on = createItemReading(raw, readers)
  const scene = on.line('scene') || on.lack('scene')
  const text = wordsOf(on)
  const codes = scopeOf(on)
  const band = bandOf(on)
  const stage = stageOf(on, scene ?? '')
  const domain = on.line('domain')
  const industry = domain === '' || /^(?:通用|全部|所有|不限|all|any)$/i.test(domain) ? null : on.readers.domain(domain)
  if (industry === null && domain !== '' && !/^(?:通用|全部|所有|不限|all|any)$/i.test(domain))
    on.findings.push(
      aWarning(
        'unknown-domain',
        'domain',
        {
          zh: `不认识行业「${cut(domain)}」,按通用处理`,
          en: `the industry «${cut(domain)}» is not known: taken as any`,
        },
        { zh: '写行业名,或留空表示通用', en: 'name the industry, or leave it empty for any' },
      ),
    )
  const item = {
    id: on.id(codes.codes?.[0], [scene ?? text ?? '', stage ?? '', `${band.emotionMin}-${band.emotionMax}`]),
    scene,
    ...codes,
    ...band,
    stage,
    audience: on.audience(),
    domain: industry?.value ?? null,
    text,
    slots: slotsIn(text ?? ''),
    avoid: on
      .text('avoid')
      .split(/[;;\n|]|(?<=[”」』])[、,,]/)
      .map((s) => oneLine(s).replace(/^[“"「『](.*)[”"」』]$/s, '$1'))
      .filter(Boolean),
    maxPromiseYuan: promiseOf(on),
    lang: on.lang(`${scene}\n${text}`),
    validFrom: on.date('validFrom') ?? null,
    validTo: on.date('validTo') ?? null,
  }
  return Object.fromEntries(Object.entries(item).filter(([, v]) => v !== undefined)) as Partial<Script>
}

/** The words themselves, slots in single braces; a blank without a name is a warning, since nothing can fill it. */
function wordsOf(on: ItemReading): string | undefined {
  const said = on.text('text')
  if (said === '') return on.lack('text')
  if (/_{2,}|[××XxＸ]{2,}|\.{6,}/.test(said))
    on.findings.push(
      aWarning(
        'unnamed-slot',
        'text',
        {
          zh: '话术里有没有名字的空(XX、__),系统填不了',
          en: 'the words hold a blank without a name (XX, __), which cannot be filled',
        },
        { zh: '写成有名字的空,如 {订单号}', en: 'name it: {orderNo}' },
      ),
    )
  return said.replace(/[{{]{1,2}\s{0,3}([^{}{}]{1,40}?)\s{0,3}[}}]{1,2}/g, '{$1}')
}

function scopeOf(on: ItemReading): { codes?: string[]; families?: Family[] } {
  const said = on.text('codes')
  const named = on
    .line('families')
    .split(/[、,,;;/|\s]+/)
    .filter(Boolean)
  // A family under «codes» is meant as one: «TD» or «交易纠纷».
  const own = familiesOf(on, said.split(/[、,,;;/|\s]+/).filter(Boolean))
  const families = [...new Set([...familiesOf(on, named), ...(own.length > 0 && !/\d/.test(said) ? own : [])])]
  const codes = own.length > 0 && !/\d/.test(said) ? [] : on.codes('codes')
  const failed = on.findings.some((f) => f.field === 'codes' && f.severity === 'error')
  if (codes.length === 0 && families.length === 0 && !failed)
    on.findings.push(defaulted(on.readers.words, 'script', 'codes', { zh: '全部类型', en: 'every type' }))
  return failed ? { families } : { codes, families }
}

function familiesOf(on: ItemReading, names: readonly string[]): Family[] {
  const { families } = on.readers.policy
  return names.flatMap((name): Family[] => {
    const key = name.toUpperCase().replace(/类$/, '')
    const found =
      FAMILIES.find((id) => id === key) ?? families.find((f) => f.zh === key || f.en.toUpperCase() === key)?.id
    return found ? [found] : []
  })
}

/** «2-4», «3级以上», «愤怒», «平静到不满»; all five where none is said. */
function bandOf(on: ItemReading): { emotionMin: Emotion; emotionMax: Emotion } {
  const low = edge(on, on.line('emotionMin'))
  const high = edge(on, on.line('emotionMax'))
  const said = on.line('emotion').normalize('NFKC')
  const parts = said.split(/\s?(?:-|~|–|—|到|至|\bto\b|、|,)\s?/).filter(Boolean)
  const ends = parts.map((p) => edge(on, p)).filter((e) => e !== null)
  if (said !== '' && (ends.length === 0 || ends.length < parts.length)) {
    on.wrong(
      'bad-emotion',
      'emotion',
      said,
      { zh: '不认识', en: 'is not known' },
      { zh: '写 1 至 5,如 2-4', en: 'write 1 to 5, such as 2-4' },
    )
  }
  if (said === '' && low === null && high === null)
    on.findings.push(defaulted(on.readers.words, 'script', 'emotion', { zh: '1-5', en: '1-5' }))
  const above = /以上|\+|及以上|and (?:up|above)/.test(said)
  const below = /以下|及以下|and below|or less/.test(said)
  return {
    emotionMin: low ?? (below || ends.length === 0 ? 1 : (Math.min(...ends) as Emotion)),
    emotionMax: high ?? (above || ends.length === 0 ? 5 : (Math.max(...ends) as Emotion)),
  }
}

function edge(on: ItemReading, text: string): Emotion | null {
  const digit = /(?<!\d)([1-5])(?!\d)/.exec(text)?.[1]
  const word = digit ?? (text === '' ? undefined : on.readers.emotion(text)?.value)
  return word === undefined ? null : (Number(word) as Emotion)
}

function stageOf(on: ItemReading, scene: string): Script['stage'] | undefined {
  const said = on.line('stage')
  const read = said === '' ? null : on.readers.stage(said)
  if (read) return read.value
  if (said !== '')
    return on.wrong(
      'unknown-stage',
      'stage',
      said,
      { zh: '不认识', en: 'is not known' },
      {
        zh: `写${Object.values(on.readers.words.stage)
          .map((w) => w[0])
          .join('、')}之一`,
        en: `write one of ${Object.keys(on.readers.words.stage).join(', ')}`,
      },
    )
  const near = on.readers.stage(scene)
  if (!near) return on.lack('stage')
  on.findings.push(guessed(on.readers.words, 'script', 'stage', { zh: '场景', en: 'the scene' }, near.value))
  return near.value
}

/** Yuan. None where none is said: what a script may promise, somebody has to say. */
function promiseOf(on: ItemReading): number | undefined {
  const said = on.line('maxPromiseYuan').normalize('NFKC')
  if (said === '' || /^(?:不涉及|不承诺|无承诺)/.test(said)) {
    if (said === '')
      on.findings.push(defaulted(on.readers.words, 'script', 'maxPromiseYuan', { zh: '0 元', en: '0 yuan' }))
    return 0
  }
  const amount =
    /^(?:不超过|最高|上限|up to|max\.?)?\s?[¥¥]?\s?(?:rmb|cny)?\s?(\d[\d,]*(?:\.\d+)?)\s?(万|千|k)?\s?(?:元|块|yuan|rmb|cny)?(?:以内|以下)?$/i.exec(
      said,
    )
  if (!amount)
    return on.wrong(
      'bad-amount',
      'maxPromiseYuan',
      said,
      { zh: '不是金额', en: 'is no amount' },
      { zh: '写数字,单位元', en: 'write a number, in yuan' },
    )
  const unit = { 万: 10_000, 千: 1000, k: 1000 }[amount[2]?.toLowerCase() ?? ''] ?? 1
  return Number(amount[1]!.replaceAll(',', '')) * unit
}
