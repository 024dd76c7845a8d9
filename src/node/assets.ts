import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

const TYPES: Record<string, string> = {
  'swagger-ui.css': 'text/css; charset=utf-8',
  'swagger-ui-bundle.js': 'text/javascript; charset=utf-8',
}

/** The reference page's own files, from the package that ships them; null for any other name. */
export async function readAsset(name: string): Promise<{ body: Uint8Array; type: string } | null> {
  const type = TYPES[name]
  if (!type) return null
  const folder = dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'))
  return { body: await readFile(join(folder, name)), type }
}
