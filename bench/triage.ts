import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import type { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { availableParallelism, cpus, tmpdir, totalmem } from 'node:os'
import { join } from 'node:path'
import { createAdaptorServer } from '@hono/node-server'
import { Hono } from 'hono'
import type { Decision } from '../src/domain/decision.ts'
import { readLabelled } from '../src/node/labelled-files.ts'
import { postTriage, startServer } from '../test/harness/process.ts'

/** One triage on the embedded default, against a bare Hono that answers the same bytes, in one run. Prints figures; checks nothing. */
const ROUNDS = 300
const AT_ONCE = 8

const quantile = (xs: number[], q: number) =>
  [...xs].sort((a, b) => a - b)[Math.min(xs.length - 1, Math.floor(q * xs.length))]!
const ms = (x: number) => `${x.toFixed(1)} ms`

async function timed(n: number, one: (i: number) => Promise<unknown>): Promise<number[]> {
  const out: number[] = []
  for (let i = 0; i < n; i++) {
    const t = performance.now()
    await one(i)
    out.push(performance.now() - t)
  }
  return out
}

async function perSecond(n: number, one: (i: number) => Promise<unknown>): Promise<number> {
  let next = 0
  const t = performance.now()
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      while (next < n) await one(next++)
    }),
  )
  return (n / (performance.now() - t)) * 1000
}

const memoryOf = (pid: number, what: 'VmRSS' | 'VmHWM'): number =>
  Number(new RegExp(`${what}:\\s+(\\d+)`).exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024

/** Processor time of a process and its threads so far, ms. Other work on the machine changes it less than it does the time that passes. */
function cpuOf(pid: number): number {
  const [user, system] = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)!.split(' ').slice(11, 13)
  return (Number(user) + Number(system)) * 10
}

const folder = mkdtempSync(join(tmpdir(), 'suzhen-bench-'))
const texts = (await readLabelled('dev')).filter((c) => c.nature === 'complaint').map((c) => c.text)
const lengths = texts.map((t) => t.length)
const first = await startServer({ DATA_DIR: folder })
await first.end('SIGTERM')
const begun = performance.now()
const server = await startServer({ DATA_DIR: folder })
const ready = (performance.now() - begun) / 1000

const post = async (i: number) =>
  (await (
    await postTriage(server.url, { text: texts[i % texts.length]!, customer: { id: `bench-${i}` } })
  ).json()) as Decision
const sample = JSON.stringify(await post(0))
const echo = new Hono()
echo.post('/v1/triage', async (c) => {
  await c.req.json()
  return c.body(sample, 200, { 'content-type': 'application/json' })
})
const bare = createAdaptorServer({ fetch: echo.fetch }) as ReturnType<typeof createServer>
await new Promise<void>((r) => bare.listen(0, '127.0.0.1', r))
const bareUrl = `http://127.0.0.1:${(bare.address() as AddressInfo).port}`
const postBare = async (i: number) => (await postTriage(bareUrl, { text: texts[i % texts.length]! })).json()

await timed(60, post)
await timed(60, postBare)
const decisions: Decision[] = []
const pid = server.child.pid!
const spent = [cpuOf(pid)]
const ours = await timed(ROUNDS, async (i) => decisions.push(await post(i)))
spent.push(cpuOf(pid))
const theirs = await timed(ROUNDS, postBare)
spent.push(cpuOf(pid))
const rate = await perSecond(ROUNDS, post)
spent.push(cpuOf(pid))
const bareRate = await perSecond(ROUNDS, postBare)
const [rss, peak] = [memoryOf(pid, 'VmRSS'), memoryOf(pid, 'VmHWM')]
const mean = (key: string) => decisions.reduce((s, d) => s + (d.engine.latencyMs[key] ?? 0), 0) / decisions.length
const whole = ours.reduce((a, b) => a + b, 0) / ours.length
const share = (x: number) => `${ms(x)} (${Math.round((x / whole) * 100)}%)`
const judged = mean('total')

console.log(
  `machine: ${cpus()[0]?.model.trim()}, ${availableParallelism()} cores, ${Math.round(totalmem() / 2 ** 30)} GiB, node ${process.version}`,
)
console.log(
  `texts: ${texts.length} complaints of the dev set, median ${quantile(lengths, 0.5)} characters, p95 ${quantile(lengths, 0.95)}`,
)
console.log(`one at a time: p50 ${ms(quantile(ours, 0.5))}, p95 ${ms(quantile(ours, 0.95))}  (wanted: 20 and 60)`)
console.log(
  `  bare Hono echo of the same answer: p50 ${ms(quantile(theirs, 0.5))}, p95 ${ms(quantile(theirs, 0.95))}; ratio of medians ${(quantile(ours, 0.5) / quantile(theirs, 0.5)).toFixed(1)}`,
)
console.log(
  `${AT_ONCE} at once: ${rate.toFixed(0)} a second (wanted: 60); bare ${bareRate.toFixed(0)}; ratio ${(bareRate / rate).toFixed(1)}`,
)
console.log(
  `processor time a complaint: ${ms((spent[1]! - spent[0]!) / ROUNDS)} one at a time, ${ms((spent[3]! - spent[2]!) / ROUNDS)} at ${AT_ONCE} at once`,
)
console.log(
  `shares of the mean ${ms(whole)}: embedding ${share(mean('embedding'))}, heads and evidence ${share(mean('heads'))}, recall ${share(mean('recall'))}, risk ${share(mean('risk'))}, keeping and HTTP ${share(whole - judged)}`,
)
console.log(
  `ready after a second start: ${ready.toFixed(1)} s (wanted: 6); resident ${rss.toFixed(0)} MB (wanted: 700), at most ${peak.toFixed(0)}`,
)
await server.end('SIGTERM')
bare.close()
rmSync(folder, { recursive: true, force: true })
