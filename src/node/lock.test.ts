import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { SuzhenError } from '../domain/errors.ts'
import { lockFolder } from './lock.ts'
import { packagePath } from './paths.ts'

let dir: string
let file: string
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'suzhen-lock-'))
  file = join(dir, 'suzhen.lock')
})
afterEach(() => rmSync(dir, { recursive: true, force: true }))

const holder = () => JSON.parse(readFileSync(file, 'utf8')) as { pid: number; began: string | null }
const refusal = (): SuzhenError => {
  try {
    lockFolder(dir).release()
  } catch (error) {
    return error as SuzhenError
  }
  throw new Error('the folder was given')
}
/** The number of a process that is no more. */
const deadPid = () => spawnSync(process.execPath, ['--version']).pid

describe('lockFolder', () => {
  it('makes the folder, holds it, and lets it go', () => {
    const deep = join(dir, 'a', 'b')
    const lock = lockFolder(deep)
    expect(readdirSync(deep)).toEqual(['suzhen.lock'])
    lock.release()
    expect(readdirSync(deep)).toEqual([])
    lockFolder(deep).release()
  })

  it('refuses a folder that a living process holds, by its number and with what to do', () => {
    const lock = lockFolder(dir)
    const error = refusal()
    expect(error).toMatchObject({ name: 'SuzhenError', code: 'storage_unavailable' })
    expect(error.message).toContain(String(process.pid))
    expect(error.message).toContain('DATA_DIR')
    lock.release()
    expect(existsSync(file)).toBe(false)
  })

  it('takes over from a process that is dead', () => {
    for (const began of [null, 'some-boot/1234']) {
      writeFileSync(file, JSON.stringify({ pid: deadPid(), began }))
      const lock = lockFolder(dir)
      expect(holder().pid).toBe(process.pid)
      expect(readdirSync(dir)).toEqual(['suzhen.lock'])
      lock.release()
    }
  })

  it('takes over our own number from an earlier boot: in a container every process is number 1', () => {
    writeFileSync(file, JSON.stringify({ pid: process.pid, began: 'an-earlier-boot/77' }))
    const lock = lockFolder(dir)
    expect(holder().began).not.toBe('an-earlier-boot/77')
    lock.release()
  })

  it.skipIf(!existsSync('/proc/self/stat'))(
    'takes over a living process’s number from another process that had it before',
    () => {
      writeFileSync(file, JSON.stringify({ pid: process.ppid, began: 'an-earlier-boot/77' }))
      lockFolder(dir).release()
      // Without its beginning the number alone must be believed.
      writeFileSync(file, JSON.stringify({ pid: process.ppid, began: null }))
      expect(refusal().code).toBe('storage_unavailable')
    },
  )

  it.each([
    '',
    '{',
    'null',
    '[]',
    '"x"',
    '{}',
    '{"pid":"1"}',
    '{"pid":1.5}',
    '{"pid":0}',
    '{"pid":-1}',
    '\0\0\0',
  ])('takes over a lock that says %j, which is nobody', (text) => {
    writeFileSync(file, text)
    const lock = lockFolder(dir)
    expect(holder().pid).toBe(process.pid)
    lock.release()
  })

  it('takes a clearing that was broken off for what it is, and one under way for somebody’s', () => {
    writeFileSync(file, 'garbage')
    const clearing = `${file}.clearing`
    writeFileSync(clearing, '')
    expect(refusal().message).toContain('could not be locked')
    expect(readFileSync(file, 'utf8')).toBe('garbage')
    const before = Date.now() / 1000 - 60
    utimesSync(clearing, before, before)
    lockFolder(dir).release()
    expect(readdirSync(dir)).toEqual([])
  })

  it('lets go of its own alone, and once', () => {
    const first = lockFolder(dir)
    first.release()
    const second = lockFolder(dir)
    first.release()
    expect(existsSync(file)).toBe(true)
    writeFileSync(file, JSON.stringify({ pid: 1, began: 'another' }))
    second.release()
    expect(holder().pid).toBe(1)
  })

  it.skipIf(process.platform === 'win32')('is for its owner alone to read', () => {
    const lock = lockFolder(dir)
    expect(statSync(file).mode & 0o777).toBe(0o600)
    lock.release()
  })
})

describe('eight processes at once', () => {
  // Each waits until a given moment, tries, tells, and lets go when told to.
  const RACER = `
    const { lockFolder } = await import(process.env.LOCK_MODULE)
    let lock
    process.on('message', ({ dir, at }) => {
      if (!dir) {
        lock?.release()
        lock = undefined
        return process.send('released')
      }
      while (Date.now() < at);
      try {
        lock = lockFolder(dir)
        process.send('won')
      } catch (error) {
        process.send(error.code === 'storage_unavailable' ? 'lost' : String(error))
      }
    })
    process.send('ready')`
  let racers: ChildProcess[] = []
  const answers = () => Promise.all(racers.map(async (r) => (await once(r, 'message'))[0] as string))

  beforeAll(async () => {
    const LOCK_MODULE = new URL('./lock.ts', import.meta.url).href
    racers = Array.from({ length: 8 }, () =>
      spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', RACER], {
        cwd: packagePath('.'),
        env: { ...process.env, LOCK_MODULE },
        stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
      }),
    )
    expect(await answers()).toEqual(Array(8).fill('ready'))
  })
  afterAll(async () => {
    const ended = racers.map((r) => once(r, 'exit'))
    for (const r of racers) r.disconnect()
    await Promise.all(ended)
  })

  it('exactly one wins, whether the folder is free or a dead or broken lock lies in it', async () => {
    const dead = JSON.stringify({ pid: deadPid(), began: null })
    for (let round = 0; round < 24; round++) {
      const left = [null, dead, 'garbage'][round % 3]!
      if (left !== null) writeFileSync(file, left)
      const said = answers()
      const at = Date.now() + 25
      for (const r of racers) r.send({ dir, at })
      const outcomes = await said
      expect(outcomes.toSorted(), `round ${round}`).toEqual([...Array(7).fill('lost'), 'won'])
      expect(holder().pid).toBe(racers[outcomes.indexOf('won')]!.pid)
      const released = answers()
      for (const r of racers) r.send({})
      await released
      expect(readdirSync(dir)).toEqual([])
    }
  })
})
