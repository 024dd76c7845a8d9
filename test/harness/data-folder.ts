import { createHash } from 'node:crypto'
import { cpSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { packagePath } from '../../src/node/paths.ts'
import { kept } from './kept.ts'
import { startServer } from './process.ts'

/**
 * Makes `folder` a data folder on which the service has been started once: an engine, migrations, the seeds and their
 * vectors. The first start takes half a minute on a busy machine; it is done once for one state of what it reads, and
 * copied from then on. For tests of what comes after it; the first start has tests of its own.
 */
export async function startedBefore(folder: string): Promise<void> {
  const first = await kept('data-folder', fingerprint(), async (path) => {
    await (await startServer({ DATA_DIR: path })).end('SIGTERM')
  })
  cpSync(first, folder, { recursive: true })
}

/** Of all that a first start reads. */
function fingerprint(): string {
  const hash = createHash('sha256').update(readFileSync(packagePath('package.json')))
  for (const folder of ['src', 'policy', 'drizzle', 'fixtures'].map(packagePath))
    for (const entry of readdirSync(folder, { withFileTypes: true, recursive: true }))
      if (entry.isFile() && !entry.name.endsWith('.test.ts'))
        hash.update(entry.name).update(readFileSync(join(entry.parentPath, entry.name)))
  return hash.digest('hex').slice(0, 12)
}
