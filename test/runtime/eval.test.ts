import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { afterAll, expect, it, vi } from 'vitest'
import { run as runHere } from '../../src/node/cli.ts'
import { packagePath } from '../../src/node/paths.ts'
import type { RunRow } from '../../src/quality/run.ts'
import { runCli } from '../harness/process.ts'

const folder = mkdtempSync(join(tmpdir(), 'suzhen-eval-'))
afterAll(() => rmSync(folder, { recursive: true }))
const at = (name: string) => join(folder, name)
const fileOf = (name: string, text: string) => {
  writeFileSync(at(name), text)
  return at(name)
}
const env = { DATA_DIR: at('data') }
const run = (...args: string[]) => runCli(['eval', ...args], env)

const shop = [
  '--set',
  packagePath('fixtures/eval-samples/shop-gb18030.csv'),
  '--map-file',
  packagePath('fixtures/eval-samples/shop.map.yaml'),
]
const lenient = fileOf(
  'lenient.yaml',
  'version: 1\nbounds: { error.rate: { max_value: 0 } }\npaired: { alpha: 0.04, rules: { level.under_triage: { weight: 1 } } }\n',
)
const harsh = fileOf(
  'harsh.yaml',
  'version: 1\nbounds: { code.accepted: { min_lower: 0.99 } }\npaired: { alpha: 0.04, rules: {} }\n',
)

const rowsOf = (path: string): RunRow[] =>
  readFileSync(path, 'utf8')
    .trimEnd()
    .split('\n')
    .slice(1)
    .map((line) => JSON.parse(line) as RunRow)
const withoutTime = (rows: RunRow[]) => rows.map((r) => ({ ...r, latencyMs: 0 }))

it('judges an analyst’s CSV, writes the reports, and opens no data folder', async () => {
  const out = at('shop')
  const ran = await run(...shop, '--out', out, '--gate', '--thresholds', lenient)
  expect(ran.stderr).toContain('读入 11/12 行,3 条问题 · read 11 of 12 rows; 3 findings')
  expect(ran.code).toBe(0)
  expect(rowsOf(join(out, 'run.jsonl'))).toHaveLength(11)
  const { report, verdict, reading } = JSON.parse(readFileSync(join(out, 'report.json'), 'utf8'))
  expect(report.n).toBe(11)
  expect(verdict.passed).toBe(true)
  expect(reading.findings).toHaveLength(3)
  expect(readFileSync(join(out, 'findings.csv'), 'utf8').trimEnd().split('\r\n')).toHaveLength(4)
  expect(report.slices.map((s: { facet: string }) => s.facet)).toContain('省份')
  expect(existsSync(env.DATA_DIR)).toBe(false)
  // The text stands in the run that was asked for, and nowhere in what is printed.
  expect(ran.stdout + ran.stderr).not.toContain('烤箱')
})

it('says by its exit code that the gate failed, and that it could not run', async () => {
  expect((await run(...shop, '--out', at('gate'), '--gate', '--thresholds', harsh)).code).toBe(2)
  // In this process, since each is over before anything is opened.
  const cannot = async (...args: string[]) => {
    let said = ''
    const stderr = vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
      said += text
      return true
    })
    try {
      expect(await runHere(['node', 'suzhen', 'eval', ...args, '--out', at('cannot')])).toBe(1)
    } finally {
      stderr.mockRestore()
    }
    return said
  }
  expect(await cannot(...shop, '--strict')).toContain('--strict')
  expect(await cannot('--set', at('none.csv'))).toContain('找不到标注集')
  expect(await cannot('--engine', 'llm')).toContain('未配置大模型')
  expect(await cannot('--bless')).toContain('--who')
  expect(await cannot('--gate', '--thresholds', at('none.yaml'))).toContain('门槛文件')
  expect(await cannot('--concurrency', 'x')).toContain('--concurrency')
  expect(await cannot('--gatee')).toContain('--gate')
  expect(await cannot('compere')).toContain('compare')
  expect(existsSync(at('cannot/run.jsonl'))).toBe(false)
})

