import { createHmac } from 'node:crypto'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createPseudonyms } from '../wiring/pseudonyms.ts'
import { readSecret } from './hash-secret.ts'

describe('createPseudonyms (design, Data: known by a keyed hash)', () => {
  const p = createPseudonyms('a secret of ours')

  it('is stable for one value, one kind and one secret, and differs with each', () => {
    const phone = p.of('phone', '13812345678')
    expect(p.of('phone', '13812345678')).toBe(phone)
    expect(createPseudonyms('a secret of ours').of('phone', '13812345678')).toBe(phone)
    expect(new Set([phone, p.of('customer', '13812345678'), p.of('phone', '13812345679')]).size).toBe(3)
    expect(createPseudonyms('another secret..').of('phone', '13812345678')).not.toBe(phone)
  })

  it('is HMAC-SHA-256 over kind, NUL and value: 64 hex digits that hold nothing of the value', () => {
    expect(p.of('order', 'O-1')).toBe(createHmac('sha256', 'a secret of ours').update('order\0O-1').digest('hex'))
    expect(p.of('phone', '13812345678')).toMatch(/^[0-9a-f]{64}$/)
  })
})

describe('readSecret', () => {
  let dir: string
  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'suzhen-secret-'))
  })
  afterEach(() => rmSync(dir, { recursive: true, force: true }))

  it('takes the setting, and then makes no file', () => {
    expect(readSecret('from the settings', dir)).toBe('from the settings')
    expect(readdirSync(dir)).toEqual([])
  })

  it('makes one once, for its owner alone, and no draft is left', () => {
    const home = join(dir, 'deep', 'data')
    const secret = readSecret(null, home)
    expect(secret).toMatch(/^[0-9a-f]{64}$/)
    expect(readSecret(null, home)).toBe(secret)
    expect(readdirSync(home)).toEqual(['hash-secret'])
    if (process.platform !== 'win32') expect(statSync(join(home, 'hash-secret')).mode & 0o777).toBe(0o600)
    expect(readSecret(null, join(dir, 'elsewhere'))).not.toBe(secret)
  })

  it('keeps one that is there', () => {
    writeFileSync(join(dir, 'hash-secret'), 'kept from the old machine\n')
    expect(readSecret(null, dir)).toBe('kept from the old machine')
    expect(existsSync(join(dir, 'hash-secret'))).toBe(true)
  })

  it('refuses a blank or cut-off one, for its hashes would be no secret, and does not print it', () => {
    for (const text of ['', ' \n', 'short']) {
      writeFileSync(join(dir, 'hash-secret'), text)
      expect(() => readSecret(null, dir)).toThrow(/fewer than 16 characters/)
      expect(() => readSecret(null, dir)).not.toThrow(/short/)
      expect(readFileSync(join(dir, 'hash-secret'), 'utf8')).toBe(text)
    }
  })
})
