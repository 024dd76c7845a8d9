import { type Config, readConfig } from '../../config.ts'
import { createWordsStore } from '../../db/stores/words-store.ts'
import { isSuzhenError, suzhenError } from '../../domain/errors.ts'
import { createMonthlyWords, type MonthlyWordsResult } from '../../knowledge/monthly-words.ts'
import { openDatabase, requireCurrent } from '../parts.ts'
import { readKnowledgeRules, readPolicy } from '../policy-files.ts'
import { createProgress } from '../progress.ts'
import { renderMonthlyWords } from '../render-monthly-words.ts'

export interface WordsFlags {
  month?: string
  limit: string
  json?: boolean
}

/** Prints the words of a month (G2). A service that already holds the data folder is asked instead of opening it a second time; SUZHEN_API_KEY is sent along when set. */
export async function wordsCommand(env: NodeJS.ProcessEnv, flags: WordsFlags): Promise<number> {
  const { month = null } = flags
  const limit = Number(flags.limit)
  if (month !== null && !/^20\d{2}-(0[1-9]|1[0-2])$/.test(month))
    throw suzhenError('invalid_request', '--month 形如 2026-10 / --month is a month such as 2026-10')
  if (!Number.isInteger(limit) || limit < 1 || limit > 200)
    throw suzhenError('invalid_request', '--limit 为 1 到 200 的整数 / --limit is a whole number from 1 to 200')
  const config = readConfig(env)
  const found = await here(config, month, limit).catch((error: unknown) => {
    if (isSuzhenError(error) && error.code === 'storage_unavailable' && !config.databaseUrl)
      return ask(config, month, limit, env.SUZHEN_API_KEY, error)
    throw error
  })
  process.stdout.write(flags.json ? `${JSON.stringify(found, null, 2)}\n` : renderMonthlyWords(found))
  return 0
}

async function here(config: Config, month: string | null, limit: number): Promise<MonthlyWordsResult> {
  const [policy, rules] = await Promise.all([readPolicy(config.policies), readKnowledgeRules()])
  const database = await openDatabase(config)
  let bar: ReturnType<typeof createProgress> | undefined
  try {
    await requireCurrent(database)
    const words = createMonthlyWords({
      store: createWordsStore(database.db),
      rules: rules.words,
      calendar: policy.calendar,
      clock: { now: () => Date.now() },
    })
    return await words.of({ month, audience: null, limit }, (done, total) => {
      bar ??= createProgress('统计用词 counting words', total)
      bar.update(done)
    })
  } finally {
    bar?.stop()
    await database.close()
  }
}

async function ask(
  config: Config,
  month: string | null,
  limit: number,
  key: string | undefined,
  why: Error,
): Promise<MonthlyWordsResult> {
  const url = new URL(
    `http://${config.host.includes(':') ? `[${config.host}]` : config.host}:${config.port}/v1/knowledge/monthly-words`,
  )
  url.searchParams.set('limit', String(limit))
  if (month !== null) url.searchParams.set('month', month)
  const response = await fetch(url, { headers: key ? { authorization: `Bearer ${key}` } : {} }).catch(() => {
    throw why
  })
  const body: unknown = await response.json()
  if (!response.ok)
    throw suzhenError(
      'invalid_request',
      (body as { detail?: string }).detail ?? `the running service answered ${response.status}`,
    )
  return body as MonthlyWordsResult
}
