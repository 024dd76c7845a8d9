import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createAdaptorServer } from '@hono/node-server'
import { type Config, isLoopback } from '../config.ts'
import { suzhenError } from '../domain/errors.ts'
import { createApp } from '../http/app.ts'
import type { Logger } from '../ports/logger.ts'
import { createIds } from '../wiring/ids.ts'
import { readAsset } from './assets.ts'
import { createHealth } from './health.ts'
import { openParts } from './parts.ts'
import { readSample } from './samples.ts'

/** How long requests under way are waited for when the service stops. */
const GRACE_MS = 10_000

export interface RunningService {
  url: string
  /** Whether callers need a key. */
  guarded: boolean
  degraded: string | null
  /** Refuses new requests, finishes those under way within ten seconds, then closes the database. Safe to call twice. */
  stop(): Promise<void>
}

/** Starts the service. Throws when a setting, the policy, the data folder or the address cannot be used, or when an open address has no API keys. */
export async function startService(config: Config, logger: Logger): Promise<RunningService> {
  const parts = await openParts(config, logger)
  try {
    const guarded = await parts.keys.anyInForce()
    if (!guarded && !isLoopback(config.host)) {
      throw suzhenError(
        'forbidden',
        `HOST=${config.host} can be reached from outside, so API keys are needed: run «suzhen keys create --role admin» first / 监听非本机地址必须先创建 API 密钥:suzhen keys create --role admin`,
      )
    }
    let draining = false
    const app = createApp({
      triage: parts.triage,
      feedback: parts.feedback,
      summaries: parts.summaries,
      knowledge: parts.knowledge,
      desk: parts.desk,
      imports: parts.imports,
      monthlyWords: parts.monthlyWords,
      reviewList: parts.reviewList,
      usage: parts.usage,
      replies: parts.replies,
      replyDrafts: parts.replyDrafts,
      policy: parts.policy,
      keys: parts.keys,
      auth: { required: guarded },
      pseudonyms: parts.pseudonyms,
      ids: createIds(),
      clock: { now: () => Date.now() },
      logger,
      metrics: parts.metrics,
      ...(parts.mayAsk ? { mayAsk: parts.mayAsk } : {}),
      health: createHealth(parts, () => draining),
      assets: { read: readAsset },
      samples: { read: readSample },
      draining: () => draining,
    })
    const server = createAdaptorServer({ fetch: app.fetch, hostname: config.host }) as Server
    server.headersTimeout = 15_000
    // Long enough for an upload of 64 MB over a slow line.
    server.requestTimeout = 300_000
    await listen(server, config)
    const { port } = server.address() as AddressInfo
    let stopped: Promise<void> | undefined
    return {
      url: `http://${config.host.includes(':') ? `[${config.host}]` : config.host}:${port}`,
      guarded,
      degraded: parts.embedder().reason,
      stop() {
        draining = true
        // Imports first: whoever follows one would keep the server open.
        stopped ??= parts.imports
          .stop()
          .then(() => closeServer(server))
          .then(parts.close)
        return stopped
      },
    }
  } catch (error) {
    await parts.close()
    throw error
  }
}

function listen(server: Server, config: Config): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const why =
        error.code === 'EADDRINUSE'
          ? `PORT=${config.port} is taken; stop the other service or choose another PORT / 端口 ${config.port} 已被占用,请更换 PORT`
          : `cannot listen on ${config.host}:${config.port} (${error.code}) / 无法监听该地址`
      reject(suzhenError('storage_unavailable', why))
    })
    server.listen(config.port, config.host, resolve)
  })
}

function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    const force = setTimeout(() => server.closeAllConnections(), GRACE_MS)
    server.close(() => {
      clearTimeout(force)
      resolve()
    })
    server.closeIdleConnections()
  })
}
