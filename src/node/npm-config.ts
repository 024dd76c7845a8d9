import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'

/**
 * What the user's npm is configured to do (registry, proxy, certificates), as options for pacote, which reads no
 * `.npmrc` by itself. npm is asked, because only npm knows the order of its six places; it costs 0.3 s, once, and only
 * when something must be fetched. `npm config list` leaves credentials out, so a registry behind a login is not served.
 */
export async function readNpmConfig(env: NodeJS.ProcessEnv = process.env): Promise<Record<string, unknown>> {
  const said = await askNpm(env).catch(() => ({}) as Record<string, unknown>)
  const text = (key: string) => (typeof said[key] === 'string' && said[key] !== '' ? said[key] : undefined)
  const cafile = text('cafile')
  const cache = text('cache')
  const options = {
    registry: text('registry') ?? env.npm_config_registry,
    proxy: text('proxy'),
    httpsProxy: text('https-proxy'),
    noProxy: Array.isArray(said.noproxy) ? said.noproxy.filter(Boolean).join(',') : text('noproxy'),
    strictSSL: typeof said['strict-ssl'] === 'boolean' ? said['strict-ssl'] : undefined,
    ca: cafile === undefined ? (said.ca ?? undefined) : await readFile(cafile, 'utf8').catch(() => undefined),
    cache: cache === undefined ? undefined : join(cache, '_cacache'),
    ...Object.fromEntries(Object.entries(said).filter(([key]) => /^@[^:]+:registry$/.test(key))),
  }
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined && value !== ''))
}

async function askNpm(env: NodeJS.ProcessEnv): Promise<Record<string, unknown>> {
  const args = ['config', 'list', '--json']
  // Under `npm start` npm says where it is; that also spares Windows its npm.cmd, which only a shell can run.
  const own = env.npm_execpath?.endsWith('npm-cli.js') ? env.npm_execpath : null
  const [command, given] = own === null ? ['npm', args] : [process.execPath, [own, ...args]]
  const shell = own === null && process.platform === 'win32'
  const { stdout } = await promisify(execFile)(command, given, { env, shell, timeout: 10_000, maxBuffer: 4 << 20 })
  return JSON.parse(stdout) as Record<string, unknown>
}
