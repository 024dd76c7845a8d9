import { suzhenError } from '../../../domain/errors.ts'
import type { RunMeta } from '../../../quality/run.ts'

/** Throws when a journal is of another set, policy, engine or model than the run that would go on with it. */
export function refuseOther(journal: RunMeta, now: RunMeta): void {
  const differs: string[] = []
  const compare = (zh: string, en: string, a: unknown, b: unknown) => {
    if (a !== b) differs.push(`${zh} / ${en}: ${a} -> ${b}`)
  }
  compare('标注集', 'set', journal.set, now.set)
  if (journal.setHash !== now.setHash)
    differs.push(`用例、标注或筛选条件 / cases, labels or filters (${journal.cases} -> ${now.cases})`)
  compare('引擎', 'engine', journal.engine, now.engine)
  if (journal.policyHash !== now.policyHash)
    differs.push(`策略 / policy: ${journal.policyVersion} -> ${now.policyVersion}`)
  for (const key of new Set([...Object.keys(journal.models), ...Object.keys(now.models)]))
    compare('模型', key, journal.models[key], now.models[key])
  compare('代码版本', 'commit', journal.commit, now.commit)
  if (differs.length === 0) return
  throw suzhenError(
    'invalid_request',
    `未完成的运行与这次不同,不能续跑;不加 --resume 重新运行,或换一个 --out / the interrupted run differs from this one and cannot be resumed; run without --resume, or with another --out:\n  ${differs.join('\n  ')}`,
  )
}
