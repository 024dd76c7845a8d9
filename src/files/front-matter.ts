import { LineCounter, parseDocument } from 'yaml'
import { suzhenError } from '../domain/errors.ts'

/** Front matter is a few fields: characters, and how often a part may be repeated by alias. */
const MAX_FRONT = 32 * 1024
const MAX_ALIASES = 10
/** Brackets and braces within one another; the parser calls itself for each. */
const MAX_OPEN = 200

/** The YAML between two lines `---` at the beginning of a text, and what comes after. Throws when it is wrong, with its line. */
export function readFrontMatter(text: string): { properties: Record<string, unknown>; rest: string } {
  const opened = /^\ufeff?---[ \t]{0,20}\r?\n/.exec(text)
  if (!opened) return { properties: {}, rest: text }
  const from = opened[0].length
  const after = text.slice(from)
  const close = /^(?:---|\.\.\.)[ \t]{0,20}(?=\r?$|\r?\n)/m.exec(after.slice(0, MAX_FRONT))
  if (!close) {
    // A rule above a text that has no fields.
    if (!FIELD.test(after)) return { properties: {}, rest: text }
    throw bad(
      1,
      `没有结尾的 ---,或超过 ${MAX_FRONT >> 10} KB`,
      `its closing --- is missing, or it is longer than ${MAX_FRONT >> 10} KB`,
    )
  }
  const properties = propertiesOf(after.slice(0, close.index).replace(/\r\n?/g, '\n').replace(BARE_COLON, '$1: '))
  return properties ? { properties, rest: after.slice(close.index + close[0].length) } : { properties: {}, rest: text }
}

/** A first line «field: value». */
const FIELD = /^[ \t]{0,5}["']?[\p{L}\p{N}_ -]{1,40}["']?[ \t]{0,5}[:：]/u
/** «标题：内容» and «标题:内容»: how the colon comes out of a Chinese keyboard, which YAML takes for a part of the word. */
const BARE_COLON = /^([\p{Script=Han}A-Za-z_]{1,20})(?:：[ \t]{0,20}|:(?=[^\s:/]))/gmu

const bad = (line: number, zh: string, en: string) =>
  suzhenError(
    'invalid_request',
    `文件开头的字段(front matter)第 ${line} 行有误:${zh} / the front matter is wrong at line ${line}: ${en}`,
  )

/** The parser calls itself for each level: too many end in an overflow of the stack, which is no error of ours. */
function parsed(yaml: string, options: Parameters<typeof parseDocument>[1]): ReturnType<typeof parseDocument> {
  try {
    return parseDocument(yaml, options)
  } catch {
    throw bad(2, '层次太深', 'it is nested too deep')
  }
}

function propertiesOf(yaml: string): Record<string, unknown> | null {
  if ((yaml.match(/[[{]/g)?.length ?? 0) > MAX_OPEN) throw bad(2, '括号太多', 'it has too many brackets')
  const lines = new LineCounter()
  const doc = parsed(yaml, { schema: 'core', uniqueKeys: true, merge: false, lineCounter: lines, prettyErrors: false })
  const [problem] = doc.errors
  if (problem)
    throw bad(
      lines.linePos(problem.pos[0]).line + 1,
      '不是合格的 YAML,检查冒号后的空格和引号',
      'it is no valid YAML; look at spaces after colons, and at quotes',
    )
  const [warning] = doc.warnings
  if (warning)
    throw bad(lines.linePos(warning.pos[0]).line + 1, '不接受 ! 开头的标签', 'tags that begin with ! are not taken')
  let value: unknown
  try {
    value = doc.toJS({ maxAliasCount: MAX_ALIASES })
  } catch {
    throw bad(2, '引用(*)太多,请直接写出内容', 'too many aliases (*); write out what they stand for')
  }
  if (value === null || value === undefined) return {}
  if (typeof value === 'string') return null
  if (typeof value !== 'object' || Array.isArray(value)) throw bad(2, '要写成「字段: 内容」', 'write «field: value»')
  return value as Record<string, unknown>
}
