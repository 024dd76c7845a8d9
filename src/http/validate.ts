import type { z } from 'zod'
import type { FieldIssue } from '../domain/errors.ts'
import { MAX_ISSUES, problem } from './problem.ts'

const KINDS: Record<string, string> = {
  string: '字符串 / a string',
  number: '数字 / a number',
  int: '整数 / a whole number',
  boolean: 'true 或 false / true or false',
  object: '对象 / an object',
  array: '数组 / an array',
}

/** A key of the caller's own as it may be said back: 64 printable characters at most. */
export const printable = (key: PropertyKey): string => {
  const chars = [...String(key)].map((ch) => (/[\p{C}\p{Zl}\p{Zp}]/u.test(ch) ? '?' : ch))
  return chars.length > 64 ? `${chars.slice(0, 63).join('')}…` : chars.join('')
}

// Only for issues whose schema has no words of its own. Reads what the schema expects, never what was sent.
const say: z.core.$ZodErrorMap = (issue) => {
  switch (issue.code) {
    case 'invalid_type':
      if (issue.input === undefined) return '必填 / required'
      return `应为${KINDS[issue.expected] ?? ` ${issue.expected}`}`
    case 'invalid_value':
      return `只能是 / must be one of: ${issue.values.map(String).join(', ')}`
    case 'too_big':
      return `最大 ${issue.maximum} / at most ${issue.maximum}`
    case 'too_small':
      return `最小 ${issue.minimum} / at least ${issue.minimum}`
    case 'invalid_format':
      return '格式不对 / not in the expected format'
    default:
      return '不符合要求 / not as expected'
  }
}

/** Reads `value` by the schema. Throws `invalid_request` with what is wrong where, and never with a value that was sent. */
export function validate<S extends z.ZodType>(schema: S, value: unknown, root = '(body)'): z.output<S> {
  const parsed = schema.safeParse(value, { error: say })
  if (parsed.success) return parsed.data
  const issues: FieldIssue[] = parsed.error.issues.slice(0, MAX_ISSUES).flatMap((issue) => {
    const path = issue.path.map(printable)
    if (issue.code !== 'unrecognized_keys') return [{ path: path.join('.') || root, message: issue.message }]
    return issue.keys.slice(0, MAX_ISSUES).map((key) => ({
      path: [...path, printable(key)].join('.'),
      message: '没有这个字段，请删除或检查拼写 / no such field; remove it or check its spelling',
    }))
  })
  throw invalid(issues)
}

/** `invalid_request` with its issues and a sentence that begins with the first of them. */
export function invalid(issues: readonly FieldIssue[]) {
  const [first] = issues
  const detail = `请按 issues 修改后重试。Mend what issues lists and send it again. ${first?.path}: ${first?.message}`
  return problem('invalid_request', detail, issues.slice(0, MAX_ISSUES))
}
