import type { Config } from '../config.ts'
import type { LogFields, Logger } from '../ports/logger.ts'

const ORDER = ['debug', 'info', 'warn', 'error', 'silent'] as const

/** One JSON line an entry, as on Node; ids, codes and numbers only (ports/logger). */
export function createLogger(level: Config['logLevel']): Logger {
  const write = (at: 'info' | 'warn' | 'error') => (fields: LogFields, message: string) => {
    if (ORDER.indexOf(at) < ORDER.indexOf(level)) return
    // biome-ignore lint/suspicious/noConsole: the console is where a Worker's log goes
    console.log(JSON.stringify({ level: at, time: new Date().toISOString(), ...fields, msg: message }))
  }
  return { info: write('info'), warn: write('warn'), error: write('error') }
}
