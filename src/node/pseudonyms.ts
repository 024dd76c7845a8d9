import { createHmac, randomBytes } from 'node:crypto'
import { existsSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Pseudonyms } from '../ports/pseudonyms.ts'

/** HMAC-SHA-256 by one secret; the kind is part of what is hashed. */
export const createPseudonyms = (secret: string): Pseudonyms => ({
  of: (kind, value) => createHmac('sha256', secret).update(`${kind}\u0000${value}`).digest('hex'),
})

/** The secret of this installation: from the setting, else a file in the data folder, made once and readable by its owner alone. */
export function readSecret(setting: string | null, dataDir: string): string {
  if (setting) return setting
  const file = join(dataDir, 'hash-secret')
  if (!existsSync(file)) {
    mkdirSync(dataDir, { recursive: true })
    // Written whole under another name and linked: of two processes starting at once one wins, and neither reads half a secret.
    const draft = `${file}.${process.pid}`
    writeFileSync(draft, randomBytes(32).toString('hex'), { mode: 0o600 })
    try {
      linkSync(draft, file)
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    } finally {
      rmSync(draft, { force: true })
    }
  }
  return readFileSync(file, 'utf8').trim()
}
