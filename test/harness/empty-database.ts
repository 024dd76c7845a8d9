import { createHash } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { PGlite } from '@electric-sql/pglite'
import { vector } from '@electric-sql/pglite-pgvector'
import { drizzle } from 'drizzle-orm/pglite'
import { migrate } from 'drizzle-orm/pglite/migrator'
import { packagePath } from '../../src/node/paths.ts'

const MIGRATIONS = packagePath('drizzle')
const FOLDER = packagePath('.cache/test')
const NAME = 'empty-database-'

/**
 * A PGlite in memory with the real migrations. To make one takes seconds, most of them the engine's own: it is made once
 * for each engine and set of migrations, kept beside the model, and read from there, which takes a fifth.
 */
export async function emptyDatabase(): Promise<PGlite> {
  const file = join(FOLDER, `${NAME}${fingerprint()}.tar`)
  const kept = read(file)
  if (kept) return PGlite.create({ extensions: { vector }, loadDataDir: kept })
  const client = await PGlite.create({ extensions: { vector } })
  await migrate(drizzle({ client }), { migrationsFolder: MIGRATIONS })
  await keep(file, client)
  return client
}

/** Of the engine, its extension and every migration. */
function fingerprint(): string {
  const hash = createHash('sha256')
  const { dependencies } = JSON.parse(readFileSync(packagePath('package.json'), 'utf8'))
  hash.update(dependencies['@electric-sql/pglite']).update(dependencies['@electric-sql/pglite-pgvector'])
  for (const name of readdirSync(MIGRATIONS).filter((n) => n.endsWith('.sql')))
    hash.update(name).update(readFileSync(join(MIGRATIONS, name)))
  return hash.digest('hex').slice(0, 12)
}

function read(file: string): Blob | null {
  try {
    return new Blob([readFileSync(file)])
  } catch {
    return null
  }
}

/** Whole or not at all, for other workers read it; those of before go. */
async function keep(file: string, client: PGlite): Promise<void> {
  mkdirSync(FOLDER, { recursive: true })
  const bytes = new Uint8Array(await (await client.dumpDataDir('none')).arrayBuffer())
  const old = readdirSync(FOLDER).filter((name) => name.startsWith(NAME) && name.endsWith('.tar'))
  for (const name of old) if (join(FOLDER, name) !== file) rmSync(join(FOLDER, name), { force: true })
  const part = `${file}.${process.pid}`
  writeFileSync(part, bytes)
  renameSync(part, file)
}
