import { expect, test } from 'vitest'
import { fieldsOf } from './fields.ts'
import { answer, level, row, type } from './test-rows.ts'

const field = (r: Parameters<typeof fieldsOf>[0], name: string) => fieldsOf(r).find((f) => f.field === name)

test('judges labelled fields only, with how far off', () => {
  const r = row(
    'a',
    { severity: 1, primary: 'PQ-01', also_ok: ['PQ-02'] },
    answer({ ...level(3), types: [type('PQ-05')] }),
  )
  expect(fieldsOf(r).map((f) => f.field)).toEqual(['level', 'code'])
  expect(field(r, 'level')).toEqual({ field: 'level', right: false, distance: 2, labelled: '1', answered: '3' })
  expect(field(r, 'code')).toMatchObject({ right: false, distance: 1, labelled: 'PQ-01 (PQ-02)', answered: 'PQ-05' })
})

test('an error is farther off than any answer', () => {
  const r = row('a', { severity: 1, demands: [], threats: [] }, null)
  expect(fieldsOf(r).map((f) => [f.field, f.right, f.answered])).toEqual([
    ['level', false, 'error: internal'],
    ['threats', false, 'error: internal'],
    ['media', false, 'error: internal'],
    ['external', false, 'error: internal'],
    ['demands', false, 'error: internal'],
  ])
  expect(fieldsOf(r).every((f) => f.distance > 10)).toBe(true)
})

test('threats with their stances', () => {
  const said = answer({ threats: [{ channel: 'social', stance: 'done', evidence: [] }] })
  const r = row('a', { threats: [{ channel: 'social', stance: 'threatened' }] }, said)
  expect(field(r, 'threats')).toMatchObject({ labelled: 'social/threatened', answered: 'social/done', distance: 2 })
})
