import type { Config } from '../config.ts'
import { suzhenError } from '../domain/errors.ts'
import type { DryRun } from '../knowledge/import/dry-run.ts'
import type { UploadFile } from '../knowledge/import/gather.ts'
import type { ImportState } from '../knowledge/import/import-service.ts'

const LOOK_AGAIN_MS = 300

/** Hands an import to the service that already holds the data folder, and waits for its end. The key is sent along when there is one. */
export async function importOver(
  config: Config,
  files: readonly UploadFile[],
  flags: { dryRun?: boolean; submit?: boolean; why?: string },
  key: string | undefined,
  tell: (done: number, total: number) => void,
): Promise<DryRun | ImportState> {
  const host = config.host.includes(':') ? `[${config.host}]` : config.host
  const headers: Record<string, string> = key ? { authorization: `Bearer ${key}` } : {}
  const ask = async <T>(path: string, init: RequestInit = {}): Promise<T> => {
    const response = await fetch(`http://${host}:${config.port}/v1/knowledge/imports${path}`, { headers, ...init })
    const body = (await response.json()) as { detail?: string; issues?: { path: string; message: string }[] }
    if (response.ok) return body as T
    const issues = (body.issues ?? []).map((i) => `\n${i.path}: ${i.message}`).join('')
    throw suzhenError('invalid_request', `${body.detail ?? `the running service answered ${response.status}`}${issues}`)
  }
  const form = new FormData()
  for (const { name, bytes } of files) form.append('file', new Blob([bytes as Uint8Array<ArrayBuffer>]), name)
  if (flags.why) form.append('why', flags.why)
  const query = `?dryRun=${flags.dryRun ?? false}&submit=${flags.submit ?? false}`
  const sent = await ask<DryRun | ImportState>(query, { method: 'POST', body: form })
  if ('summary' in sent) return sent
  process.once('SIGINT', () => void ask(`/${sent.id}/cancel`, { method: 'POST' }).catch(() => {}))
  for (;;) {
    const now = await ask<ImportState>(`/${sent.id}`)
    tell(now.done, now.total)
    if (now.status !== 'running') return now
    await new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN_MS))
  }
}
