import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { cloudflareTest } from '@cloudflare/vitest-pool-workers'
import type { TestProjectInlineConfiguration } from 'vitest/config'
import { unstable_getMiniflareWorkerOptions } from 'wrangler'
import { QUIET_WRANGLER } from './build.ts'
import { HASH_SECRET, SHADOW_MODEL, type WorkerHome } from './home.ts'

/** A port that nobody listens on. */
const NOWHERE = 'postgres://nobody:nothing@127.0.0.1:1/nowhere'

/**
 * The tests under workerd. They call the bundle that would be deployed, in isolates of its own beside theirs: what is
 * tested is minified, has the flags of wrangler.toml and no test runner in it.
 */
export const workerProject: TestProjectInlineConfiguration = {
  plugins: [
    cloudflareTest(({ inject }) => {
      const home = inject('workerHome')
      return {
        remoteBindings: false,
        miniflare: {
          compatibilityDate: '2026-02-01',
          compatibilityFlags: ['nodejs_compat'],
          bindings: { HOME: { ...home } },
          serviceBindings: { SUZHEN: 'suzhen', ASKING: 'asking', SHADOWING: 'shadowing', AWAY: 'away', UNSET: 'unset' },
          workers: workersOf(home),
        },
      }
    }),
  ],
  test: {
    name: 'worker',
    include: ['test/worker/inside/*.test.ts'],
    globalSetup: ['test/worker/harness/global-setup.ts'],
    // One runtime for all: nothing is shared but the Workers beside, and each of these takes a second to its first answer.
    isolate: false,
    maxWorkers: 1,
    // After the others: their time is not ours.
    sequence: { groupOrder: 1 },
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
}

function workersOf({ bundle, database, upstream }: WorkerHome) {
  Object.assign(process.env, QUIET_WRANGLER)
  process.env.CLOUDFLARE_HYPERDRIVE_LOCAL_CONNECTION_STRING_HYPERDRIVE ??= NOWHERE
  const { workerOptions } = unstable_getMiniflareWorkerOptions(
    fileURLToPath(new URL('../../../wrangler.toml', import.meta.url)),
  )
  const texts = readdirSync(bundle).filter((name) => /\.(?:yaml|md|jsonl)$/.test(name) && name !== 'README.md')
  const worker = (name: string, url: string, bindings: Record<string, string>) => ({
    ...workerOptions,
    name,
    modulesRoot: bundle,
    modules: [
      { type: 'ESModule' as const, path: join(bundle, 'main.js') },
      ...texts.map((text) => ({ type: 'Text' as const, path: join(bundle, text) })),
    ],
    // One goes through the local Hyperdrive; it closes one server a binding's name, and does not outlive a database that
    // is away. The others are handed what the binding would hold.
    hyperdrives: name === 'suzhen' && url !== NOWHERE ? { HYPERDRIVE: url } : {},
    bindings: {
      ...workerOptions.bindings,
      LOG_LEVEL: 'silent',
      ...(name === 'suzhen' && url !== NOWHERE ? {} : { HYPERDRIVE: { connectionString: url } }),
      ...bindings,
    },
  })
  return [
    worker('suzhen', database ?? NOWHERE, { HASH_SECRET }),
    worker('asking', database ?? NOWHERE, {
      HASH_SECRET,
      OPENAI_API_KEY: 'sk-test',
      OPENAI_BASE_URL: upstream,
      LLM_BUDGET_MS: '15000',
      EMBEDDING_MODEL: 'text-embedding-3-small',
    }),
    worker('shadowing', database ?? NOWHERE, {
      HASH_SECRET,
      OPENAI_API_KEY: 'sk-test',
      OPENAI_BASE_URL: upstream,
      LLM_BUDGET_MS: '15000',
      LLM_SHADOW_MODEL: SHADOW_MODEL,
      LLM_SHADOW_SHARE: '1',
    }),
    worker('away', NOWHERE, { HASH_SECRET }),
    worker('unset', NOWHERE, {}),
  ]
}
