import type { FieldFinder } from './find-field.ts'
import { isHan, oneLine } from './plain-words.ts'
import type { Step } from './raw-item.ts'
import { timeMark } from './time-mark.ts'

export type CourseColumn = 'at' | 'what' | 'decision'

const BULLET =
  /^\s*(?:[-*•·●○■◆▪–]\s*|[((]?\d{1,2}[))、]\s*|[((][一二三四五六七八九十]{1,3}[))]\s*|[一二三四五六七八九十]{1,3}、\s*|\d{1,2}[..](?!\d)\s*|[①-⑳]\s*|第[一二三四五六七八九十\d]{1,3}步[、::\s]*|步骤\s?[一二三四五六七八九十\d]{1,3}[、::\s]*|step\s\d{1,2}[.::\s]*)/iu
/** «受理:…»: what a step is called where no time is given. */
const CALLED = /^([\p{Script=Han}]{2,8}|[A-Za-z][A-Za-z ]{2,24})[::]\s*(?=\S)/u
const SENTENCE_ENDS = /(?<=[。;;!!?])\s*|(?<=[.?]["”’]?)\s+(?=\S)/u

/** Reads a course as people write it: lines or sentences that begin with a time, numbered lists, «决定:…» inside a line. */
export function createCourseReader(decisionWords: readonly string[]): (text: string) => Step[] {
  const words = decisionWords.map((w) => w.replace(/[^\w\s\p{Script=Han}]/gu, '\\$&')).join('|')
  const decision = new RegExp(`(?:^|[\\s;;,,。.!!??、((【[→>||—-])[→\\s]{0,3}(?:${words})[】\\]]?\\s?[::]\\s*`, 'iu')

  function add(step: Step, piece: string): void {
    const at = decision.exec(piece)
    const end = at ? at.index + (/^[。.!!??]/.test(at[0]) ? 1 : 0) : piece.length
    const before = piece.slice(0, end)
    if (step.decision === null) step.what += before
    else step.decision += before
    if (at) step.decision = `${step.decision ?? ''}${step.decision ? ';' : ''}${piece.slice(at.index + at[0].length)}`
  }

  return (text) => {
    const lines = text
      .split(/\n+/)
      .map((line) => line.trim())
      .filter(Boolean)
    const steps: Step[] = []
    const timed = lines.some((line) =>
      line
        .replace(BULLET, '')
        .split(SENTENCE_ENDS)
        .some((s) => timeMark(s)),
    )
    for (const raw of lines) {
      const line = timeMark(raw) ? raw : raw.replace(BULLET, '')
      if (!timed) {
        const current = steps.at(-1)
        if (current && decision.exec(line)?.index === 0) {
          add(current, line)
          continue
        }
        const called = CALLED.exec(line)
        const step: Step = {
          at: called && !decision.test(called[0]) ? called[1]!.trim() : null,
          what: '',
          decision: null,
        }
        add(step, step.at === null ? line : line.slice(called![0].length))
        steps.push(step)
        continue
      }
      let first = true
      for (const sentence of line.split(SENTENCE_ENDS)) {
        const mark = timeMark(sentence)
        const joint = first || isHan(sentence.slice(0, 1)) ? '' : ' '
        if (mark) {
          steps.push({ at: mark.at, what: '', decision: null })
          add(steps.at(-1)!, mark.rest)
        } else {
          if (steps.length === 0) steps.push({ at: null, what: '', decision: null })
          const step = steps.at(-1)!
          const empty = (step.decision ?? step.what) === ''
          add(step, first && !empty ? `\n${sentence}` : `${empty ? '' : joint}${sentence}`)
        }
        first = false
      }
    }
    return steps.map(tidy).filter((s) => s.what !== '' || s.decision !== null)
  }
}

const tidy = (step: Step): Step => {
  const end = (s: string) => oneLine(s).replace(/[;;,,((→\s]+$/u, '')
  const what = end(step.what)
  const unopened = (s: string) => (/[))]$/.test(s) && !/[((]/.test(s) ? s.slice(0, -1) : s)
  const decision = step.decision === null ? null : unopened(end(step.decision))
  // A line that says nothing but what was decided: the decision is what happened.
  if (what === '' && decision) return { at: step.at, what: decision, decision }
  return { at: step.at === null ? null : oneLine(step.at), what, decision: decision || null }
}

/** The steps of a table whose first row names times and events; null where it is no such table. */
export function stepsOfTable(rows: readonly (readonly string[])[], columns: FieldFinder<CourseColumn>): Step[] | null {
  const header = rows[0] ?? []
  const place = new Map<CourseColumn, number>()
  header.forEach((name, i) => {
    const field = columns.find(name)?.field
    if (field && !place.has(field)) place.set(field, i)
  })
  if (!place.has('at') || place.size < 2 || rows.length < 2) return null
  const cell = (row: readonly string[], column: CourseColumn) => oneLine(row[place.get(column) ?? -1] ?? '')
  let last: string | null = null
  return rows.slice(1).flatMap((row): Step[] => {
    // A merged cell stands in its first row only.
    last = cell(row, 'at') || last
    const decision = cell(row, 'decision') || null
    const what = cell(row, 'what') || decision
    return what ? [{ at: last, what, decision }] : []
  })
}
