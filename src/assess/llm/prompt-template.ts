import { type PromptVariable, promptError } from './prompt-header.ts'

/** A stretch of words, or a variable's place. */
export type Piece = string | { variable: string }

export interface Section {
  role: 'system' | 'user' | 'assistant'
  pieces: Piece[]
}

const HEADING = /^## (system|user|assistant)[ \t]*$/
const BRACES = /\{\{([^{}\n]*)\}\}/g
/** Handed in with the question, not declared: which lines the data stand between. */
const DELIMITER_NAME = 'delimiter'

/**
 * A template in sections `## system`, `## user`, `## assistant`. Refused: a variable that is not declared or never used;
 * in the system message anything that somebody else wrote, or that differs with each question, so that providers can
 * cache it. Throws naming every line. `line`: where in the file the template begins.
 */
export function readTemplate(
  template: string,
  at: { path: string; line: number; variables: readonly PromptVariable[] },
): Section[] {
  const problems: string[] = []
  const declared = new Map(at.variables.map((v) => [v.name, v]))
  const used = new Set<string>()
  const sections: Section[] = []
  template.split('\n').forEach((words, i) => {
    const where = `${at.path}:${at.line + i}`
    const heading = HEADING.exec(words)
    const section = sections.at(-1)
    if (heading) sections.push({ role: heading[1] as Section['role'], pieces: [] })
    else if (section) section.pieces.push(...pieces(words, section.role, where), '\n')
    else if (words.trim() !== '') problems.push(`${where}: words ahead of the first section`)
  })
  if (sections[0]?.role !== 'system') problems.push(`${at.path}:${at.line}: the first section must be ## system`)
  if (sections.at(-1)?.role !== 'user') problems.push(`${at.path}:${at.line}: the last section must be ## user`)
  for (const name of declared.keys())
    if (!used.has(name)) problems.push(`${at.path}:2: the variable ${name} is declared and never used`)
  if (problems.length > 0) throw promptError(problems)
  return sections

  function pieces(words: string, role: Section['role'], where: string): Piece[] {
    const found: Piece[] = []
    let from = 0
    for (const match of words.matchAll(BRACES)) {
      const name = match[1]!.trim()
      const variable = declared.get(name)
      if (name !== DELIMITER_NAME && !variable) problems.push(`${where}: no variable is called «${name}»`)
      if (role === 'system' && (name === DELIMITER_NAME || variable?.untrusted))
        problems.push(`${where}: ${name} may not stand in the system message, which is the same for all`)
      used.add(name)
      found.push(words.slice(from, match.index), { variable: name })
      from = match.index + match[0].length
    }
    const rest = words.slice(from)
    // Closing ones alone are the end of some JSON.
    if (rest.includes('{{')) problems.push(`${where}: braces that hold no variable`)
    return [...found, rest]
  }
}
