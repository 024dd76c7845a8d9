import { randomBytes } from 'node:crypto'
import { readConfig } from '../../config.ts'
import { createKeyStore } from '../../db/stores/key-store.ts'
import { suzhenError } from '../../domain/errors.ts'
import { AUDIENCES, type Audience, KEY_ROLES, type KeyRole } from '../../domain/labels.ts'
import type { KeyStore } from '../../ports/key-store.ts'
import { createIds } from '../../wiring/ids.ts'
import { createPseudonyms } from '../../wiring/pseudonyms.ts'
import { readSecret } from '../hash-secret.ts'
import { openDatabase, requireCurrent } from '../parts.ts'

/** What a role sees when nothing else is said (G1: the front line sees basic cases, managers all). */
const AUDIENCE_OF: Record<KeyRole, Audience> = {
  agent: 'frontline',
  analyst: 'supervisor',
  knowledge: 'management',
  admin: 'management',
}

async function withKeys(
  env: NodeJS.ProcessEnv,
  work: (keys: KeyStore, hash: (key: string) => string) => Promise<number>,
): Promise<number> {
  const config = readConfig(env)
  const database = await openDatabase(config)
  try {
    await requireCurrent(database)
    const pseudonyms = createPseudonyms(readSecret(config.hashSecret, config.dataDir))
    return await work(createKeyStore(database.db), (key) => pseudonyms.of('key', key))
  } finally {
    await database.close()
  }
}

export async function createKey(
  env: NodeJS.ProcessEnv,
  options: { role: string; audience?: string; label: string },
): Promise<number> {
  const role = oneOf('--role', options.role, KEY_ROLES)
  const audience = options.audience === undefined ? AUDIENCE_OF[role] : oneOf('--audience', options.audience, AUDIENCES)
  return withKeys(env, async (keys, hash) => {
    const id = createIds().next('key')
    const key = `sz_${randomBytes(24).toString('base64url')}`
    await keys.add({ id, hash: hash(key), role, audience, label: options.label })
    process.stdout.write(`${key}\n`)
    process.stderr.write(
      `${id} (${role}, ${audience}) 密钥只显示这一次,请妥善保存;重启服务后生效 · shown once, keep it safe; takes effect when the service starts again\n`,
    )
    return 0
  })
}

export const listKeys = (env: NodeJS.ProcessEnv): Promise<number> =>
  withKeys(env, async (keys) => {
    const all = await keys.list()
    for (const k of all) {
      process.stdout.write(
        `${k.id}  ${k.role.padEnd(9)} ${k.audience.padEnd(10)} ${new Date(k.createdAt).toISOString()}  ${k.revokedAt ? '已吊销 revoked' : '有效 in force'}  ${k.label}\n`,
      )
    }
    if (all.length === 0) process.stdout.write('没有密钥 · no keys\n')
    return 0
  })

export const revokeKey = (env: NodeJS.ProcessEnv, id: string): Promise<number> =>
  withKeys(env, async (keys) => {
    if (await keys.revoke(id)) {
      process.stdout.write(`${id} 已吊销 · revoked\n`)
      return 0
    }
    process.stderr.write(
      '没有这个有效密钥;用 suzhen keys list 查看 · no key in force has that id; see suzhen keys list\n',
    )
    return 1
  })

function oneOf<T extends string>(option: string, value: string, allowed: readonly T[]): T {
  if ((allowed as readonly string[]).includes(value)) return value as T
  throw suzhenError('invalid_request', `${option} must be one of ${allowed.join(', ')} / ${option} 须为其中之一`)
}
