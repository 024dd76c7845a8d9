import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { packagePath } from '../../src/node/paths.ts'

const FOLDER = packagePath('.cache/test')

/**
 * Where something that takes long to make is kept from one run to the next, beside the model: a file or folder by its name
 * and by the fingerprint of all that it is made of. `make` makes it at the path that it is given, where it is not there
 * yet; it is there whole or not at all, for other workers read it too. Those of other fingerprints go.
 */
export async function kept(
  name: string,
  fingerprint: string,
  make: (path: string) => void | Promise<void>,
): Promise<string> {
  const path = join(FOLDER, `${name}-${fingerprint}`)
  if (existsSync(path)) return path
  mkdirSync(FOLDER, { recursive: true })
  const part = `${path}.${process.pid}`
  await make(part)
  const old = readdirSync(FOLDER).filter((n) => n.startsWith(`${name}-`) && !n.includes('.'))
  for (const n of old) if (join(FOLDER, n) !== path) rmSync(join(FOLDER, n), { recursive: true, force: true })
  try {
    renameSync(part, path)
  } catch {
    // Another worker was there first.
    rmSync(part, { recursive: true, force: true })
  }
  return path
}
