import { readFile } from 'node:fs/promises'
import { suzhenError } from '../domain/errors.ts'
import { type LabelledCase, labelledCaseSchema } from '../domain/labelled-case.ts'
import { packagePath } from './paths.ts'

/** A labelled set by its name (`train`, `dev`, `test`) or path. Throws with file, line and field of everything wrong. */
export async function readLabelled(name: string): Promise<LabelledCase[]> {
  const path = /[/\\.]/.test(name) ? name : packagePath(`eval/sets/${name}.jsonl`)
  const lines = (await readFile(path, 'utf8')).split('\n')
  const problems: string[] = []
  const cases: LabelledCase[] = []
  lines.forEach((line, i) => {
    if (line.trim() === '') return
    try {
      const parsed = labelledCaseSchema.safeParse(JSON.parse(line))
      if (parsed.success) cases.push(parsed.data)
      else
        problems.push(...parsed.error.issues.map((issue) => `line ${i + 1}: ${issue.path.join('.')}: ${issue.message}`))
    } catch {
      problems.push(`line ${i + 1}: not JSON`)
    }
  })
  if (problems.length)
    throw suzhenError(
      'invalid_request',
      `${name}: ${problems.length} problems\n  ${problems.slice(0, 20).join('\n  ')}`,
    )
  return cases
}
