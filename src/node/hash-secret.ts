import { randomBytes } from 'node:crypto'
import { existsSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { suzhenError } from '../domain/errors.ts'

/** Fewest characters of a secret, as for the setting. */
const LEAST = 16

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
  const secret = readFileSync(file, 'utf8').trim()
  if (secret.length < LEAST) {
    throw suzhenError(
      'invalid_request',
      `The file hash-secret in the data folder holds fewer than ${LEAST} characters; restore it, or remove it to begin anew (earlier customers are then not known again) / 数据目录中的 hash-secret 内容不足 ${LEAST} 个字符,请恢复该文件;删除后会重新生成,但无法再识别此前的客户`,
    )
  }
  return secret
}
