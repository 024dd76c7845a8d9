import { type Column, type SQL, sql } from 'drizzle-orm'

/** What an upsert of many rows sets where a row is there already: each of these columns as the new row has it. */
export const excluded = <K extends string>(columns: Record<K, Column>): Record<K, SQL> =>
  Object.fromEntries(
    Object.entries<Column>(columns).map(([key, column]) => [key, sql`excluded.${sql.identifier(column.name)}`]),
  ) as Record<K, SQL>
