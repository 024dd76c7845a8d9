/** What wrangler.toml binds: a database behind Hyperdrive, the folder of trained heads, and settings as strings. */
export interface Env {
  HYPERDRIVE: { connectionString: string }
  ASSETS: { fetch(request: Request | string): Promise<Response> }
  [setting: string]: unknown
}

/** The part of the runtime's context that we use. */
export interface Context {
  waitUntil(work: Promise<unknown>): void
}

/** The settings alone, by the names that `readConfig` knows. */
export const settingsOf = (env: Env): Record<string, string | undefined> =>
  Object.fromEntries(Object.entries(env).filter((e): e is [string, string] => typeof e[1] === 'string'))
