import type { FilledPrompt } from '../../ports/language-model.ts'
import { DELIMITER, markData, plain } from './datamark.ts'
import { type PromptHeader, promptError, readPromptHeader } from './prompt-header.ts'
import { type Piece, readTemplate, type Section } from './prompt-template.ts'

/** A prompt file: its path, of which `<name>/v<N>.md` counts, and its text. */
export interface PromptSource {
  path: string
  text: string
}

export interface Prompt extends Pick<PromptHeader, 'id' | 'version' | 'languages' | 'schema' | 'variables'> {
  /** `<name>@<version>#<first 12 hex digits of the template's sha256>`. */
  ref: string
}

export interface PromptRegistry {
  /** Every prompt in every version, by name, the newest first. */
  list(): Prompt[]
  /** A prompt by `name` (its newest version) or `name@version`; null: there is none. */
  find(name: string): Prompt | null
  /**
   * Fills a prompt in one pass. Values are never read for variables again; untrusted ones go between lines with the
   * variable `delimiter`, which every prompt takes and which must be new for each question (`newDelimiter`). Throws for a
   * variable that is missing or unknown.
   */
  fill(name: string, variables: Readonly<Record<string, string>>): FilledPrompt
}

interface Loaded extends Prompt {
  sections: Section[]
}

/** Reads and checks all prompts. Throws one error that names every file and line. */
export async function createPromptRegistry(sources: readonly PromptSource[]): Promise<PromptRegistry> {
  const loaded: Loaded[] = []
  const problems: string[] = []
  for (const source of sources) {
    try {
      loaded.push(await load(source))
    } catch (error) {
      problems.push(...(error as Error).message.split('\n').slice(1))
    }
  }
  const seen = new Set<string>()
  for (const { id, version } of loaded) {
    if (seen.has(`${id}@${version}`)) problems.push(`${id}@${version} was handed in twice`)
    seen.add(`${id}@${version}`)
  }
  if (problems.length > 0) throw promptError(problems.map((p) => p.trim()))
  loaded.sort((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : b.version - a.version))
  const byName = new Map(loaded.map((p) => [`${p.id}@${p.version}`, p]))
  for (const p of loaded) if (!byName.has(p.id)) byName.set(p.id, p)

  return {
    list: () => loaded.map(({ sections: _, ...prompt }) => prompt),
    find: (name) => byName.get(name) ?? null,
    fill(name, { delimiter = '', ...variables }) {
      const prompt = byName.get(name)
      if (!prompt) throw new Error(`No prompt is called ${name}`)
      if (!DELIMITER.test(delimiter)) throw new Error('A delimiter is 16 to 64 hex digits')
      const values = valuesOf(prompt, variables, delimiter)
      const say = (piece: Piece) => (typeof piece === 'string' ? piece : (values.get(piece.variable) ?? ''))
      return {
        ref: prompt.ref,
        messages: prompt.sections.map(({ role, pieces }) => ({ role, content: pieces.map(say).join('').trim() })),
      }
    },
  }
}

async function load({ path, text: raw }: PromptSource): Promise<Loaded> {
  const text = raw.replace(/\r\n?/g, '\n')
  const { header, template, line } = readPromptHeader(path, text)
  const sections = readTemplate(template, { path, line, variables: header.variables })
  const { id, version, languages, schema, variables } = header
  const hash = await sha256(template.trim())
  return { id, version, languages, schema, variables, sections, ref: `${id}@${version}#${hash.slice(0, 12)}` }
}

function valuesOf(
  { id, variables }: Prompt,
  given: Readonly<Record<string, string>>,
  delimiter: string,
): Map<string, string> {
  const known = new Set(variables.map((v) => v.name))
  const unknown = Object.keys(given).filter((name) => !known.has(name))
  if (unknown.length > 0) throw new Error(`Prompt ${id} has no variable called ${unknown.join(', ')}`)
  const values = new Map<string, string>([['delimiter', delimiter]])
  for (const { name, required, maxChars, untrusted, otherwise } of variables) {
    const value = given[name]
    if (value === undefined && required) throw new Error(`Prompt ${id} needs the variable ${name}`)
    if (value === undefined || value === '') values.set(name, otherwise)
    else if (untrusted) values.set(name, markData(value, delimiter, maxChars))
    else if (value.length > maxChars) throw new Error(`Prompt ${id}: ${name} is longer than ${maxChars} characters`)
    else values.set(name, plain(value, maxChars))
  }
  return values
}

async function sha256(text: string): Promise<string> {
  const bytes = new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text)))
  return [...bytes].map((b) => b.toString(16).padStart(2, '0')).join('')
}
