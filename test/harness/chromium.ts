import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import type { Readable, Writable } from 'node:stream'

/** A headless browser by its debugging pipe: file descriptors 3 and 4, JSON ended by a zero byte. No port, no dependency. */

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']

/** CHROMIUM, else the first browser on the PATH; null where there is none. */
export const chromiumPath: string | null =
  process.env.CHROMIUM ||
  (process.env.PATH ?? '')
    .split(delimiter)
    .flatMap((folder) => NAMES.map((name) => join(folder, name)))
    .find((path) => existsSync(path)) ||
  null

export interface Page {
  /** Opens an address and waits until it has loaded. */
  open(url: string): Promise<void>
  /** What an expression gives in the page, as JSON; a promise is waited for. Throws what it throws. */
  ask<T>(expression: string): Promise<T>
  /** Any command of the protocol. */
  send(method: string, parameters?: object): Promise<Record<string, unknown>>
  resize(width: number, height?: number): Promise<void>
  /** Keys as a person presses them, e.g. `Tab`, `Enter`. */
  press(key: string): Promise<void>
  /** PNG, base64. `whole`: all of the page and not only what is in view. */
  picture(whole?: boolean): Promise<string>
  /** What the page complained of since it was opened: errors of the console, exceptions, breaches of its policy. */
  readonly complaints: string[]
  /** Addresses that were asked for since it was opened. */
  readonly requests: string[]
}

export interface Browser {
  newPage(): Promise<Page>
  close(): Promise<void>
}

interface Message {
  id?: number
  sessionId?: string
  method?: string
  params?: Record<string, unknown>
  result?: Record<string, unknown>
  error?: { message: string }
}

export async function openBrowser(): Promise<Browser> {
  if (!chromiumPath) throw new Error('no chromium was found; guard the suite with chromiumPath')
  const profile = mkdtempSync(join(tmpdir(), 'suzhen-chromium-'))
  const child = spawn(
    chromiumPath,
    [
      '--headless=new',
      '--remote-debugging-pipe',
      `--user-data-dir=${profile}`,
      // In a container the sandbox cannot be set up; the pages are our own.
      '--no-sandbox',
      '--disable-gpu',
      '--disable-dev-shm-usage',
      '--no-first-run',
      '--disable-background-networking',
      '--hide-scrollbars',
      'about:blank',
    ],
    { stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'] },
  )
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()))
  const wire = createWire(child)
  return {
    async newPage() {
      const { targetId } = await wire.send('Target.createTarget', { url: 'about:blank' })
      const { sessionId } = await wire.send('Target.attachToTarget', { targetId, flatten: true })
      return createPage(wire, sessionId as string)
    },
    async close() {
      // The pipe ends with the browser, so that its answer may never come.
      wire.send('Browser.close').catch(() => {})
      const late = setTimeout(() => child.kill('SIGKILL'), 5_000)
      await ended
      clearTimeout(late)
      rmSync(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 })
    },
  }
}

interface Wire {
  send(method: string, params?: object, sessionId?: string): Promise<Record<string, unknown>>
  follow(sessionId: string, hear: (method: string, params: Record<string, unknown>) => void): void
}

function createWire(child: ChildProcess): Wire {
  const [out, into] = [child.stdio[3] as Writable, child.stdio[4] as Readable]
  const waiting = new Map<number, { resolve(r: Record<string, unknown>): void; reject(e: Error): void }>()
  const followers = new Map<string, (method: string, params: Record<string, unknown>) => void>()
  let last = 0
  let rest = ''
  into.setEncoding('utf8')
  into.on('data', (chunk: string) => {
    const parts = (rest + chunk).split('\0')
    rest = parts.pop()!
    for (const part of parts) hear(JSON.parse(part) as Message)
  })
  out.on('error', () => {})
  child.once('close', () => {
    for (const one of waiting.values()) one.reject(new Error('the browser ended'))
    waiting.clear()
  })
  const hear = ({ id, sessionId, method, params, result, error }: Message): void => {
    if (id === undefined) {
      followers.get(sessionId ?? '')?.(method!, params ?? {})
      return
    }
    const one = waiting.get(id)
    waiting.delete(id)
    if (error) one?.reject(new Error(error.message))
    else one?.resolve(result ?? {})
  }
  return {
    send: (method, params = {}, sessionId) =>
      new Promise((resolve, reject) => {
        const id = ++last
        waiting.set(id, { resolve, reject })
        out.write(`${JSON.stringify({ id, method, params, ...(sessionId ? { sessionId } : {}) })}\0`)
      }),
    follow: (sessionId, hear) => void followers.set(sessionId, hear),
  }
}

const KEYS: Record<string, { code: number; text?: string }> = {
  Tab: { code: 9 },
  Enter: { code: 13, text: '\r' },
  ' ': { code: 32, text: ' ' },
}

async function createPage(wire: Wire, session: string): Promise<Page> {
  const complaints: string[] = []
  const requests: string[] = []
  let loaded: (() => void) | undefined
  wire.follow(session, (method, params) => {
    if (method === 'Page.loadEventFired') loaded?.()
    if (method === 'Network.requestWillBeSent') requests.push((params.request as { url: string }).url)
    if (method === 'Runtime.exceptionThrown')
      complaints.push(JSON.stringify((params.exceptionDetails as { exception?: unknown }).exception ?? params))
    const entry = method === 'Log.entryAdded' ? (params.entry as { level: string; text: string }) : null
    if (entry && (entry.level === 'error' || entry.level === 'warning')) complaints.push(entry.text)
    if (method === 'Runtime.consoleAPICalled' && ['error', 'warning', 'assert'].includes(params.type as string))
      complaints.push(JSON.stringify(params.args))
  })
  const send: Page['send'] = (method, parameters) => wire.send(method, parameters, session)
  for (const domain of ['Page', 'Runtime', 'Network', 'Log']) await send(`${domain}.enable`)
  return {
    complaints,
    requests,
    send,
    async open(url) {
      complaints.length = 0
      requests.length = 0
      const ready = new Promise<void>((resolve) => {
        loaded = resolve
      })
      const { errorText } = await send('Page.navigate', { url })
      if (errorText) throw new Error(`${url}: ${errorText}`)
      await ready
    },
    async ask<T>(expression: string) {
      const answer = await send('Runtime.evaluate', { expression, returnByValue: true, awaitPromise: true })
      const failed = answer.exceptionDetails as { exception?: { description?: string }; text: string } | undefined
      if (failed) throw new Error(failed.exception?.description ?? failed.text)
      return (answer.result as { value: T }).value
    },
    resize: async (width, height = 900) =>
      void (await send('Emulation.setDeviceMetricsOverride', {
        width,
        height,
        deviceScaleFactor: 1,
        mobile: width < 600,
      })),
    async press(key) {
      const { code, text } = KEYS[key] ?? { code: 0 }
      const event = { key, windowsVirtualKeyCode: code, ...(text ? { text } : {}) }
      await send('Input.dispatchKeyEvent', { type: text ? 'keyDown' : 'rawKeyDown', ...event })
      await send('Input.dispatchKeyEvent', { type: 'keyUp', key, windowsVirtualKeyCode: code })
    },
    async picture(whole = false) {
      const { data } = await send('Page.captureScreenshot', { format: 'png', captureBeyondViewport: whole })
      return data as string
    },
  }
}
