import { arrayContains, type Column, type SQL, sql } from 'drizzle-orm'

/** Whether one of an item's codes is this one (`SP-07`), or of this family (`SP`). */
export const codeIs = (codes: Column, code: string): SQL =>
  code.length > 2
    ? arrayContains(codes, [code])
    : sql`exists (select from unnest(${codes}) c where c like ${`${code}-%`})`
