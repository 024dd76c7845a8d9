import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Decision, decisionSchema } from '../../src/domain/decision.ts'
import { startedBefore } from '../harness/data-folder.ts'
import { postTriage, type Running, runCli, startServer } from '../harness/process.ts'

const SAMPLE = '我在你们店买的电饭煲昨天煮饭时爆炸,孩子手被烫伤住院,客服打了三次都推来推去,再不解决我就找记者曝光!'
const evidenceOf = (d: Decision) =>
  [d.severity, ...d.types, d.emotion, ...d.threats, d.repeat, d.group].flatMap((x) => x.evidence)

describe('the service, started as its user starts it', () => {
  let folder: string
  let server: Running
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'suzhen-'))
    server = await startServer({ DATA_DIR: folder })
  })
  afterAll(async () => {
    await server.end('SIGKILL')
    await rm(folder, { recursive: true, force: true })
  })

  it('answers the complaint of the exploding rice cooker whole', async () => {
    const response = await postTriage(server.url, { text: SAMPLE })
    expect(response.status).toBe(200)
    const decision = decisionSchema.parse(await response.json())
    expect(decision).toMatchObject({
      nature: 'complaint',
      severity: { level: 1 },
      flags: { mediaEscalation: true, safety: true, repeatComplainant: true },
      repeat: { mentioned: true, count: 3 },
      engine: { name: 'local', degraded: false },
    })
    expect(decision.severity.rules).toContain('1a')
    expect(decision.types[0]).toMatchObject({ code: 'PQ-08', role: 'primary' })
    expect(decision.emotion.level).toBeGreaterThanOrEqual(4)
    expect(Date.parse(decision.clocks.resolveBy)).toBeGreaterThan(Date.parse(decision.receivedAt))
    expect(decision.similarCases.length).toBeGreaterThan(0)
    expect(decision.similarCases[0]!.code).toBe('PQ-08')
    expect(decision.scripts.length).toBeGreaterThan(0)
    const evidence = evidenceOf(decision)
    expect(evidence.length).toBeGreaterThan(3)
    for (const e of evidence) expect(SAMPLE.slice(e.start, e.end)).toBe(e.quote)
  })

  it('keeps what it judged with personal data masked, and shows it with offsets of the masked text', async () => {
    const text = '我叫李四,电话13812345678,你们的快递员把我手机号13812345678发到群里,必须道歉!'
    const made = (await (await postTriage(server.url, { text })).json()) as Decision
    const shown = (await (await fetch(`${server.url}/v1/triage/${made.id}`)).json()) as {
      text: string
      decision: Decision
    }
    expect(shown.text).not.toContain('13812345678')
    expect(JSON.stringify(shown)).not.toContain('13812345678')
    expect(shown.text).toContain('〔电话1〕')
    for (const e of evidenceOf(shown.decision)) expect(shown.text.slice(e.start, e.end)).toBe(e.quote)
  })

  it('judges without keeping when store is false', async () => {
    const decision = (await (
      await postTriage(server.url, { text: SAMPLE, options: { store: false } })
    ).json()) as Decision
    expect(decision.stored).toBe(false)
    expect((await fetch(`${server.url}/v1/triage/${decision.id}`)).status).toBe(404)
  })

  it('gives one answer to one Idempotency-Key, and refuses another body', async () => {
    const body = { text: '退款申请半个月了还没到账,麻烦尽快' }
    const headers = { 'idempotency-key': 'order-1' }
    const first = await (await postTriage(server.url, body, headers)).json()
    const again = await postTriage(server.url, body, headers)
    expect(again.headers.get('idempotency-status')).toBe('replayed')
    expect(await again.json()).toEqual(first)
    const other = await postTriage(server.url, { text: '别的内容,换了一件事' }, headers)
    expect(other.status).toBe(422)
    expect(await other.json()).toMatchObject({ code: 'idempotency_conflict' })
  })

  it('knows a customer who comes back on the same matter, by id or by phone', async () => {
    const post = async (text: string, customer: object, days: number, channel = 'phone') =>
      (await (
        await postTriage(server.url, {
          text,
          customer,
          channel,
          order: { id: 'O-77', product: '洗衣机' },
          receivedAt: new Date(Date.now() - days * 86_400_000).toISOString(),
        })
      ).json()) as Decision
    const first = await post('洗衣机买回来三天就不脱水,要求上门维修', { id: 'c-9', phone: '13900001111' }, 20)
    expect(first.repeat).toMatchObject({ risk: 'none', priorCount: 0 })
    const second = await post('洗衣机还是不能脱水,维修师傅一直没来', { id: 'c-9' }, 10)
    expect(second.repeat).toMatchObject({ risk: 'medium', priorCount: 1, sameIssue: true })
    const third = await post('洗衣机不脱水的事到底谁来管', { phone: '+86 139-0000-1111' }, 1)
    // By phone only the first is known: the second gave no number.
    expect(third.repeat).toMatchObject({ risk: 'medium', priorCount: 1 })
    const fourth = await post('洗衣机坏了没人修', { id: 'c-9', phone: '13900001111' }, 0)
    expect(fourth.repeat).toMatchObject({ risk: 'high', sameIssue: true })
    expect(fourth.repeat.earlier.map((e) => e.id)).toContain(first.id)
  })

  it('says honestly that nothing in the base is near', async () => {
    const decision = (await (
      await postTriage(server.url, { text: '客服小姐姐特别耐心,问题一次就解决了,谢谢,给个大大的赞!' })
    ).json()) as Decision
    expect(decision.nature).not.toBe('complaint')
    expect(decision.severity.level).toBe(4)
    expect(decision.similarCases).toEqual([])
    expect(decision.recall.cases).toMatch(/没有足够相近/)
  })

  it('writes no word of a complaint to its log', async () => {
    await postTriage(server.url, { text: '绝密标记ZEBRA退款不到账,手机13700001234' })
    const log = server.stdout() + server.stderr()
    expect(log).toContain('"route":"/v1/triage"')
    for (const word of ['ZEBRA', '绝密标记', '13700001234', '电饭煲']) expect(log).not.toContain(word)
  })

  it('refuses a second process on the same data folder and says why', async () => {
    const second = await runCli(['serve'], { DATA_DIR: folder, PORT: '0' })
    expect(second.code).toBe(1)
    expect(second.stderr).toMatch(/数据目录正被进程 \d+ 使用/)
  })

  it('finishes what is under way when told to stop, within ten seconds', async () => {
    const started = Date.now()
    const under = Array.from({ length: 12 }, () =>
      postTriage(server.url, { text: SAMPLE }).then(
        (r) => r.status,
        () => 0,
      ),
    )
    await new Promise((r) => setTimeout(r, 30))
    const code = await server.end('SIGTERM')
    const statuses = await Promise.all(under)
    expect(code).toBe(0)
    expect(Date.now() - started).toBeLessThan(10_000)
    // Answered whole, refused as shutting down, or never let in; none was cut off in the middle.
    for (const s of statuses) expect([200, 503, 0]).toContain(s)
    expect(statuses).toContain(200)
  })

  it('starts again on the same folder with everything in it', async () => {
    server = await startServer({ DATA_DIR: folder })
    const ready = await (await fetch(`${server.url}/health/ready`)).json()
    expect(ready).toMatchObject({ ready: true, degraded: false })
  })
})

