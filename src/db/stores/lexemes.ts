import { type SQL, sql } from 'drizzle-orm'
import { searchTokens } from '../../domain/tokens.ts'

/** Most tokens of one question; a longer one says nothing more. */
const MAX_TOKENS = 160

/** A lexeme as `tsvector` and `tsquery` literals take it: quoted, so that no text parser touches it. */
const quote = (token: string) => `'${token.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`

/** A text's search tokens as a `tsvector`. */
export const tokensVector = (text: string): SQL => sql`${searchTokens(text).map(quote).join(' ')}::tsvector`

/** Any of the tokens, as a `tsquery`. */
export const tokensQuery = (tokens: readonly string[]): SQL =>
  sql`${tokens.slice(0, MAX_TOKENS).map(quote).join(' | ')}::tsquery`
