import { CASES } from './style/cases.ts'
import { CHARTS } from './style/charts.ts'
import { FRAME } from './style/frame.ts'
import { NARROW } from './style/narrow.ts'

/** The one style sheet of the page. Later parts may overrule earlier ones. */
export const pageStyle = (): string => `\n${[FRAME, CHARTS, CASES, NARROW].join('\n')}`
