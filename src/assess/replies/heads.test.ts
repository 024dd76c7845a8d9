import { describe, expect, it } from 'vitest'
import { fitReplyHeads, type ReplyExample } from './fit.ts'
import { CLAUSE_RULES, createReplyReader, WHOLE_RULES } from './heads.ts'
import { decodeReplyHeads, encodeReplyHeads } from './heads-codec.ts'

const none = CLAUSE_RULES.map(() => false)
const blame = CLAUSE_RULES.map((r) => r === 'blame')
const example = (clauses: [string, boolean][], lacks: boolean[] | null): ReplyExample => ({
  clauses: clauses.map(([text]) => text),
  broken: clauses.map(([, b]) => (b ? blame : none)),
  lacks,
  hints: clauses.map(([text]) => [text.includes('抱歉'), false, false]),
})
const examples = [
  example(
    [
      ['抱歉让您久等', false],
      ['明天给您回电', false],
    ],
    [false, false, false],
  ),
  example(
    [
      ['您自己不看说明', true],
      ['明天给您回电', false],
    ],
    [true, false, false],
  ),
  example(
    [
      ['您自己不看规则', true],
      ['抱歉', false],
    ],
    [false, true, true],
  ),
  example(
    [
      ['抱歉', false],
      ['您看这样行吗', false],
    ],
    [false, false, true],
  ),
  example([['您自己不看页面怪谁?', true]], [true, true, true]),
  example(
    [
      ['明天给您回电', false],
      ['您看说明第二页', false],
    ],
    [true, false, false],
  ),
  example([['您看说明和规则都在页面上', false]], null),
]
const heads = { ...fitReplyHeads(examples), cuts: { blame: { add: 0.5, keep: null } } }

describe('the reader of replies', () => {
  it('is the same, byte for byte, for the same replies', () => {
    const again = { ...fitReplyHeads(examples), cuts: heads.cuts }
    expect(encodeReplyHeads(again)).toEqual(encodeReplyHeads(heads))
  })

  it('learns what breaks a rule, and which clause it is', () => {
    const reading = createReplyReader(heads).read(['抱歉', '您自己不看说明'])
    expect(reading.breaks('blame', 1)).toBeGreaterThan(reading.breaks('blame', 0))
    expect(reading.breaks('blame', 7)).toBe(0)
  })

  it('learns from labels of the whole which clause was asked for', () => {
    const { read } = createReplyReader(heads)
    expect(read(['抱歉让您久等']).lacks('no-apology')).toBeLessThan(read(['您自己不看说明']).lacks('no-apology'))
    expect(read([]).lacks('no-apology')).toBe(1)
    expect(read(['抱歉']).lacks('blame')).toBe(0)
  })

  it('reads the same from its bytes', () => {
    const reading = (h: typeof heads) => createReplyReader(h).read(['您自己不看', '明天'])
    const [a, b] = [reading(heads), reading(decodeReplyHeads(encodeReplyHeads(heads)) as typeof heads)]
    expect(b.breaks('blame', 0)).toBeCloseTo(a.breaks('blame', 0), 5)
    expect(WHOLE_RULES.map((r) => b.lacks(r))).toEqual(WHOLE_RULES.map((r) => expect.closeTo(a.lacks(r), 5)))
  })

  it('refuses a file that is cut or of another kind', () => {
    const bytes = encodeReplyHeads(heads)
    expect(() => decodeReplyHeads(bytes.subarray(0, bytes.length - 1))).toThrow('train-replies')
    expect(() => decodeReplyHeads(new Uint8Array(20))).toThrow('not a file of reply heads')
  })
})
