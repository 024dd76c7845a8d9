import type { CaseWriteUp } from '../../domain/knowledge.ts'
import type { Channel, Outcome } from '../../domain/labels.ts'
import { createItemReading, type ItemReading } from './item-reading.ts'
import { oneLine, plainWord } from './plain-words.ts'
import type { RawItem, Step } from './raw-item.ts'
import type { Readers } from './readers.ts'
import { aNote, aWarning, cut, defaulted, guessed } from './say.ts'

/** A case's fields as far as its words say them; what is not said, or not understood, is a finding (G1). */
export function caseItem(raw: RawItem, readers: Readers): Partial<CaseWriteUp> {
  const on = createItemReading(raw, readers)
  const need = (field: string, value = on.text(field)) => (value === '' ? on.lack(field) : value)
  const title = need('title', on.line('title'))
  const code = codesOf(on)
  const occurredOn = on.date('occurredOn')
  if (occurredOn === undefined && on.text('occurredOn') === '') on.lack('occurredOn')
  const summary = need('summary')
  const rootCause = need('rootCause')
  const end = endingOf(on)
  const whole = [title, summary, rootCause, end.result].join('\n')
  const lang = on.lang(whole)
  const item = {
    id: on.id(code.code, [title ?? summary ?? '', occurredOn ?? '']),
    title,
    ...code,
    level: levelOf(on),
    domain: domainOf(on, [title, on.line('product'), summary].join(' ')),
    product: on.line('product') || null,
    departments: departmentsOf(on, code.code, lang),
    occurredOn,
    channel: channelOf(on),
    summary,
    course: courseOf(on, raw.steps, lang),
    rootCause,
    ...end,
    remedy: need('remedy', on.text('remedy') || nothingSaid(raw, 'remedy')),
    turningPoint: need('turningPoint'),
    lessons: need('lessons'),
    audience: on.audience(),
    sources: sourcesOf(on, raw),
    lang,
    validFrom: on.date('validFrom') ?? null,
    validTo: on.date('validTo') ?? null,
  }
  return Object.fromEntries(Object.entries(item).filter(([, v]) => v !== undefined)) as Partial<CaseWriteUp>
}

/** «无» is an answer where it was asked what the customer got. */
const nothingSaid = (raw: RawItem, field: string): string => oneLine((raw.values.get(field) ?? []).join(' '))

function codesOf(on: ItemReading): { code?: string; codes?: string[] } {
  const main = on.codes('code')
  const others = on.codes('codes')
  if (on.text('code') === '' && others.length === 0 && on.text('codes') === '') on.lack('code')
  const all = [...new Set([...main, ...others])]
  if (all.length > 4) {
    on.findings.push(
      aWarning(
        'too-many-codes',
        'codes',
        { zh: `写了 ${all.length} 个类型,只取前四个`, en: `${all.length} types are named; the first four were taken` },
        { zh: '一案最多四个类型,主类型在前', en: 'a case has four types at most, the primary one first' },
      ),
    )
  }
  // The others alone make no primary one when the primary could not be read.
  if (all.length === 0 || (main.length === 0 && on.text('code') !== '')) return {}
  return { code: all[0]!, codes: all.slice(0, 4) }
}

function levelOf(on: ItemReading) {
  const said = on.text('level')
  if (said === '') return on.lack('level')
  const read = on.readers.level(said)
  if ('level' in read) return read.level
  const advice = { zh: '写 1 至 4,1 最重', en: 'write 1 to 4; 1 is the gravest' }
  return read.fault === 'none'
    ? on.wrong('bad-level', 'level', said, { zh: '不认识', en: 'is not known' }, advice)
    : on.wrong(
        'level-contradiction',
        'level',
        said,
        { zh: '的数字和文字对不上', en: 'has a number and a word that disagree' },
        advice,
      )
}

function domainOf(on: ItemReading, sample: string): string {
  const said = on.line('domain')
  const read = said === '' ? null : on.readers.domain(said)
  if (read) return read.value
  if (/^[a-z][a-z0-9-]{0,31}$/.test(said)) return said
  const { words, domain } = on.readers
  const near = domain(sample)
  if (near) {
    on.findings.push(
      guessed(words, 'case', 'domain', { zh: '标题、产品和案情', en: 'title, product and summary' }, near.value),
    )
    return near.value
  }
  on.findings.push(
    said === ''
      ? defaulted(words, 'case', 'domain', { zh: '其他', en: 'other' })
      : aWarning(
          'unknown-domain',
          'domain',
          {
            zh: `不认识行业「${cut(said)}」,按「其他」处理`,
            en: `the industry «${cut(said)}» is not known: taken as other`,
          },
          {
            zh: `可用:${Object.keys(words.domain).join('、')}`,
            en: `there are: ${Object.keys(words.domain).join(', ')}`,
          },
        ),
  )
  return 'other'
}

