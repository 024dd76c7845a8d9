import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { packagePath } from '../../src/node/paths.ts'

export interface Running {
  child: ChildProcess
  url: string
  stdout(): string
  stderr(): string
  /** Sends a signal and waits for the end; answers the exit code, null when a signal ended it. */
  end(signal: NodeJS.Signals): Promise<number | null>
}

const command = packagePath('src/node/suzhen.mjs')
const cleanEnv = (env: Record<string, string>) => ({
  PATH: process.env.PATH!,
  HOME: process.env.HOME!,
  MODEL_CACHE: packagePath('.cache/models'),
  ...env,
})

/** Runs `suzhen ...args` to its end; `started` has the process as soon as it runs. */
export async function runCli(
  args: string[],
  env: Record<string, string>,
  input = '',
  started: (child: ChildProcess) => void = () => {},
): Promise<{ code: number | null; stdout: string; stderr: string }> {
  const child = spawn(process.execPath, [command, ...args], { env: cleanEnv(env), stdio: 'pipe' })
  started(child)
  let stdout = ''
  let stderr = ''
  child.stdout.on('data', (d) => (stdout += d))
  child.stderr.on('data', (d) => (stderr += d))
  child.stdin.end(input)
  const [code] = (await once(child, 'close')) as [number | null]
  return { code, stdout, stderr }
}

/** Starts `suzhen serve` on a free port and waits until it is ready. */
export async function startServer(env: Record<string, string>): Promise<Running> {
  const child = spawn(process.execPath, [command, 'serve'], { env: cleanEnv({ PORT: '0', ...env }), stdio: 'pipe' })
  let stdout = ''
  let stderr = ''
  child.stdout!.on('data', (d) => (stdout += d))
  child.stderr!.on('data', (d) => (stderr += d))
  const deadline = Date.now() + 90_000
  let url: string | undefined
  while (!url) {
    if (child.exitCode !== null || child.signalCode !== null)
      throw new Error(`the service ended before it was ready:\n${stderr}`)
    if (Date.now() > deadline) {
      child.kill('SIGKILL')
      throw new Error(`the service was not ready in time:\n${stderr}`)
    }
    url = /"url":"(http:[^"]+)"/.exec(stdout)?.[1]
    await new Promise((r) => setTimeout(r, 25))
  }
  return {
    child,
    url,
    stdout: () => stdout,
    stderr: () => stderr,
    async end(signal) {
      if (child.exitCode !== null || child.signalCode !== null) return child.exitCode
      const closed = once(child, 'close')
      child.kill(signal)
      const [code] = (await closed) as [number | null]
      return code
    },
  }
}

export const postTriage = (url: string, body: object, headers: Record<string, string> = {}) =>
  fetch(`${url}/v1/triage`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  })
