import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readConfig } from '../../../src/config.ts'
import { openEngine } from '../../../src/node/eval/run/open-engine.ts'
import { openEmbedder } from '../../../src/node/parts.ts'
import { packagePath } from '../../../src/node/paths.ts'
import { readPolicy } from '../../../src/node/policy-files.ts'
import { train as trainHeads } from '../../../src/node/train.ts'
import type { Contender } from '../contender.ts'

/**
 * The local engine as the eval suite asks it: the whole triage with the heads that ship. Training them again, both sets
 * and every head at once, gives the time it takes and says whether what ships was trained on this very train split.
 */
export async function openSuzhen(retrain: boolean): Promise<Contender> {
  const config = readConfig({ MODEL_CACHE: packagePath('.cache/models'), ...process.env, POLICY: 'default' })
  const policy = await readPolicy(config.policies)
  const engine = await openEngine(config, policy, 'local')
  if (engine.degraded) throw new Error(`no embedding model: ${engine.degraded}`)
  return {
    async train(target) {
      if (target === 'level') return null
      return retrain ? await trainAgain() : `heads ${engine.models.heads} as shipped, not trained again`
    },
    async judge(text) {
      const decision = await engine.ask({ id: '', text, labels: {}, facets: {} })
      const primary = decision.types.find((t) => t.role === 'primary')
      return { code: primary?.code ?? null, level: String(decision.severity.level) }
    },
    close: engine.close,
  }

  async function trainAgain(): Promise<string> {
    const [folder, embedder] = await Promise.all([mkdtemp(join(tmpdir(), 'suzhen-bench-')), openEmbedder(config)])
    try {
      if (!embedder.embedder) throw new Error(`no embedding model: ${embedder.reason}`)
      const { version, examples } = await trainHeads(policy, embedder.embedder, {
        set: 'train',
        calibrateOn: 'dev',
        folder,
      })
      const shipped = engine.models.heads
      return version === shipped
        ? `heads ${shipped} as shipped; trained again on the ${examples} cases of train they are the same to the byte`
        : `heads ${shipped} as shipped are NOT what the ${examples} cases of train and today's code give (${version}): run «npm run train» first`
    } finally {
      await Promise.all([embedder.close(), rm(folder, { recursive: true, force: true })])
    }
  }
}
