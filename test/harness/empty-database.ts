import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { PGlite } from '@electric-sql/pglite'
import { vector } from '@electric-sql/pglite-pgvector'
import { drizzle } from 'drizzle-orm/pglite'
import { migrate } from 'drizzle-orm/pglite/migrator'
import { packagePath } from '../../src/node/paths.ts'
import { wholeFloats } from '../../src/node/whole-floats.ts'
import { kept } from './kept.ts'

const MIGRATIONS = packagePath('drizzle')
const extensions = { vector }

/**
 * A PGlite in memory with the real migrations, and vectors as the embedded database has them. To make one takes seconds, most of them the engine's own: it is made once
 * for each engine and set of migrations, and read from there, which takes a fifth.
 */
export async function emptyDatabase(): Promise<PGlite> {
  const file = await kept('empty-database', fingerprint(), async (path) => {
    const client = await PGlite.create({ extensions })
    await migrate(drizzle({ client }), { migrationsFolder: MIGRATIONS })
    await wholeFloats(client)
    writeFileSync(path, new Uint8Array(await (await client.dumpDataDir('none')).arrayBuffer()))
    await client.close()
  })
  return PGlite.create({ extensions, loadDataDir: new Blob([readFileSync(file)]) })
}

/** Of the engine, its extension, every migration and what is done after them. */
function fingerprint(): string {
  const { dependencies } = JSON.parse(readFileSync(packagePath('package.json'), 'utf8'))
  const hash = createHash('sha256')
  hash.update(dependencies['@electric-sql/pglite']).update(dependencies['@electric-sql/pglite-pgvector'])
  hash.update(String(wholeFloats))
  for (const name of readdirSync(MIGRATIONS).filter((n) => n.endsWith('.sql')))
    hash.update(name).update(readFileSync(join(MIGRATIONS, name)))
  return hash.digest('hex').slice(0, 12)
}
