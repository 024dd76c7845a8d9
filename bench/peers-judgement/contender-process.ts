import { type ChildProcess, fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { Target, Verdict } from './contender.ts'
import type { Order, Report } from './run-contender.ts'

export interface ContenderProcess {
  /** Fits one target; a string says why it could not be. */
  train(target: Target): Promise<{ seconds: number; note: string | null } | string>
  judge(texts: string[]): Promise<{ verdicts: Verdict[]; seconds: number }>
  close(): Promise<void>
}

/** Opens a contender in a process of its own: none shares another's memory, and one that takes too long can be stopped. */
export async function openContender(name: string, args: string[], capSeconds: number): Promise<ContenderProcess> {
  let child = await begin()
  const trained: Target[] = []
  return {
    async train(target) {
      const done = await ask(child, { train: target }, capSeconds)
      if (typeof done !== 'string') {
        trained.push(target)
        return done as { seconds: number; note: string | null }
      }
      // What it had learnt went with its process.
      child = await begin()
      for (const t of trained) await ask(child, { train: t })
      return done
    },
    async judge(texts) {
      const done = await ask(child, { judge: texts })
      if (typeof done === 'string') throw new Error(`${name}: ${done}`)
      return done as { verdicts: Verdict[]; seconds: number }
    },
    async close() {
      const gone = new Promise((r) => child.once('exit', r))
      child.send({ close: true } satisfies Order)
      await gone
    },
  }

  async function begin(): Promise<ChildProcess> {
    const started = fork(fileURLToPath(new URL('./run-contender.ts', import.meta.url)), [name, ...args], {
      execArgv: ['--import', 'tsx', '--max-old-space-size=8192'],
      // Some packages greet on stdout.
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    })
    const said = await answer(started)
    if (typeof said === 'string') throw new Error(`${name} could not be opened: ${said}`)
    return started
  }

  function ask(to: ChildProcess, order: Order, cap?: number): Promise<Report | string> {
    const answered = answer(to, cap)
    to.send(order)
    return answered
  }
}

/** The next report; a string when the process was stopped at its cap, or ended of itself. */
function answer(child: ChildProcess, capSeconds?: number): Promise<Report | string> {
  return new Promise((resolve) => {
    let capped = false
    const timer =
      capSeconds === undefined
        ? undefined
        : setTimeout(() => {
            capped = true
            child.kill('SIGKILL')
          }, capSeconds * 1000)
    const done = (said: Report | string) => {
      clearTimeout(timer)
      child.off('message', done)
      child.off('exit', ended)
      resolve(said)
    }
    const ended = (code: number | null, signal: string | null) =>
      done(capped ? `not done after ${capSeconds} s` : `its process ended (${signal ?? code})`)
    child.on('message', done)
    child.on('exit', ended)
  })
}
