import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { readConfig } from '../../config.ts'
import { suzhenError } from '../../domain/errors.ts'
import { lintSets } from '../eval/lint/lint-sets.ts'
import { renderLint } from '../eval/lint/render-lint.ts'
import { setPath } from '../eval/read/read-set.ts'
import { readPolicy } from '../policy-files.ts'

const OWN_SETS = ['train', 'dev', 'test', 'fresh']
const SHOWN = 20

/** Checks labelled sets: the three of the package when none is named. Exit code 2 when something is wrong. */
export async function lintCommand(
  env: NodeJS.ProcessEnv,
  named: readonly string[],
  flags: { coverage?: boolean; all?: boolean },
): Promise<number> {
  const sets = named.length ? named : OWN_SETS
  const policy = await readPolicy(readConfig(env).policies)
  const files = await Promise.all(
    sets.map(async (set) => {
      const { path } = setPath(set)
      const bytes = await readFile(path).catch(() => {
        throw suzhenError('invalid_request', `读不到标注集「${set}」/ the set «${set}» cannot be read`)
      })
      // A table would be wrong in every line; it is read, and its findings told, by another command.
      if (!/\.jsonl$/i.test(path))
        throw suzhenError(
          'invalid_request',
          `eval lint 只查本方案的 JSONL;自己的表格请用 npm run eval -- --set ${basename(path)} --strict,会逐行报出读不懂之处 / eval lint checks labelled JSONL of our own scheme; for a table use npm run eval -- --set ${basename(path)} --strict, which tells what cannot be read`,
        )
      return { name: basename(path), bytes }
    }),
  )
  const result = lintSets(
    files,
    policy.codes.map((c) => c.code),
    { coverage: flags.coverage ?? named.length === 0 },
  )
  process.stdout.write(renderLint(result, flags.all ? Number.POSITIVE_INFINITY : SHOWN))
  return result.findings.some((f) => !f.warning) ? 2 : 0
}
