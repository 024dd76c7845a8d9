import { SETTINGS } from '../config.ts'

/** The settings with their defaults, for `suzhen serve --help`. */
export const settingsHelp = `
设置(环境变量,均可省略) · settings (environment variables, all optional):
${SETTINGS.map((s) => `  ${s.name.padEnd(13)} ${(s.fallback || '(空 empty)').padEnd(18)} ${s.zh} · ${s.en}`).join('\n')}
`
