import type { Section } from '../../files/document.ts'
import { findLabels, isShortField, labelsOf, PERSON } from './find-labels.ts'
import { isForm, readForm } from './form.ts'
import { addPiece, type RawItem, type Step } from './raw-item.ts'
import { stepsOfTable } from './read-course.ts'
import type { Readers } from './readers.ts'
import { aNote, cutList } from './say.ts'
import { timeMark } from './time-mark.ts'

const TITLE_LEAD =
  /^(?:投诉|典型|服务|优秀|失败)?案例\s?[一二三四五六七八九十\d]{0,3}(?:名称|标题)?\s?[::—–-]\s?|^case(?: study)?\s?(?:no\.?\s?)?\d{0,3}\s?[:—–-]\s?/iu

/** Reads sections into an item by their headings, their labelled lines and their tables. `intro`: words that stand under no heading of a field. `flat`: depths of headings mean nothing. */
export function walkSections(
  sections: readonly Section[],
  raw: RawItem,
  readers: Readers,
  flat = false,
): { raw: RawItem; intro: string[] } {
  const fields = readers.fields[raw.kind]
  const titleField = raw.kind === 'case' ? 'title' : 'scene'
  const headed = new Set(sections.map((s) => fields.find(s.heading)?.field).filter((f) => f !== undefined))
  const intro: string[] = []
  const unread: string[] = []
  // The field that the section stands for, how deep its heading is, and what a label in it has changed it to.
  let home: string | null = null
  let depth = 0
  let current: string | null = null
  let known = true
  // Whether the section has said nothing yet.
  let empty = false
  let course: { heading: string | null; lines: string[] } = { heading: null, lines: [] }

  const first = sections.find((s) => s.heading !== '')
  for (const section of sections) {
    open(section)
    for (const paragraph of section.paragraphs) for (const line of paragraph.split('\n')) take(line)
    for (const rows of section.tables) table(rows)
  }
  flush()
  if (unread.length > 0)
    raw.findings.push(
      aNote(
        'unknown-heading',
        null,
        {
          zh: `这些标题下的文字没有读取:${cutList(unread, '、')}`,
          en: `text under these headings was not read: ${cutList(unread, ', ')}`,
        },
        { zh: '要读取就改用通用的标题', en: 'to have it read, use one of the usual headings' },
      ),
    )
  return { raw, intro }

  function open(section: Section): void {
    const { heading } = section
    if (heading === '') return
    const [, lead, called] = section === first ? (/^([^::]{1,12})[::]\s*(.+)$/s.exec(heading) ?? []) : []
    // «话术:催问退款» is what the paper is called, not its words.
    if (called !== undefined && readers.isKindWord[raw.kind](lead!)) {
      leave(section, null)
      addPiece(raw, titleField, called)
      return
    }
    const labels = findLabels(heading, (label) => fields.exact(label))
    if (labels && !(home === 'course' && timeMark(heading))) {
      leave(section, labels.at(-1)!.field)
      for (const { field, value } of labels) put(field, value)
      return
    }
    if (home === 'course' && (timeMark(heading) || readers.columns.exact(heading) === 'decision' || isStep(section))) {
      flush()
      course = { heading, lines: [] }
      return
    }
    const exact = fields.exact(heading)
    // The first heading is the title, even where it ends like a field («洗衣机三修不转的处理过程»).
    if (section === first && exact === null) {
      leave(section, null)
      if (!readers.isAbout(heading) && readers.kind(heading) === null && !raw.values.has(titleField))
        addPiece(raw, titleField, heading.replace(TITLE_LEAD, ''))
      else if (readers.kind(heading) !== null && !raw.values.has(titleField)) titleOf(heading)
      return
    }
    const found = fields.find(heading)
    // In a text a short line alone looks like a heading, and may be all that a section says.
    if (!found && flat && empty && home !== null) {
      addLine(heading)
      return
    }
    if (found) leave(section, found.field)
    else if (readers.isAbout(heading)) leave(section, null)
    else if (tellsTheCase(heading)) leave(section, 'summary')
    else if (home !== null && section.depth > depth) addLine(`${heading}:`)
    else {
      leave(section, null)
      if (!raw.values.has(titleField) && raw.values.size === 0) titleOf(heading)
      else {
        known = false
        if (section.paragraphs.length > 0) unread.push(heading)
      }
    }
  }

  /** «案例三:退款延迟» is a title with a word before it; «投诉案例» alone is none. */
  function titleOf(heading: string): void {
    const rest = heading.replace(TITLE_LEAD, '')
    const bare = readers.words.kinds[raw.kind].some((w) => w.toLowerCase() === rest.trim().toLowerCase())
    if (!bare) addPiece(raw, titleField, rest)
  }

  /** «案例» alone over words of its own, in a paper that has its title: what the customer complained of, where no other heading says so. */
  function tellsTheCase(heading: string): boolean {
    return (
      raw.kind === 'case' &&
      readers.isKindWord.case(heading) &&
      raw.values.has('title') &&
      !raw.values.has('summary') &&
      !headed.has('summary')
    )
  }

  /** A heading under the course that is no field's: deeper, or in a text, where depths are guessed, a word with one line. */
  function isStep({ heading, depth: deep, paragraphs }: Section): boolean {
    if (fields.exact(heading) !== null) return false
    if (deep > depth) return true
    return flat && heading.length <= 6 && paragraphs.length === 1 && fields.find(heading) === null
  }

  function leave(section: Section, field: string | null): void {
    flush()
    home = field
    depth = section.depth
    current = null
    known = true
    empty = true
  }

  function take(line: string): void {
    // A field's word alone on its line is a heading that nothing marks.
    const alone = line.length <= 30 ? fields.exact(line.replace(/[::]\s*$/, '')) : null
    if (alone !== null && !(home === 'course' && readers.columns.exact(line) !== null)) {
      flush()
      home = alone
      current = null
      known = true
      return
    }
    const personal = labelsOf(line, raw.kind, readers)
    const labels = personal?.filter((l) => l.field !== PERSON)
    for (const p of personal ?? []) if (p.field === PERSON && p.value !== '') raw.people.push(p.value)
    if (personal && labels!.length === 0) return
    if (
      labels &&
      (home !== 'course' ||
        (!timeMark(line) &&
          labels.every(
            (l) => !isShortField(l.field) && !headed.has(l.field) && readers.columns.exact(l.field) === null,
          )))
    ) {
      for (const { field, value } of labels) put(field, value)
      return
    }
    addLine(line)
  }

  /** A label and its value. What a longer field says may go on in the next line; a short one is done. */
  function put(field: string, value: string): void {
    if (value !== '') {
      if (field === 'course') course.lines.push(value)
      else addPiece(raw, field, value)
    }
    current = value === '' || !isShortField(field) ? field : null
  }

  function addLine(line: string): void {
    const field = current ?? home
    empty = false
    if (field === 'course') course.lines.push(line)
    else if (field !== null) addPiece(raw, field, line)
    else if (known && line.trim() !== '') intro.push(line.trim())
    // A value that stands on the line below its label is one line.
    if (current !== null && isShortField(current)) current = null
  }

  function table(rows: readonly (readonly string[])[]): void {
    empty = false
    const steps = home === 'course' || !isForm(rows, fields) ? stepsOfTable(rows, readers.columns) : null
    if (steps) {
      flush()
      raw.steps.push(...steps)
    } else if (isForm(rows, fields)) {
      const unknown = readForm(rows, raw, readers, (text) => raw.steps.push(...readers.course(text)))
      unread.push(...unknown)
    } else for (const row of rows) addLine(row.filter((c) => c.trim() !== '').join(' '))
  }

  function flush(): void {
    const { heading, lines } = course
    course = { heading: null, lines: [] }
    if (heading === null) raw.steps.push(...readers.course(lines.join('\n')))
    else raw.steps.push(...under(heading, lines))
  }

  /** The steps under a heading of their own: a day, a phase, or «决定». */
  function under(heading: string, lines: readonly string[]): Step[] {
    const text = lines.join('\n')
    const last = raw.steps.at(-1)
    if (last && readers.columns.exact(heading) === 'decision') {
      // What was decided ends where the next moment begins.
      const next = lines.findIndex((line, i) => i > 0 && timeMark(line))
      const own = next < 0 ? lines : lines.slice(0, next)
      last.decision = [last.decision, own.join(' ')].filter(Boolean).join(';')
      return next < 0 ? [] : readers.course(lines.slice(next).join('\n'))
    }
    const mark = timeMark(heading)
    const name = mark ? [mark.at, mark.rest].filter(Boolean).join(' ') : heading
    const steps = readers.course(text)
    if (steps.length === 0) return mark ? [{ at: mark.at, what: mark.rest || heading, decision: null }] : []
    if (steps.some((s) => s.at !== null && timeMark(s.at)))
      return steps.map((s) => ({ ...s, at: s.at === null ? name : mark ? `${mark.at} ${s.at}` : s.at }))
    const decisions = steps.flatMap((s) => (s.decision === null ? [] : [s.decision]))
    return [
      {
        at: name,
        what: steps.map((s) => (s.at === null ? s.what : `${s.at}:${s.what}`)).join(' '),
        decision: decisions.length > 0 ? decisions.join(';') : null,
      },
    ]
  }
}
