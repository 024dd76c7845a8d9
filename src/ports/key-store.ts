import type { Audience, KeyRole } from '../domain/labels.ts'

export interface ApiKey {
  id: string
  role: KeyRole
  audience: Audience
  label: string
  createdAt: number
  revokedAt: number | null
}

/** API keys by the hash of the key; the key itself is never stored. */
export interface KeyStore {
  add(key: Omit<ApiKey, 'createdAt' | 'revokedAt'> & { hash: string }): Promise<void>
  findByHash(hash: string): Promise<ApiKey | null>
  list(): Promise<ApiKey[]>
  /** False when no key in force has that id. */
  revoke(id: string): Promise<boolean>
  anyInForce(): Promise<boolean>
}
