import { createHash } from 'node:crypto'
import { expect, it } from 'vitest'
import { sha256Base64 } from './sha256.ts'

const reference = (text: string) => createHash('sha256').update(text).digest('base64')

it('agrees with the platform at every length round a block, on long texts and on any script', () => {
  const texts = Array.from({ length: 140 }, (_, n) => 'a'.repeat(n))
  for (const text of [...texts, '投诉'.repeat(5_000), '😀é\u0000\ud800', 'x'.repeat(200_003)])
    expect(sha256Base64(text)).toBe(reference(text))
})
