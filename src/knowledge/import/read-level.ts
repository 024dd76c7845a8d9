import type { Level } from '../../domain/labels.ts'
import type { Policy } from '../../domain/policy/parse.ts'
import type { UploadWords } from '../../domain/policy/upload-words.ts'
import { readText } from '../../domain/text/reading.ts'
import { createValueFinder } from './find-value.ts'

/** A level, or why it is none. `contradiction`: the number and the word do not agree, as where 4 is the gravest. */
export type LevelReading = { level: Level } | { fault: 'none' | 'contradiction' }

const DIGIT: Record<string, number> = { 一: 1, 二: 2, 三: 3, 四: 4, i: 1, ii: 2, iii: 3, iv: 4 }
const NUMBER =
  /^(?:level|lv|l|p|s|等级|级别|第|severity)?\s?[:.-]?\s?([1-4](?!\d|[年月天]|\.[1-9])|(?:[一二三四]|iv|i{1,3})(?=$|\s|[级等(]))(?:\.0)?\s?(?:级|等|级别|级投诉|级事件)?(.*)$/is

/** Reads 2, 二级, II级, Level 2, 重要/严重, 二级(重要/严重); the policy's names count beside the words of the file. */
export function createLevelReader(policy: Pick<Policy, 'levels'>, words: UploadWords): (text: string) => LevelReading {
  const lists = Object.fromEntries(
    policy.levels.map((l) => {
      const names = [l.zh, l.en].flatMap((name) => [name, ...name.split('/')])
      return [String(l.level), [...names, ...words.level[String(l.level) as '1']].map((w) => w.trim())]
    }),
  ) as Record<string, string[]>
  const byWord = createValueFinder(lists)
  return (text) => {
    const s = readText(text).text.trim()
    const [, digit, rest = ''] = NUMBER.exec(s) ?? []
    const tail = rest.replace(/[()[\]【】\s/:,、-]/g, '') === '' ? '' : rest.replace(/[()]/g, ' ')
    if (digit !== undefined && !/^[a-z]/i.test(rest)) {
      const level = (Number(digit) || DIGIT[digit.toLowerCase()]) as Level
      const word = tail === '' ? null : byWord(tail)
      return word && Number(word.value) !== level ? { fault: 'contradiction' } : { level }
    }
    // A number behind the word: «严重(2级)».
    const inside = /([1-4]|[一二三四])\s?级/.exec(s)?.[1]
    const word = byWord(s) ?? byWord(s.replace(/[((].*$/s, ''))
    if (!word) return inside ? { level: (Number(inside) || DIGIT[inside]) as Level } : { fault: 'none' }
    if (inside && (Number(inside) || DIGIT[inside]) !== Number(word.value)) return { fault: 'contradiction' }
    return { level: Number(word.value) as Level }
  }
}
