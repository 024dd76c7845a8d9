/** One structured line. Fields are numbers, flags, ids and codes: never the text of a complaint nor personal data. */
export type LogFields = Readonly<Record<string, string | number | boolean | null | undefined | readonly string[]>>

export interface Logger {
  info(fields: LogFields, message: string): void
  warn(fields: LogFields, message: string): void
  error(fields: LogFields, message: string): void
}

export const noopLogger: Logger = { info() {}, warn() {}, error() {} }
