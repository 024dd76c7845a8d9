import type { PGlite } from '@electric-sql/pglite'

/**
 * Has the embedded database keep vectors as whole floats: WebAssembly has no instructions for half ones, and a search of
 * them takes it more than twice as long (docs/adr/0024). A base of before is changed, once.
 * In the row itself: of two kilobytes each would otherwise lie apart, and be fetched by itself.
 */
export async function wholeFloats(client: PGlite): Promise<void> {
  for (const kind of ['case', 'script']) {
    const [table, index] = [`${kind}_vectors`, `${kind}_vectors_hnsw`]
    const { rows } = await client.query<{ type: string }>(
      "select atttypid::regtype::text as type from pg_attribute where attrelid = $1::regclass and attname = 'vector'",
      [table],
    )
    if (rows[0]?.type !== 'halfvec') continue
    await client.exec(`begin; drop index if exists ${index};
      alter table ${table} alter column vector type vector(512) using vector::vector(512);
      alter table ${table} alter column vector set storage plain;
      create index ${index} on ${table} using hnsw (vector vector_cosine_ops); commit`)
  }
}
