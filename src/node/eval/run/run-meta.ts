import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import type { EvalCase, RunMeta } from '../../../quality/run.ts'
import { packagePath } from '../../paths.ts'
import { setHash } from './case-hash.ts'
import type { Engine } from './open-engine.ts'

/** What is asked of what, now. */
export async function metaOf(set: string, cases: readonly EvalCase[], engine: Engine): Promise<RunMeta> {
  return {
    kind: 'suzhen-eval-run',
    version: 1,
    startedAt: new Date().toISOString(),
    set,
    setHash: setHash(cases),
    cases: cases.length,
    engine: engine.name,
    policyVersion: engine.policy.version,
    policyHash: engine.policy.hash,
    models: engine.models,
    node: process.version,
    commit: await commit(),
  }
}

/** The checked-out commit of the package, `-dirty` where tracked files differ from it; null where it is no checkout. */
async function commit(): Promise<string | null> {
  const git = async (...args: string[]) =>
    (await promisify(execFile)('git', ['-C', packagePath('.'), ...args])).stdout.trim()
  try {
    const head = await git('rev-parse', 'HEAD')
    const changed = await git('status', '--porcelain', '--untracked-files=no')
    return head && (changed ? `${head}-dirty` : head)
  } catch {
    return null
  }
}
