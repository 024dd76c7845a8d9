import { inArray } from 'drizzle-orm'
import type { Database } from '../database.ts'
import { cases, scripts } from '../schema/knowledge.ts'

const CAPACITY = 2_000

/**
 * Bodies of cases or scripts by id and version. A search asks the database for ids alone, every time; the bodies, which
 * seldom change and are dear to carry and parse, are fetched once a version. The least recently used go first.
 */
export function createBodyCache<T>(db: Database, kind: 'case' | 'script') {
  const table = kind === 'case' ? cases : scripts
  const kept = new Map<string, { version: string; body: T }>()
  return {
    /** The bodies of the items asked for; an item deleted meanwhile is left out. */
    async get(wanted: readonly { id: string; version: string }[]): Promise<Map<string, T>> {
      const out = new Map<string, T>()
      const missing: (typeof wanted)[number][] = []
      for (const w of wanted) {
        const hit = kept.get(w.id)
        if (hit?.version === w.version) {
          kept.delete(w.id)
          kept.set(w.id, hit)
          out.set(w.id, hit.body)
        } else missing.push(w)
      }
      if (missing.length > 0) {
        const rows = await db
          .select({ id: table.id, body: table.body })
          .from(table)
          .where(
            inArray(
              table.id,
              missing.map((m) => m.id),
            ),
          )
        const versions = new Map(missing.map((m) => [m.id, m.version]))
        for (const { id, body } of rows) {
          out.set(id, body as T)
          kept.set(id, { version: versions.get(id)!, body: body as T })
        }
        for (const id of kept.keys()) {
          if (kept.size <= CAPACITY) break
          kept.delete(id)
        }
      }
      return out
    },
  }
}
