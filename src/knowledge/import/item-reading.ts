import type { Audience } from '../../domain/labels.ts'
import { readText } from '../../domain/text/reading.ts'
import type { Words } from '../../files/finding.ts'
import { derivedId, givenId, shortHash } from './item-id.ts'
import { oneLine } from './plain-words.ts'
import type { RawItem } from './raw-item.ts'
import { readDate } from './read-date.ts'
import type { Readers } from './readers.ts'
import { aNote, anError, aWarning, cut, defaulted, fieldName, missing } from './say.ts'

export type ItemReading = ReturnType<typeof createItemReading>

const DATE_FAULTS: Record<string, Words> = {
  none: { zh: '不是日期', en: 'is no date' },
  'no-year': { zh: '没有写年份', en: 'lacks the year' },
  'no-day': { zh: '没有写到日', en: 'lacks the day' },
  ambiguous: { zh: '分不清月和日', en: 'does not tell month from day' },
  impossible: { zh: '没有这一天', en: 'is no day of the calendar' },
}

/** What cases and scripts have in common when a raw item's words are read as values; findings go to the raw item's own list. */
export function createItemReading(raw: RawItem, readers: Readers) {
  const { words } = readers
  const { kind, findings } = raw
  const name = (field: string) => fieldName(words, kind, field)

  const read = new Map<string, string>()
  /** All that stands for a field; '' where nothing or only «无» does. */
  function text(field: string): string {
    const known = read.get(field)
    if (known !== undefined) return known
    const whole = (raw.values.get(field) ?? []).join('\n')
    const said = readers.isNothing(whole) ? '' : whole
    read.set(field, said)
    return said
  }
  const wrong = (rule: string, field: string, value: string, problem: Words, advice: Words) => {
    findings.push(
      anError(
        rule,
        field,
        {
          zh: `「${name(field).zh}」${problem.zh}:${cut(value)}`,
          en: `«${name(field).en}» ${problem.en}: ${cut(value)}`,
        },
        advice,
      ),
    )
    return undefined
  }

  return {
    readers,
    kind,
    findings,
    text,
    name,
    wrong,
    lack(field: string): undefined {
      findings.push(missing(words, kind, field))
      return undefined
    },
    date(field: string): string | undefined {
      const said = text(field)
      if (said === '') return undefined
      const read = readDate(said)
      if ('fault' in read)
        return wrong('bad-date', field, said, DATE_FAULTS[read.fault]!, {
          zh: '写成 2025-03-14 或 2025年3月14日',
          en: 'write it as 2025-03-14',
        })
      if (read.shortYear || read.others)
        findings.push(
          aWarning(
            read.shortYear ? 'short-year' : 'several-dates',
            field,
            read.shortYear
              ? { zh: `年份只有两位,按 ${read.date} 处理`, en: `its year has two digits: taken as ${read.date}` }
              : {
                  zh: `写了不止一天,按第一个 ${read.date} 处理`,
                  en: `several days stand there: the first was taken, ${read.date}`,
                },
            { zh: '请核对', en: 'check it' },
          ),
        )
      return read.date
    },
    codes(field: string): string[] {
      const said = text(field)
      if (said === '') return []
      const read = readers.codes(said)
      if ('codes' in read) {
        if (read.by === 'likeness')
          findings.push(
            aWarning(
              'code-guessed',
              field,
              {
                zh: `「${cut(said)}」按相近的说法归入 ${read.codes.join('、')}`,
                en: `«${cut(said)}» was taken as ${read.codes.join(', ')}`,
              },
              { zh: '请核对,最好写编码', en: 'check it; better write the code' },
            ),
          )
        return read.codes
      }
      const names = read.candidates.slice(0, 20).map((c) => {
        const rule = readers.policy.codes.find((r) => r.code === c)!
        return { zh: `${c} ${rule.zh}`, en: `${c} ${rule.en}` }
      })
      wrong(
        'unknown-code',
        field,
        read.unknown,
        { zh: '里有策略没有的类型', en: 'names a type that the policy does not have' },
        names.length > 0
          ? {
              zh: `是不是:${names.map((n) => n.zh).join(';')}`,
              en: `did you mean: ${names.map((n) => n.en).join('; ')}`,
            }
          : {
              zh: '写编码,如 TD-06,或类型的名称,如「退款延迟」',
              en: 'write a code such as TD-06, or the name of a type such as «refund late»',
            },
      )
      return []
    },
    /** The default is the careful one: what front-line staff may see, somebody has to say. */
    audience(): Audience {
      const said = text('audience')
      const read = said === '' ? null : readers.audience(said)
      if (read) return read.value
      if (said === '') findings.push(defaulted(words, kind, 'audience', { zh: '主管', en: 'supervisor' }))
      else
        findings.push(
          aWarning(
            'unknown-audience',
            'audience',
            { zh: `不认识「${cut(said)}」,按「主管」处理`, en: `«${cut(said)}» is not known: taken as supervisor` },
            { zh: '写一线、主管或管理层', en: 'write frontline, supervisor or management' },
          ),
        )
      return 'supervisor'
    },
    lang(sample: string): 'zh' | 'en' {
      const said = text('lang').toLowerCase()
      if (/^(?:en|english|英)/.test(said)) return 'en'
      if (/^(?:zh|chinese|中|简|繁)/.test(said)) return 'zh'
      return readText(sample).language === 'en' ? 'en' : 'zh'
    },
    id(code: string | undefined, key: readonly string[]): string {
      const said = text('id')
      if (said === '') return derivedId(kind, code, key)
      const given = givenId(said)
      if (given) return given
      // Of the number that was given, so that the item keeps its id when its title is mended.
      const id = `${kind}-${shortHash(said)}`
      findings.push(
        aNote(
          'id-made-fit',
          'id',
          { zh: `编号「${cut(said)}」不能直接用,改为 ${id}`, en: `«${cut(said)}» cannot be an id as it is: ${id}` },
          {
            zh: '编号用 3 至 81 个小写字母、数字和连字符',
            en: 'an id has 3 to 81 lower-case letters, digits and hyphens',
          },
        ),
      )
      return id
    },
    line: (field: string): string => oneLine(text(field)),
  }
}
