import { createProgress } from '../../progress.ts'

export interface RunProgress {
  start(total: number, already: number): void
  done(count: number): void
  stop(): void
}

const EVERY_MS = 5_000

/** A bar with the time left where stderr is a terminal; else a line every five seconds. */
export function createRunProgress(): RunProgress {
  let bar: ReturnType<typeof createProgress> | undefined
  let total = 0
  let first = 0
  let started = 0
  let said = 0
  return {
    start(all, already) {
      total = all
      first = already
      started = said = performance.now()
      if (process.stderr.isTTY) {
        bar = createProgress('评测 asking', all)
        bar.update(already)
      } else if (already > 0)
        process.stderr.write(`续跑,已答 ${already}/${all} · going on after ${already} of ${all}\n`)
    },
    done(count) {
      bar?.update(count)
      const now = performance.now()
      if (bar || now - said < EVERY_MS) return
      said = now
      const left = ((now - started) / Math.max(1, count - first)) * (total - count)
      process.stderr.write(
        `${count}/${total}, 约剩 ${Math.ceil(left / 1000)} 秒 · some ${Math.ceil(left / 1000)} s left\n`,
      )
    },
    stop() {
      bar?.stop()
    },
  }
}