describe('the service in trouble', () => {
  let folder: string
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'suzhen-'))
    await startedBefore(folder)
  }, 240_000)
  afterAll(() => rm(folder, { recursive: true, force: true }))

  it('loses nothing it acknowledged when killed in the middle of writes', async () => {
    let server = await startServer({ DATA_DIR: folder })
    const acknowledged: string[] = []
    let stop = false
    const writers = Array.from({ length: 6 }, async (_, w) => {
      for (let i = 0; !stop; i++) {
        const response = await postTriage(server.url, {
          text: `第${w}号窗口第${i}单快递三天没到,催了没人理`,
          options: { similar: 0, scripts: 0 },
        }).catch(() => null)
        if (response?.ok) {
          const body = await response.json().catch(() => null)
          if (body) acknowledged.push((body as Decision).id)
        }
      }
    })
    while (acknowledged.length < 25) await new Promise((r) => setTimeout(r, 20))
    await server.end('SIGKILL')
    stop = true
    await Promise.all(writers)
    server = await startServer({ DATA_DIR: folder })
    try {
      for (const id of acknowledged) expect((await fetch(`${server.url}/v1/triage/${id}`)).status, id).toBe(200)
    } finally {
      await server.end('SIGTERM')
    }
    // Two starts and a crash between: a busy machine takes more than a minute.
  }, 240_000)

  it('without a model it starts, says it is degraded, judges, and searches by words', async () => {
    const bare = await mkdtemp(join(tmpdir(), 'suzhen-bare-'))
    // Every source of the model leads nowhere: an empty cache, a dead mirror, a dead registry.
    const server = await startServer({
      DATA_DIR: join(bare, 'data'),
      MODEL_CACHE: join(bare, 'models'),
      HF_ENDPOINT: 'http://127.0.0.1:9',
      npm_config_registry: 'http://127.0.0.1:9/',
      npm_config_fetch_retries: '0',
      npm_config_cache: join(bare, 'npm'),
    })
    try {
      const ready = await fetch(`${server.url}/health/ready`)
      expect(ready.status).toBe(200)
      expect(await ready.json()).toMatchObject({ ready: true, degraded: true })
      const decision = decisionSchema.parse(await (await postTriage(server.url, { text: SAMPLE })).json())
      expect(decision.engine.degraded).toBe(true)
      expect(decision.engine.reasons[0]).toMatch(/no-embedding/)
      expect(decision).toMatchObject({ severity: { level: 1 }, recall: { mode: 'words' } })
      const found = await (await fetch(`${server.url}/v1/knowledge/search?q=${encodeURIComponent('烫伤')}`)).json()
      expect(found).toMatchObject({ mode: 'words' })
    } finally {
      await server.end('SIGTERM')
      await rm(bare, { recursive: true, force: true })
    }
  })

  it('asks for keys on an open address, and then holds every route to its roles', async () => {
    const env = { DATA_DIR: folder, HOST: '0.0.0.0' }
    const refused = await runCli(['serve'], { ...env, PORT: '0' })
    expect(refused.code).toBe(1)
    expect(refused.stderr).toContain('suzhen keys create')
    const agent = await runCli(['keys', 'create', '--role', 'agent'], env)
    expect(agent.code).toBe(0)
    const key = agent.stdout.trim()
    expect(key).toMatch(/^sz_[\w-]{32}$/)
    expect((await runCli(['keys', 'list'], env)).stdout).not.toContain(key)
    const server = await startServer(env)
    try {
      const url = server.url.replace('0.0.0.0', '127.0.0.1')
      expect((await postTriage(url, { text: SAMPLE })).status).toBe(401)
      expect((await postTriage(url, { text: SAMPLE }, { authorization: 'Bearer sz_wrong' })).status).toBe(401)
      const response = await postTriage(
        url,
        { text: SAMPLE, options: { role: 'management' } },
        { authorization: `Bearer ${key}` },
      )
      expect(response.status).toBe(200)
      const decision = (await response.json()) as Decision
      for (const x of [...decision.similarCases, ...decision.scripts]) expect(x.audience).toBe('frontline')
      expect(server.stdout()).not.toContain(key)
    } finally {
      await server.end('SIGTERM')
    }
  })

  it('reports every wrong setting together and prints no value', async () => {
    const bad = await runCli(['serve'], {
      PORT: '99999',
      LOG_LEVEL: 'loud',
      DATABASE_URL: 'mysql://user:hunter2@host/db',
      HASH_SECRET: 'short',
    })
    expect(bad.code).toBe(1)
    for (const name of ['PORT', 'LOG_LEVEL', 'DATABASE_URL', 'HASH_SECRET']) expect(bad.stderr).toContain(name)
    expect(bad.stderr).not.toContain('hunter2')
    expect(bad.stderr).not.toContain('short')
  })

  it('tells its settings with their defaults', async () => {
    const help = await runCli(['serve', '--help'], {})
    expect(help.code).toBe(0)
    for (const name of [
      'PORT',
      '8787',
      'HOST',
      '127.0.0.1',
      'DATA_DIR',
      './data',
      'DATABASE_URL',
      'MODEL_DIR',
      'POLICY',
      'LOG_LEVEL',
    ])
      expect(help.stdout).toContain(name)
  })
})
