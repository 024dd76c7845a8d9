import { appendFileSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { suzhenError } from '../../../domain/errors.ts'
import { DECISION_EXAMPLE } from '../../../http/routes/triage-example.ts'
import type { EvalCase, RunMeta } from '../../../quality/run.ts'
import { readStored } from '../stored/baseline.ts'
import { setHash } from './case-hash.ts'
import { runSet } from './run-set.ts'

const folder = mkdtempSync(join(tmpdir(), 'suzhen-run-'))
afterAll(() => rmSync(folder, { recursive: true }))
let runs = 0
const place = () => {
  const base = join(folder, String(runs++))
  return { journal: `${base}.journal`, result: `${base}.jsonl` }
}

const cases: EvalCase[] = Array.from({ length: 90 }, (_, i) => ({
  id: `c${i}`,
  text: `第 ${i} 条`,
  labels: { severity: 3 as const },
  facets: {},
}))
const meta: RunMeta = {
  kind: 'suzhen-eval-run',
  version: 1,
  startedAt: '2026-11-20T10:00:00Z',
  set: 'x.csv',
  setHash: setHash(cases),
  cases: cases.length,
  engine: 'local',
  policyVersion: '2026.11.1',
  policyHash: 'p',
  models: { heads: 'h' },
  node: 'v20',
  commit: null,
}
const silent = { start() {}, done() {}, stop() {} }
const ids = (journal: string) =>
  readFileSync(journal, 'utf8')
    .trimEnd()
    .split('\n')
    .slice(1)
    .map((line) => (JSON.parse(line) as { id: string }).id)

/** An engine that answers in random order, and stops the run after so many. */
function engineOf(stopAfter = Number.POSITIVE_INFINITY) {
  const asked: string[] = []
  const stop = new AbortController()
  return {
    asked,
    signal: stop.signal,
    async ask(one: EvalCase) {
      asked.push(one.id)
      await new Promise((r) => setTimeout(r, (asked.length * 7) % 5))
      if (asked.length >= stopAfter) stop.abort()
      if (one.id === 'c13') throw suzhenError('invalid_request', 'not this one')
      if (one.id === 'c14') throw new TypeError(`inside: ${one.text}`)
      return { ...DECISION_EXAMPLE, id: `tri_${Math.random()}` }
    },
  }
}
const go = (at: { journal: string; result: string }, engine: ReturnType<typeof engineOf>, extra: object = {}) =>
  runSet({
    cases,
    meta,
    engine,
    ...at,
    concurrency: 7,
    resume: false,
    progress: silent,
    signal: engine.signal,
    ...extra,
  })

it('answers in the set’s order whatever the order of the answers, and leaves no journal behind', async () => {
  const at = place()
  const run = await go(at, engineOf())
  expect(run.rows.map((r) => r.id)).toEqual(cases.map((c) => c.id))
  expect(existsSync(at.journal)).toBe(false)
  expect((await readStored(at.result)).run).toEqual(run)
})

it('counts an error as a row with its code, and never keeps the message of one nobody knows', async () => {
  const at = place()
  const run = await go(at, engineOf())
  expect(run.rows.filter((r) => r.error).map((r) => [r.id, r.error, r.answer])).toEqual([
    ['c13', 'invalid_request', null],
    ['c14', 'internal', null],
  ])
  expect(readFileSync(at.result, 'utf8')).not.toContain('inside')
})

it('stops when asked to, keeps what was answered, and goes on from there without asking twice', async () => {
  const at = place()
  const first = engineOf(40)
  await expect(go(at, first)).rejects.toThrow(/--resume/)
  expect(ids(at.journal).sort()).toEqual(first.asked.sort())
  const second = engineOf()
  const run = await go(at, second, { resume: true, meta: { ...meta, startedAt: '2026-11-21T10:00:00Z' } })
  expect(run.meta.startedAt).toBe(meta.startedAt)
  expect(run.rows.map((r) => r.id)).toEqual(cases.map((c) => c.id))
  expect([...first.asked, ...second.asked].sort()).toEqual(cases.map((c) => c.id).sort())
})

it('cuts a torn last line and asks that case again', async () => {
  const at = place()
  await expect(go(at, engineOf(30))).rejects.toThrow()
  const kept = ids(at.journal)
  appendFileSync(at.journal, '{"id":"c88","text":"第 88')
  const second = engineOf()
  const run = await go(at, second, { resume: true })
  expect(second.asked).toHaveLength(cases.length - kept.length)
  expect(run.rows.find((r) => r.id === 'c88')!.answer).not.toBeNull()
})

it('has nothing to ask when the run was finished before', async () => {
  const at = place()
  const run = await go(at, engineOf())
  const again = engineOf()
  expect(await go(at, again, { resume: true })).toEqual(run)
  expect(again.asked).toEqual([])
})

it.each([
  ['set', { set: 'y.csv' }],
  ['cases', { setHash: 'other' }],
  ['engine', { engine: 'auto' }],
  ['policy', { policyHash: 'q' }],
  ['heads', { models: { heads: 'i' } }],
  ['commit', { commit: 'abc' }],
])('refuses to go on when the %s is another', async (word, change) => {
  const at = place()
  await expect(go(at, engineOf(20))).rejects.toThrow()
  const before = readFileSync(at.journal)
  const second = engineOf()
  await expect(go(at, second, { resume: true, meta: { ...meta, ...change } })).rejects.toThrow(word)
  expect(second.asked).toEqual([])
  expect(readFileSync(at.journal)).toEqual(before)
})

it('refuses a journal that is damaged in the middle, or holds a case twice', async () => {
  const at = place()
  await expect(go(at, engineOf(30))).rejects.toThrow()
  const lines = readFileSync(at.journal, 'utf8').split('\n')
  writeFileSync(at.journal, lines.with(3, '{"id":').join('\n'))
  await expect(go(at, engineOf(), { resume: true })).rejects.toThrow(/line 4/)
  writeFileSync(at.journal, lines.with(3, lines[2]!).join('\n'))
  await expect(go(at, engineOf(), { resume: true })).rejects.toThrow(/line 4/)
})
