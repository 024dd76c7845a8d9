import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { afterAll, expect, it } from 'vitest'
import { DECISION_EXAMPLE, REQUEST_EXAMPLE_FULL } from '../../../http/routes/triage-example.ts'
import { compareRuns } from '../../../quality/compare.ts'
import type { Run } from '../../../quality/run.ts'
import { scoreRun } from '../../../quality/score.ts'
import { packagePath } from '../../paths.ts'
import { answerOf } from '../run/answer-of.ts'
import { baselinePath, readStored, withSharedTexts, writeBaseline } from './baseline.ts'
import { writeRun } from './run-file.ts'

const folder = mkdtempSync(join(tmpdir(), 'suzhen-baseline-'))
afterAll(() => rmSync(folder, { recursive: true }))

const text = `#维权# ${REQUEST_EXAMPLE_FULL.text}`
const run: Run = {
  meta: {
    kind: 'suzhen-eval-run',
    version: 1,
    startedAt: '2026-11-20T10:00:00Z',
    set: 'x.csv',
    setHash: 'h',
    cases: 2,
    engine: 'local',
    policyVersion: '1',
    policyHash: 'p',
    models: {},
    node: 'v20',
    commit: null,
  },
  rows: ['a', 'b'].map((id) => ({
    id,
    text: `${text}${id}`,
    labels: { severity: 2 },
    facets: { lang: 'zh' },
    answer: { ...answerOf(DECISION_EXAMPLE), explanation: ['why'] },
    error: null,
    latencyMs: 3,
  })),
}
const by = { who: '王敏', why: '首个', when: '2026-11-21T08:00:00.000Z' }
const report = scoreRun(run, { resamples: 0 })

it('keeps who, why, when and every judged field, and of the texts only hashes', async () => {
  const path = join(folder, 'deeper', 'b.jsonl.gz')
  await writeBaseline(path, run, report, by)
  const raw = gunzipSync(readFileSync(path)).toString()
  expect(raw).not.toContain(text.slice(0, 6))
  for (const e of DECISION_EXAMPLE.severity.evidence) expect(raw).not.toContain(e.quote)
  const { run: kept, blessing } = await readStored(path)
  expect(blessing).toMatchObject({ ...by, meta: run.meta })
  expect(kept.rows[0]!.text).toMatch(/^sha256:[0-9a-f]{16}$/)
  // Nothing that is scored has changed but the quotes, of which there are none to check.
  const again = scoreRun(kept, { resamples: 0 })
  expect({ ...again, quotes: null, measures: again.measures.filter((m) => m.id !== 'quotes.wrong') }).toEqual({
    ...report,
    quotes: null,
    measures: report.measures.filter((m) => m.id !== 'quotes.wrong'),
  })
})

it('can be compared with a run whose texts are the same, and not with one whose texts changed', async () => {
  const path = join(folder, 'c.jsonl.gz')
  await writeBaseline(path, run, report, by)
  const kept = (await readStored(path)).run
  const compare = (a: Run, b: Run) => compareRuns(...withSharedTexts(a, b), { resamples: 0 })
  expect(compare(kept, run).common).toBe(2)
  expect(compare(run, kept).common).toBe(2)
  expect(compare(kept, kept).common).toBe(2)
  const changed = { ...run, rows: run.rows.map((r) => ({ ...r, text: `${r.text}!` })) }
  expect(() => compare(kept, changed)).toThrow(/原文/)
  const other = join(folder, 'd.jsonl.gz')
  await writeBaseline(other, changed, report, by)
  expect(() => compare(kept, { ...changed, rows: changed.rows })).toThrow(/原文/)
})

it('says what is wrong with a file that is no run, or one that was not finished', async () => {
  const file = (content: string) => {
    const path = join(folder, 'e.jsonl')
    writeFileSync(path, content)
    return path
  }
  await expect(readStored(join(folder, 'none.jsonl'))).rejects.toThrow(/读不到/)
  await expect(readStored(file('{"a":1}\n'))).rejects.toThrow(/不是评测记录/)
  await expect(readStored(file('not json'))).rejects.toThrow(/不是评测记录/)
  const half = join(folder, 'half.jsonl')
  await writeRun(half, { meta: run.meta, rows: run.rows.slice(1) })
  await expect(readStored(half)).rejects.toThrow(/1\/2/)
})

it('lies with the package for our own sets, beside the file for others, or where it is said', () => {
  expect(baselinePath('test', undefined)).toBe(packagePath('eval/baselines/test.jsonl.gz'))
  expect(baselinePath('test', 'dev')).toBe(packagePath('eval/baselines/dev.jsonl.gz'))
  expect(baselinePath('a/b.csv', undefined)).toBe('a/b.csv.baseline.jsonl.gz')
  expect(baselinePath('test', 'x/y.gz')).toBe('x/y.gz')
})
