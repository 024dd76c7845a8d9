import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import pc from 'picocolors'
import { readConfig } from '../../config.ts'
import { createShadowStore } from '../../db/stores/shadow-store.ts'
import type { ShadowPair, ShadowStore } from '../../ports/shadow-store.ts'
import { renderTerminalShadows } from '../../quality/report/terminal.ts'
import { compareShadows } from '../../quality/shadow.ts'
import { openDatabase, requireCurrent } from '../parts.ts'
import { readPolicy } from '../policy-files.ts'
import { instantOf, writeWhole } from './eval-export-feedback.ts'

const PAGE = 500

/** Prints how shadows judged beside the answers that were given, by model and prompt; with `json` as JSON, with `out` as `shadow.json` in that folder. */
export async function compareShadowsCommand(
  env: NodeJS.ProcessEnv,
  flags: { since?: string; model?: string; out?: string; json?: boolean; lang: 'zh' | 'en' },
): Promise<number> {
  const config = readConfig(env)
  const { calendar } = await readPolicy(config.policies)
  const since = flags.since === undefined ? null : instantOf(flags.since, calendar.timezone)
  const database = await openDatabase(config)
  let pairs: ShadowPair[]
  try {
    await requireCurrent(database)
    pairs = await allPairs(createShadowStore(database.db), since, flags.model ?? null)
  } finally {
    await database.close()
  }
  const report = compareShadows(pairs)
  const json = `${JSON.stringify(report, null, 2)}\n`
  if (flags.out) {
    await mkdir(flags.out, { recursive: true })
    await writeWhole(join(flags.out, 'shadow.json'), json)
  }
  if (flags.json) process.stdout.write(json)
  else if (pairs.length > 0)
    process.stdout.write(renderTerminalShadows(report, { lang: flags.lang, colour: pc.isColorSupported }))
  if (pairs.length === 0)
    process.stderr.write(
      '没有影子记录;设置 LLM_SHADOW_MODEL 或 LLM_SHADOW_PROMPTS 与 LLM_SHADOW_SHARE 后才有 · there are no shadows; they come with LLM_SHADOW_MODEL or LLM_SHADOW_PROMPTS, and LLM_SHADOW_SHARE\n',
    )
  return 0
}

async function allPairs(store: ShadowStore, since: number | null, model: string | null): Promise<ShadowPair[]> {
  const all: ShadowPair[] = []
  for (;;) {
    const page = await store.pairs({ since, model, after: all.at(-1) ?? null, limit: PAGE })
    all.push(...page)
    if (page.length < PAGE) return all
  }
}
