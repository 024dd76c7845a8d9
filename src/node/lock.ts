import { existsSync, linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
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
  for (let tries = 0; tries < 5; tries++) {
    try {
      // Written whole, then linked: nobody ever reads half a lock.
      writeFileSync(draft, JSON.stringify({ pid: process.pid, began: beganAt(process.pid) } satisfies Holder), {
        mode: 0o600,
      })
      linkSync(draft, file)
      return { release: () => rmSync(file, { force: true }) }
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    } finally {
      rmSync(draft, { force: true })
    }
    const holder = readHolder(file)
    if (holder && isAlive(holder)) {
      throw suzhenError(
        'storage_unavailable',
        `Process ${holder.pid} is using the data folder ${dataDir}; stop it, or set DATA_DIR to another folder / 数据目录正被进程 ${holder.pid} 使用,请先停止它,或将 DATA_DIR 设为其他目录`,
      )
    }
    // Moved aside before it is removed: of two that find the same dead lock only one moves it.
    const aside = `${file}.${process.pid}.dead`
    try {
      renameSync(file, aside)
      rmSync(aside, { force: true })
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
    }
  }
  throw suzhenError(
    'storage_unavailable',
    `The data folder ${dataDir} could not be locked; try again / 无法锁定数据目录,请重试`,
  )
}

function readHolder(file: string): Holder | null {
  try {
    const holder = JSON.parse(readFileSync(file, 'utf8')) as Holder
    return Number.isInteger(holder.pid) ? holder : null
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
