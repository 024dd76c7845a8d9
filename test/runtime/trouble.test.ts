import { execFileSync } from 'node:child_process'
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs'
import { connect, createServer, type Server, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startedBefore } from '../harness/data-folder.ts'
import { freshPgDatabase, hasRealPostgres } from '../harness/databases.ts'
import { postTriage, type Running, runCli, startServer } from '../harness/process.ts'

const BODY = { text: '快递三天没到,催了没人理', options: { similar: 1, scripts: 1 } }

async function until<T>(ask: () => Promise<T>, good: (x: T) => boolean, ms = 20_000): Promise<T> {
  const deadline = Date.now() + ms
  for (;;) {
    const x = await ask()
    if (good(x) || Date.now() > deadline) return x
    await new Promise((r) => setTimeout(r, 200))
  }
}

/** A loopback door to the real server that can be shut, cutting everyone off. */
function createDoor(host: string, port: number) {
  const open = new Set<Socket>()
  let server: Server | undefined
  let at = 0
  const start = () =>
    new Promise<number>((resolve) => {
      server = createServer((client) => {
        const upstream = connect(port, host)
        for (const s of [client, upstream]) {
          open.add(s)
          s.on('error', () => {})
          s.on('close', () => open.delete(s))
        }
        client.pipe(upstream).pipe(client)
      })
      server.listen(at, '127.0.0.1', () => {
        at = (server!.address() as { port: number }).port
        resolve(at)
      })
    })
  return {
    start,
    shut: () =>
      new Promise<void>((resolve) => {
        server!.close(() => resolve())
        for (const s of open) s.destroy()
      }),
  }
}

describe.skipIf(!hasRealPostgres)('a real PostgreSQL that vanishes', () => {
  let drop: () => Promise<void>
  let door: ReturnType<typeof createDoor>
  let server: Running
  let folder: string
  beforeAll(async () => {
    const fresh = await freshPgDatabase()
    drop = fresh.drop
    const url = new URL(fresh.url)
    door = createDoor(url.hostname, Number(url.port || 5432))
    url.hostname = '127.0.0.1'
    url.port = String(await door.start())
    folder = mkdtempSync(join(tmpdir(), 'suzhen-pg-'))
    const env = { DATABASE_URL: url.href, DATA_DIR: folder }
    const unmigrated = await runCli(['serve'], { ...env, PORT: '0' })
    expect(unmigrated.code).toBe(1)
    expect(unmigrated.stderr).toContain('suzhen migrate')
    const migrated = await runCli(['migrate'], env)
    expect(migrated.stderr + migrated.stdout).toContain('110')
    server = await startServer(env)
  })
  afterAll(async () => {
    await server?.end('SIGTERM')
    await door?.shut().catch(() => {})
    await drop?.()
    rmSync(folder, { recursive: true, force: true })
  })

  it('is answered with 503 and Retry-After while it is away, and served again when it is back', async () => {
    expect((await postTriage(server.url, BODY)).status).toBe(200)
    await door.shut()
    const away = await postTriage(server.url, BODY)
    expect(away.status).toBe(503)
    expect(away.headers.get('retry-after')).toMatch(/^\d+$/)
    expect(away.headers.get('content-type')).toContain('application/problem+json')
    expect(await away.json()).toMatchObject({ code: 'storage_unavailable' })
    expect((await fetch(`${server.url}/health/ready`)).status).toBe(503)
    expect((await fetch(`${server.url}/health/live`)).status).toBe(200)
    await door.start()
    expect(
      await until(
        () => postTriage(server.url, BODY).then((r) => r.status),
        (s) => s === 200,
      ),
    ).toBe(200)
    expect((await fetch(`${server.url}/health/ready`)).status).toBe(200)
  })
})

const canMount = (() => {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return false
  const probe = mkdtempSync(join(tmpdir(), 'suzhen-mount-'))
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', probe], { stdio: 'ignore' })
    execFileSync('umount', [probe])
    return true
  } catch {
    return false
  } finally {
    rmSync(probe, { recursive: true, force: true })
  }
})()

describe.skipIf(!canMount)('a disk that is full', () => {
  let folder: string
  let server: Running
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'suzhen-disk-'))
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=160m', 'tmpfs', folder])
    await startedBefore(join(folder, 'data'))
    server = await startServer({ DATA_DIR: join(folder, 'data') })
  })
  afterAll(async () => {
    await server?.end('SIGKILL')
    execFileSync('umount', ['-l', folder])
    rmSync(folder, { recursive: true, force: true })
  })

  it('is answered with 503 and Retry-After, and served again once there is room', async () => {
    const post = () => postTriage(server.url, { ...BODY, customer: { id: 'c1' } })
    const kept = (await (await post()).json()) as { id: string }
    const filler = join(folder, 'filler')
    const fd = openSync(filler, 'w')
    const block = Buffer.alloc(65_536)
    try {
      for (;;) writeSync(fd, block)
    } catch (error) {
      expect((error as NodeJS.ErrnoException).code).toBe('ENOSPC')
    } finally {
      closeSync(fd)
    }
    const full = await until(post, (r) => r.status !== 200)
    expect(full.status).toBe(503)
    expect(full.headers.get('retry-after')).toMatch(/^\d+$/)
    rmSync(filler)
    expect(
      await until(
        () => post().then((r) => r.status),
        (s) => s === 200,
      ),
    ).toBe(200)
    expect((await fetch(`${server.url}/v1/triage/${kept.id}`)).status).toBe(200)
  })
})
