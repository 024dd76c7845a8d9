import { expect, it } from 'vitest'
import { VALUES } from '../../names.ts'
import { createWording } from './wording.ts'

const wording = createWording(VALUES, { 'TD-06': { zh: '退款延迟', en: 'refund late' } })

it('puts ids into words of both tongues', () => {
  expect(wording('code', 'TD-06 (SP-14)')).toEqual({ zh: 'TD-06 退款延迟 (SP-14)', en: 'TD-06 refund late (SP-14)' })
  expect(wording('threats', 'media/done social/done+threatened')).toEqual({
    zh: '媒体/已做 社交平台/已做+扬言',
    en: 'media/done social/done+threatened',
  })
  expect(wording('repeat', 'true')).toEqual({ zh: '是', en: 'yes' })
  expect(wording('level', '2')).toEqual({ zh: '2', en: '2' })
  expect(wording('nature', 'error: internal').zh).toBe('error: internal')
  expect(wording('code', 'constructor').zh).toBe('constructor')
})
