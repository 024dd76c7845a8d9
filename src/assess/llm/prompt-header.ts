import { z } from 'zod'
import { isSuzhenError, suzhenError } from '../../domain/errors.ts'
import { parseRules } from '../../domain/policy/parse.ts'

const variableSchema = z.strictObject({
  name: z.string().regex(/^[a-z][a-zA-Z0-9]*$/, 'letters and digits, the first a small letter'),
  required: z.boolean(),
  maxChars: z.int().positive().max(200_000),
  /** Whether somebody else wrote it: it goes between delimiters, and never into the system message. */
  untrusted: z.boolean(),
  /** What stands there where nothing is given. */
  otherwise: z.string().default(''),
  about: z.string().min(1),
})

/** What stands above a prompt's template. */
const headerSchema = z
  .strictObject({
    id: z.string().regex(/^[a-z][a-z0-9-]{0,39}$/, 'an id such as reply-draft'),
    version: z.int().positive(),
    languages: z.array(z.enum(['zh', 'en'])).min(1),
    schema: z.string().regex(/^[a-zA-Z0-9_]{1,64}$/, 'letters, digits and _ alone'),
    variables: z.array(variableSchema),
    changelog: z
      .array(z.strictObject({ version: z.int().positive(), on: z.iso.date(), what: z.string().min(1) }))
      .min(1),
  })
  .superRefine((header, ctx) => {
    const names = header.variables.map((v) => v.name)
    names.forEach((name, i) => {
      if (names.indexOf(name) < i)
        ctx.addIssue({ code: 'custom', path: ['variables', i, 'name'], message: `${name} stands there twice` })
    })
    if (!header.changelog.some((c) => c.version === header.version))
      ctx.addIssue({ code: 'custom', path: ['changelog'], message: `no line speaks of version ${header.version}` })
  })

export type PromptHeader = z.output<typeof headerSchema>
export type PromptVariable = PromptHeader['variables'][number]

/** One error that names file and line of everything wrong in prompts. */
export const promptError = (problems: readonly string[]) =>
  suzhenError(
    'invalid_request',
    `提示词文件有误,请改好这几处再来 / the prompts cannot be used; mend these lines and start again:\n  ${problems.join('\n  ')}`,
  )

/** The header of a prompt file, and its template with the line that begins at. Throws naming file and line. */
export function readPromptHeader(path: string, text: string): { header: PromptHeader; template: string; line: number } {
  const found = /^\ufeff?---[ \t]*\n([\s\S]*?\n)---[ \t]*(?:\n|$)/.exec(text)
  if (!found) throw promptError([`${path}:1: a header between two lines --- must stand first`])
  const name = /([a-z][a-z0-9-]*)\/v(\d+)\.md$/.exec(path)
  if (!name) throw promptError([`${path}:1: a prompt is called <name>/v<number>.md`])
  // The line of the opening --- stays as a comment, so that the lines are the file's own.
  const header = headerOf(path, `#\n${found[1]}`)
  const line = found[0].split('\n').length
  if (header.id !== name[1])
    throw promptError([`${path}:2: id: the folder is called ${name[1]}, and so must the id be`])
  if (header.version !== Number(name[2])) throw promptError([`${path}:2: version: the file is called v${name[2]}`])
  return { header, template: text.slice(found[0].length), line }
}

function headerOf(file: string, text: string): PromptHeader {
  try {
    return parseRules({ file, text }, headerSchema)
  } catch (error) {
    if (!isSuzhenError(error)) throw error
    throw promptError(
      error.message
        .split('\n')
        .slice(1)
        .map((l) => l.trim()),
    )
  }
}
