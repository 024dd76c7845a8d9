import { beforeAll, describe, expect, it } from 'vitest'
import { splitClauses } from '../../domain/text/clauses.ts'
import { readPolicy } from '../../node/policy-files.ts'
import { createScope, type Scope } from './scope.ts'

let scope: Scope
beforeAll(async () => {
  scope = createScope(await readPolicy(['default']))
})

const status = (text: string, words: string) => {
  const start = text.indexOf(words)
  const clause = splitClauses(text).find((c) => start < c.end)!
  return scope.statusOf(text, clause, start, start + words.length)
}

describe('scope', () => {
  it.each([
    ['我的手被烫伤了', '烫伤', 'asserted'],
    ['还好没有烫伤', '烫伤', 'negated'],
    ['我不会自杀', '自杀', 'negated'],
    ['万一孩子烫伤怎么办', '烫伤', 'hypothetical'],
    ['如果漏电谁负责', '漏电', 'hypothetical'],
    ['听说有人中毒', '中毒', 'reported'],
    ['看评论说会起火', '起火', 'reported'],
    ['去年发生过自燃', '自燃', 'past'],
    ['差点被毒死', '毒死', 'hyperbole'],
    ['我简直要爆炸', '爆炸', 'hyperbole'],
    ['会不会中毒啊', '中毒', 'question'],
    ['nobody was not injured', 'injured', 'negated'],
    ['if it catches fire', 'fire', 'hypothetical'],
  ])('%s: «%s» is %s', (text, words, expected) => expect(status(text, words)).toBe(expected))

  it('does not reach from one clause into the next', () => {
    expect(status('没有人告诉我要小心。手被烫伤了', '烫伤')).toBe('asserted')
    expect(status('如果你们早点来就好了。现在漏电了', '漏电')).toBe('asserted')
  })

  it('a «not» far ahead in the clause does not deny', () => {
    expect(status('没有打开包装的时候盖子就自己弹开来把我的手烫伤', '烫伤')).toBe('asserted')
  })

  it('reads only what stands ahead', () => expect(status('手烫伤了没有人管', '烫伤')).toBe('asserted'))
})
