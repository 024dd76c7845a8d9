import { SingleBar } from 'cli-progress'

/** A progress bar on stderr; silent where stderr is no terminal, but for one line at the end. */
export function createProgress(
  label: string,
  total: number,
): { update(done: number, note?: string): void; stop(): void } {
  if (!process.stderr.isTTY) {
    return { update() {}, stop: () => void process.stderr.write(`${label}: done\n`) }
  }
  const bar = new SingleBar({
    format: `${label} [{bar}] {percentage}% {value}/{total} {eta_formatted} {note}`,
    stream: process.stderr,
    hideCursor: true,
  })
  bar.start(Math.max(1, total), 0, { note: '' })
  return { update: (done, note = '') => bar.update(done, { note }), stop: () => bar.stop() }
}
