import { describe, expect, it } from 'vitest'
import { createCueReader } from './cues.ts'

const read = createCueReader([
  { code: 'SP-07', words: ['太慢', '物流太慢', 'late'] },
  { code: 'SP-02', words: ['太慢'] },
  { code: 'PQ-01', words: ['Broken'] },
])

describe('cue words', () => {
  it('are found wherever they stand, for every code that names them', () => {
    const found = read('回复太慢 物流太慢').map(({ id, start, end }) => [id, start, end])
    expect(found).toEqual([
      ['SP-07', 2, 4],
      ['SP-02', 2, 4],
      ['SP-07', 5, 9],
      ['SP-07', 7, 9],
      ['SP-02', 7, 9],
    ])
  })

  it('Latin words keep to word boundaries, whatever their case', () => {
    expect(read('arrived LATE').map((c) => c.id)).toEqual(['SP-07'])
    expect(read('the plate is fine, unbroken')).toEqual([])
    expect(read('broken')).toEqual([{ id: 'PQ-01', word: 'broken', start: 0, end: 6 }])
  })

  it('keep their offsets where lower case would change a length', () => {
    const text = 'İİ 太慢'
    for (const c of read(text)) expect(text.slice(c.start, c.end)).toBe('太慢')
  })
})
