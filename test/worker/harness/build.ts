import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const ROOT = fileURLToPath(new URL('../../../', import.meta.url))

/** Without network, and telling nobody. */
export const QUIET_WRANGLER = {
  WRANGLER_SEND_METRICS: 'false',
  WRANGLER_LOG: 'error',
  CLOUDFLARE_CF_FETCH_ENABLED: 'false',
  CI: 'true',
}

export interface BuiltWorker {
  /** The folder of the bundle: main.js and the texts it imports. */
  dir: string
  /** The files that were put into the bundle, from the root of the package. */
  inputs: string[]
}

/** What would be deployed, made by `wrangler deploy --dry-run`. Throws with wrangler's own words. */
export async function buildWorker(into: string): Promise<BuiltWorker> {
  const dir = join(into, 'bundle')
  const metafile = join(into, 'meta.json')
  const wrangler = join(ROOT, 'node_modules/wrangler/bin/wrangler.js')
  await new Promise<void>((resolve, reject) => {
    const args = [wrangler, 'deploy', '--dry-run', '--outdir', dir, '--metafile', metafile]
    const env = { ...process.env, ...QUIET_WRANGLER }
    execFile(process.execPath, args, { cwd: ROOT, env, timeout: 60_000 }, (error, stdout, stderr) => {
      if (error) reject(new Error(`wrangler deploy --dry-run: ${error.message}\n${stdout}\n${stderr}`))
      else resolve()
    })
  })
  const { inputs } = JSON.parse(await readFile(metafile, 'utf8')) as { inputs: Record<string, unknown> }
  return { dir, inputs: Object.keys(inputs) }
}
