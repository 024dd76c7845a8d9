import type { Kind } from '../../domain/knowledge.ts'
import type { UploadWords } from '../../domain/policy/upload-words.ts'
import { applyMask, maskText, type PersonalKind } from '../../domain/text/mask.ts'
import { readText } from '../../domain/text/reading.ts'
import type { Words } from '../../files/finding.ts'
import { aWarning, fieldName } from './say.ts'
import type { ItemFinding } from './types.ts'

const KINDS: Record<PersonalKind, Words> = {
  phone: { zh: '电话', en: 'phone number' },
  idcard: { zh: '证件号', en: 'id number' },
  bankcard: { zh: '卡号', en: 'card number' },
  plate: { zh: '车牌', en: 'number plate' },
  email: { zh: '邮箱', en: 'e-mail address' },
  address: { zh: '地址', en: 'address' },
  name: { zh: '姓名', en: 'name' },
}
/** Fields that hold no free text. */
const CLOSED = new Set(['id', 'code', 'codes', 'families', 'occurredOn', 'validFrom', 'validTo', 'slots'])
/** A company's own line is nobody's secret: 400 and 800 numbers, 95xxx, 12345. */
const HOTLINE = /^[48]00[ -]?\d{3,4}[ -]?\d{3,4}$/
const BETWEEN = '\n\n'

/** Masks personal data in an item's texts, in place, with one warning a field. `people`: names and numbers known to be a person's. */
export function maskItem(item: object, kind: Kind, words: UploadWords, people: readonly string[]): ItemFinding[] {
  const texts: { path: string; text: string; set(masked: string): void }[] = []
  collect(item as Record<string, unknown>, '')
  const whole = texts.map((t) => t.text).join(BETWEEN)
  if (whole.length === 0) return []
  // All texts as one, so that the same number has the same placeholder in every field.
  const { spans } = maskText(readText(whole), people)
  if (spans.length === 0) return []
  const findings: ItemFinding[] = []
  let from = 0
  for (const { path, text, set } of texts) {
    const own = spans
      .filter((s) => s.start >= from && s.end <= from + text.length)
      .filter((s) => !HOTLINE.test(whole.slice(s.start, s.end)))
      .map((s) => ({ ...s, start: s.start - from, end: s.end - from }))
    from += text.length + BETWEEN.length
    if (own.length === 0) continue
    set(applyMask(text, own))
    const kinds = [...new Set(own.map((s) => s.kind))].map((k) => KINDS[k])
    const name = fieldName(words, kind, path)
    findings.push(
      aWarning(
        'personal-data',
        path,
        {
          zh: `「${name.zh}」里有个人信息(${kinds.map((k) => k.zh).join('、')}),已遮蔽`,
          en: `«${name.en}» held personal data (${kinds.map((k) => k.en).join(', ')}); it was masked`,
        },
        { zh: '请检查遮蔽后的文字,最好从原稿中删去', en: 'check the masked text; better take it out of the source' },
      ),
    )
  }
  return findings

  function collect(holder: Record<string, unknown>, path: string): void {
    for (const [key, value] of Object.entries(holder)) {
      if (path === '' && CLOSED.has(key)) continue
      const at = path === '' ? key : `${path}.${key}`
      if (typeof value === 'string')
        texts.push({
          path: at,
          text: value,
          set: (masked) => {
            holder[key] = masked
          },
        })
      else if (typeof value === 'object' && value !== null) collect(value as Record<string, unknown>, at)
    }
  }
}
