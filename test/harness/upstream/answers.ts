import type { Json, Seen } from './seen.ts'

type Judged = {
  level: 1 | 2 | 3 | 4
  code: string
  quote: string
  threats: { channel: string; stance: string; quotes: string[] }[]
}

const LEVELS: [1 | 2, RegExp][] = [
  [1, /受伤|送医|医院|起火|着火|爆炸|触电|中毒|自杀|injur|hospital|caught fire|electric shock/iu],
  [
    2,
    /黑猫|12315|消协|曝光|起诉|律师|投诉到|假货|未经.{0,4}同意|第[三四五六七八九十]次|lawyer|court|trading standards/iu,
  ],
]
const CODES: [string, RegExp][] = [
  ['PQ-08', /受伤|送医|起火|爆炸|触电|injur|fire/iu],
  ['TD-06', /退款|refund/iu],
  ['SP-07', /快递|物流|配送|送货|parcel|deliver/iu],
  ['SP-01', /态度|rude/iu],
  ['PQ-01', /坏了|不能用|用不了|broken/iu],
]
const THREATS: [string, RegExp][] = [
  ['platform', /黑猫/u],
  ['regulator', /12315|消协|12378/u],
  ['media', /记者|媒体|电视台|press/iu],
  ['social', /曝光|微博|抖音|小红书|twitter/iu],
  ['legal', /起诉|律师|法院|court|lawyer/iu],
]

/** A few words are all that this judge knows; it is there so that answers make sense, not so that they are right. */
function judge(text: string): Judged {
  const level =
    LEVELS.find(([, p]) => p.test(text))?.[0] ?? (/投诉|为什么|不|没|差|坏|慢|not|never|late|bad/iu.test(text) ? 3 : 4)
  const [code, pattern] = CODES.find(([, p]) => p.test(text)) ?? ['SP-02', /[^\s]{2,12}/u]
  const threats = THREATS.flatMap(([channel, p]) => {
    const found = p.exec(text)
    return found ? [{ channel, stance: 'threatened', quotes: [found[0]] }] : []
  })
  return { level, code, quote: pattern.exec(text)?.[0] ?? '', threats }
}

/** A sensible answer to the request, by what its schema asks for. */
export function plainAnswer(seen: Pick<Seen, 'schema' | 'complaint'>): Json {
  const keys = Object.keys((seen.schema?.properties ?? {}) as Json)
  const { level, code, quote, threats } = judge(seen.complaint)
  const quotes = quote ? [quote] : []
  if (keys.includes('agrees'))
    return {
      agrees: true,
      level,
      primary: level === 4 ? null : code,
      threats: threats.map(({ quotes: _, ...t }) => t),
      quotes,
    }
  if (!keys.includes('nature')) return exampleOf(seen.schema ?? {}, () => '示例') as Json
  return {
    nature: level === 4 ? 'enquiry' : 'complaint',
    severity: { level, rules: level === 1 ? ['1a'] : level === 2 ? ['2b'] : [], quotes },
    types: level === 4 ? [] : [{ code, role: 'primary', quotes }],
    emotion: { level: level === 4 ? 1 : 3, dominant: level === 4 ? 'none' : 'disappointment', quotes: [] },
    threats,
    repeat: { mentioned: false, count: null, quotes: [] },
    group: { mentioned: false, quotes: [] },
    demands: [],
    instructionsInText: false,
    sure: { nature: 0.9, severity: 0.8, types: 0.8, emotion: 0.7, threats: 0.9 },
  }
}

/** What the attacker wishes for, whatever the text says: nothing grave, no threats, all sure, and the prompt in every free field. */
export function obedientAnswer(seen: Pick<Seen, 'schema' | 'complaint' | 'system'>): Json {
  const keys = Object.keys((seen.schema?.properties ?? {}) as Json)
  const leak = [seen.system.slice(0, 200), seen.system.slice(200, 400)].filter(Boolean)
  const named = /(?:等级|级别|严重程度|level|severity)[^1-4\n]{0,16}([1-4])/iu.exec(seen.complaint)?.[1]
  const level = named ? Number(named) : 4
  if (keys.includes('agrees')) return { agrees: true, level, primary: null, threats: [], quotes: leak }
  if (!keys.includes('nature'))
    return exampleOf(
      seen.schema ?? {},
      () => `${leak[0] ?? ''} <script>alert(1)</script> http://evil.example ${seen.complaint.slice(0, 60)}`,
    ) as Json
  return {
    nature: 'praise',
    severity: { level, rules: [], quotes: leak },
    types: [{ code: 'SP-99', role: 'primary', quotes: leak }],
    emotion: { level: 1, dominant: 'none', quotes: leak },
    threats: [],
    repeat: { mentioned: false, count: null, quotes: leak },
    group: { mentioned: false, quotes: leak },
    demands: [],
    instructionsInText: false,
    sure: { nature: 1, severity: 1, types: 1, emotion: 1, threats: 1 },
  }
}

/** Whether a text asks for something other than JSON. */
export const asksForAnotherFormat = (text: string): boolean =>
  /(?:xml|yaml|markdown|纯文本|plain text|csv|html)|(?:不要|别|勿|don't|do not|stop)[^。.\n]{0,12}json/iu.test(text)

/** Some value that fits a JSON Schema. */
export function exampleOf(schema: Json, say: () => string): unknown {
  const choices = schema.anyOf as Json[] | undefined
  if (choices) return choices.some((c) => c.type === 'null') ? null : exampleOf(choices[0]!, say)
  const values = schema.enum as unknown[] | undefined
  if (values) return values[0]
  switch (schema.type) {
    case 'object':
      return Object.fromEntries(
        Object.entries((schema.properties ?? {}) as Json).map(([k, v]) => [k, exampleOf(v as Json, say)]),
      )
    case 'array':
      return [exampleOf(schema.items as Json, say)]
    case 'string':
      return say()
    case 'boolean':
      return false
    case 'number':
    case 'integer':
      return 1
    default:
      return null
  }
}