it('blesses a baseline without texts, and tells by name what a line of the policy did', async () => {
  const baseline = at('shop.jsonl.gz')
  const own = ['--set', 'dev', '--where', 'repeat=true', '--sample', '60', '--baseline', baseline]
  const blessed = await run(...own, '--out', at('before'), '--bless', '--who', '王敏', '--why', '首个基线')
  expect(blessed.code).toBe(0)
  const kept = gunzipSync(readFileSync(baseline)).toString()
  const rows = rowsOf(at('before/run.jsonl'))
  expect(kept).toContain('首个基线')
  for (const row of rows) expect(kept).not.toContain(row.text)
  expect(kept).not.toMatch(/"quote":"[^"]/)

  // Nothing is called grave any more but by a floor.
  const policy = fileOf(
    'lenient-levels.yaml',
    'name: lenient-levels\nversion: 2026.11.1\nthresholds: { graver: { 1: 1, 2: 1 } }\n',
  )
  const after = await run(...own, '--out', at('after'), '--policy', policy, '--gate', '--thresholds', lenient)
  expect(after.code).toBe(2)
  expect(after.stderr).toContain('王敏: 首个基线')
  const { comparison, verdict } = JSON.parse(readFileSync(at('after/report.json'), 'utf8'))
  const under = comparison.measures.find((m: { id: string }) => m.id === 'level.under_triage')
  expect(under.lost).toBeGreaterThan(10)
  expect(under.won).toBe(0)
  expect(comparison.worse.every((c: { field: string }) => ['severity', 'level', 'rules'].includes(c.field))).toBe(true)
  expect(verdict.rules.find((r: { measure: string }) => r.measure === 'level.under_triage').outcome).toBe('failed')

  // The same from what is stored, of runs and baselines alike, and nothing is asked.
  const again = await run('compare', baseline, at('after/run.jsonl'), '--out', at('compared'))
  expect(again.code).toBe(0)
  expect(JSON.parse(readFileSync(at('compared/report.json'), 'utf8')).comparison).toEqual(comparison)
  const rescored = await run(
    'report',
    at('after/run.jsonl'),
    '--out',
    at('rescored'),
    '--baseline',
    baseline,
    '--gate',
    '--thresholds',
    lenient,
  )
  expect(rescored.code).toBe(2)
  expect(JSON.parse(readFileSync(at('rescored/report.json'), 'utf8')).verdict).toEqual(verdict)
  // Another set has nothing in common with it: a gate that cannot compare does not pass in silence.
  const other = await run(...shop, '--baseline', baseline, '--out', at('other'), '--gate', '--thresholds', lenient)
  expect(other.code).toBe(1)
}, 180_000)

it('loses nothing and doubles nothing when killed again and again', async () => {
  const out = at('killed')
  const journal = join(out, 'run.journal')
  const args = ['eval', '--set', 'train', '--sample', '200', '--out', out]
  let kept: string[] = []
  let kills = 0
  for (let i = 0; i < 9 && kills < 3; i++) {
    const child = spawn(process.execPath, [packagePath('src/node/suzhen.mjs'), ...args, ...(i ? ['--resume'] : [])], {
      env: { PATH: process.env.PATH!, HOME: process.env.HOME!, MODEL_CACHE: packagePath('.cache/models'), ...env },
      stdio: 'ignore',
    })
    const closed = once(child, 'close')
    const lines = () => (existsSync(journal) ? readFileSync(journal, 'utf8').split('\n').slice(0, -1) : [])
    const more = lines().length + 1 + Math.floor(Math.random() * 30)
    while (child.exitCode === null && lines().length <= more) await new Promise((r) => setTimeout(r, 5))
    await new Promise((r) => setTimeout(r, Math.random() * 60))
    child.kill('SIGKILL')
    await closed
    if (child.signalCode === 'SIGKILL') kills++
    const now = lines()
    expect(now.slice(0, kept.length)).toEqual(kept)
    kept = now
  }
  expect(kills).toBe(3)
  expect(kept.length).toBeGreaterThan(4)
  expect((await runCli([...args, '--resume'], env)).code).toBe(0)
  const rows = rowsOf(join(out, 'run.jsonl'))
  const byId = new Map(rows.map((r) => [r.id, JSON.stringify(r)]))
  for (const line of kept.slice(1)) expect(byId.get((JSON.parse(line) as RunRow).id)).toBe(line)

  const whole = await runCli([...args, '--out', at('whole'), '--concurrency', '2'], env)
  expect(whole.code).toBe(0)
  expect(withoutTime(rows)).toEqual(withoutTime(rowsOf(at('whole/run.jsonl'))))
}, 180_000)

it('checks the sets by their names and by path', async () => {
  const bad = fileOf('bad.jsonl', '{"id":"x"}\n')
  const found = await run('lint', bad)
  expect(found.code).toBe(2)
  expect(found.stdout).toContain('bad.jsonl:1 x')
  expect((await run('lint', 'dev')).code).toBe(0)
  expect((await run('lint', at('none.jsonl'))).code).toBe(1)
})
