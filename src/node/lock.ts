import { existsSync, linkSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { suzhenError } from '../domain/errors.ts'

interface Holder {
  pid: number
  /** When the process began, as the kernel counts it; tells a process from a later one with its number. Null where that cannot be read. */
  began: string | null
}

/** A lock on a data folder, held until `release`. */
export interface Lock {
  release(): void
}

/**
 * Takes the data folder for this process: the embedded database takes no lock of its own, and two processes on one
 * folder would silently diverge. Throws when a living process holds it; a dead one's lock is taken over.
 */
export function lockFolder(dataDir: string): Lock {
  mkdirSync(dataDir, { recursive: true })
  const file = join(dataDir, 'suzhen.lock')
  const draft = `${file}.${process.pid}`
  const mine = JSON.stringify({ pid: process.pid, began: beganAt(process.pid) } satisfies Holder)
  for (let tries = 0; tries < 50; tries++) {
    try {
      // Written whole, then linked: nobody ever reads half a lock.
      writeFileSync(draft, mine, { mode: 0o600 })
      linkSync(draft, file)
      return { release: once(() => removeIf(file, mine)) }
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    } finally {
      rmSync(draft, { force: true })
    }
    const found = readText(file)
    if (found === null) continue
    const holder = parseHolder(found)
    if (holder && isAlive(holder)) {
      throw suzhenError(
        'storage_unavailable',
        `Process ${holder.pid} is using the data folder ${dataDir}; stop it, or set DATA_DIR to another folder / 数据目录正被进程 ${holder.pid} 使用,请先停止它,或将 DATA_DIR 设为其他目录`,
      )
    }
    clearDead(file, found)
  }
  throw suzhenError(
    'storage_unavailable',
    `The data folder ${dataDir} could not be locked; try again / 无法锁定数据目录,请重试`,
  )
}

/** How long a clearing may take before it is taken for one that was broken off. */
const CLEARING_MS = 10_000

/**
 * Removes a dead lock, one process at a time, and only while it is still the one that was found dead: of several that
 * find it, the slower would otherwise remove the living lock that the fastest has put in its place.
 */
function clearDead(file: string, dead: string): void {
  const clearing = `${file}.clearing`
  try {
    writeFileSync(clearing, '', { flag: 'wx', mode: 0o600 })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    const since = statSync(clearing, { throwIfNoEntry: false })?.mtimeMs
    if (since !== undefined && Date.now() - since > CLEARING_MS) rmSync(clearing, { force: true })
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 20)
    return
  }
  try {
    removeIf(file, dead)
  } finally {
    rmSync(clearing, { force: true })
  }
}

function removeIf(file: string, content: string): void {
  if (readText(file) === content) rmSync(file, { force: true })
}

function once(work: () => void): () => void {
  let done = false
  return () => {
    if (!done) work()
    done = true
  }
}

/** Null where there is no such file. */
function readText(file: string): string | null {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw error
  }
}

function parseHolder(text: string): Holder | null {
  try {
    const { pid, began } = JSON.parse(text) as Holder
    return Number.isInteger(pid) && pid > 0 ? { pid, began: began ?? null } : null
  } catch {
    return null
  }
}

function isAlive(holder: Holder): boolean {
  // Ourselves only if it began when we did: in a container every process is number 1.
  const began = beganAt(holder.pid)
  if (holder.began !== null && began !== null) return began === holder.began
  if (holder.pid === process.pid) return false
  try {
    process.kill(holder.pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

function beganAt(pid: number): string | null {
  const stat = `/proc/${pid}/stat`
  if (!existsSync(stat)) return null
  try {
    // The name in brackets may hold blanks; field 22 counts from the start, the 20th after the bracket.
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()
    return `${boot}/${readFileSync(stat, 'utf8').split(') ').at(-1)!.split(' ')[19]}`
  } catch {
    return null
  }
}
