import type { TriageRequest } from '../domain/complaint.ts'
import type { Pseudonyms } from '../ports/pseudonyms.ts'
import type { SubjectKeys } from '../ports/triage-store.ts'

/**
 * One call-back number, however it is written: digits without the country code, the extension apart. Two extensions of
 * a switchboard are two customers; without one they are a household (guide 9). Null for what holds too few digits.
 */
export function normalisePhone(raw: string): string | null {
  const [main = '', extension] = raw.normalize('NFKC').split(/(?:(?:转|分机|ext\.?|x|#)\s*)+/i)
  let digits = main.replace(/\D/g, '')
  // A last group behind a dash is an extension when a whole number already stands before it.
  const dashed = /^(.*\d{7,})-(\d{1,5})$/.exec(main.trim())
  let ext = extension?.replace(/\D/g, '') ?? ''
  if (dashed && dashed[1]!.replace(/\D/g, '').length >= 10) {
    digits = dashed[1]!.replace(/\D/g, '')
    ext = dashed[2]!
  }
  digits = digits.replace(/^(?:00)?86(?=1\d{10}$|0\d{9,11}$)/, '')
  // Written for a call from abroad, an area code has lost its 0.
  if (/^\s*(?:\+|00)\s*86/.test(main)) digits = digits.replace(/^(?:00)?86(?=[1-9]\d{8,10}$)/, '0')
  if (digits.length < 7) return null
  return ext ? `${digits}x${ext}` : digits
}

/** By what the customer and the order are known in our records: keyed hashes only. */
export function subjectKeys(request: TriageRequest, pseudonyms: Pseudonyms): SubjectKeys {
  const { customer, order } = request
  const phone = customer?.phone ? normalisePhone(customer.phone) : null
  // A blank id is nobody's: all who sent one would be one customer.
  const id = customer?.id?.trim() || customer?.email?.trim().toLowerCase()
  const orderId = order?.id?.trim()
  return {
    customer: id ? pseudonyms.of('customer', id) : null,
    phone: phone ? pseudonyms.of('phone', phone) : null,
    order: orderId ? pseudonyms.of('order', orderId) : null,
  }
}
