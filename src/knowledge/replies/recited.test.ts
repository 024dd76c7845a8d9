import { describe, expect, it } from 'vitest'
import { createRecited } from './recited.ts'

const THEIRS = '快递十天了还没到,打了三次客服都没人接。全额退钱给我。'
const OURS = '我们会跟进快递,主动告知进度。'
const recited = createRecited([THEIRS], OURS, { run: 16, whole: 6 })

describe('what is said over', () => {
  it('is a long run of others’ words', () => {
    expect(recited(['您说快递十天了还没到打了三次客服没接。', '我们会跟进。'])).toEqual([false, false])
    expect(recited(['您说快递十天了还没到打了三次客服都没人接。', '我们会跟进。'])).toEqual([true, false])
  })

  it('is a whole sentence of theirs, however short', () => {
    expect(recited(['全额退钱给我。', '很抱歉。'])).toEqual([true, false])
    expect(recited(['给我。'])).toEqual([false])
  })

  it('is a run that is cut into short sentences', () => {
    expect(recited(['快递十天。', '了还没到。', '打了三次。', '客服都没。', '我们会跟进。'])).toEqual([
      true,
      true,
      true,
      true,
      false,
    ])
  })

  it('is not a sentence because its neighbour is', () => {
    expect(recited(['我们去问快递', '十天了还没到,打了三次客服都没人接'])).toEqual([false, true])
  })

  it('is none of our own words', () => {
    expect(createRecited([`${THEIRS}${OURS}`], OURS, { run: 10, whole: 6 })([OURS])).toEqual([false])
  })
})