/** As many departments as are named; the one that the policy gives the code to where none is. */
function departmentsOf(on: ItemReading, code: string | undefined, lang: 'zh' | 'en'): string[] | undefined {
  const named = on
    .text('departments')
    .split(/[、,,;;/|\n]|(?<=[部组科处室司店局])[和与及]|\sand\s/)
    .map((s) => oneLine(s).replace(/^[^::]{1,8}[::]\s*|[。.]$/g, ''))
    .filter((s) => plainWord(s) !== '')
  if (named.length > 0) return [...new Set(named)]
  const rule = on.readers.policy.codes.find((c) => c.code === code)
  if (!rule) return on.lack('departments')
  const department = on.readers.policy.departments[rule.department]!
  on.findings.push(defaulted(on.readers.words, 'case', 'departments', department))
  return [department[lang]]
}

function channelOf(on: ItemReading): Channel {
  const said = on.line('channel')
  const read = said === '' ? null : on.readers.channel(said)
  if (read) return read.value
  on.findings.push(
    said === ''
      ? defaulted(on.readers.words, 'case', 'channel', { zh: '其他', en: 'other' })
      : aWarning(
          'unknown-channel',
          'channel',
          {
            zh: `分不清渠道「${cut(said)}」,按「其他」处理`,
            en: `the channel «${cut(said)}» is not clear: taken as other`,
          },
          {
            zh: '写电话、邮件、网站、应用、微信、社交媒体、现场、合作方或监管',
            en: 'write phone, email, web, app, wechat, social, onsite, partner or regulator',
          },
        ),
  )
  return 'other'
}

/** Outcome and result; people write one under the name of the other. */
function endingOf(on: ItemReading): { outcome?: Outcome; result?: string } {
  const { words, outcome } = on.readers
  const status = on.text('outcome')
  const named = status === '' ? null : outcome(status)
  const result = on.text('result') || (named?.exact ? '' : status)
  const ending: { outcome?: Outcome; result?: string } = {}
  if (result === '') on.lack('result')
  else ending.result = result
  if (named?.exact) ending.outcome = named.value
  else {
    // «已解决。换新机一台»: the first words are as good as a field.
    const first = result.split(/[。.;;,,\n]/, 1)[0]!
    const sure = named === null && first !== '' ? outcome(first) : null
    const near = sure?.exact ? sure : (named ?? (result === '' ? null : outcome(result)))
    if (near) {
      ending.outcome = near.value
      if (!near.exact)
        on.findings.push(
          guessed(words, 'case', 'outcome', { zh: '结果的文字', en: 'the words of the result' }, near.value),
        )
    } else if (status === '') on.lack('outcome')
    else
      on.wrong(
        'unknown-outcome',
        'outcome',
        status,
        { zh: '不认识', en: 'is not known' },
        {
          zh: '写已解决、部分解决、失败或升级',
          en: 'write resolved, partly, failed or escalated',
        },
      )
  }
  return ending
}

function courseOf(on: ItemReading, steps: readonly Step[], lang: 'zh' | 'en') {
  if (steps.length === 0) return on.lack('course')
  const timeless = steps.filter((s) => s.at === null).length
  if (timeless > 0)
    on.findings.push(
      aWarning(
        'no-time',
        'course',
        { zh: `经过里有 ${timeless} 步没有时间`, en: `${timeless} steps of the course have no time` },
        { zh: '每一步写上时间,如「第0天 09:40」', en: 'give each step a time such as «Day 0 09:40»' },
      ),
    )
  return steps.map((s, i) => ({ ...s, at: s.at ?? (lang === 'en' ? `Step ${i + 1}` : `第${i + 1}步`) }))
}

/** What is named as a source, and laws that the text names besides. */
function sourcesOf(on: ItemReading, raw: RawItem): string[] {
  const named = on.readers.sources.list(on.text('sources'))
  const fields = ['summary', 'rootCause', 'result', 'remedy', 'turningPoint', 'lessons']
  const prose = [...fields.map(on.text), ...raw.steps.flatMap((s) => [s.what, s.decision ?? ''])].join('\n')
  const found = on.readers.sources.inText(prose).filter((law) => !named.includes(law))
  if (found.length > 0)
    on.findings.push(
      aNote(
        'sources-in-text',
        'sources',
        {
          zh: `正文里提到的依据也收入:${found.join('、')}`,
          en: `sources named in the text were taken up: ${found.join(', ')}`,
        },
        { zh: '不是依据的请删去', en: 'take out what is no source' },
      ),
    )
  return [...named, ...found]
}
