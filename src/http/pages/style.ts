import { BASE } from './style/base.ts'
import { CONSOLE_STYLE } from './style/console.ts'
import { KNOWLEDGE_STYLE } from './style/knowledge.ts'

/** The one style sheet of the pages. Later parts may overrule earlier ones. */
export const pagesStyle = (): string => [BASE, CONSOLE_STYLE, KNOWLEDGE_STYLE].join('\n')
