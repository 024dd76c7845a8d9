import { readdir, readFile } from 'node:fs/promises'
import type { PromptSource } from '../assess/llm/prompts.ts'
import { packagePath } from './paths.ts'

/** Every `prompts/<name>/v<N>.md` of the package, in a fixed order. */
export async function readPromptSources(): Promise<PromptSource[]> {
  const root = packagePath('prompts')
  const entries = await readdir(root, { recursive: true })
  const paths = entries.map((p) => p.replaceAll('\\', '/')).filter((p) => /^[a-z][a-z0-9-]*\/v\d+\.md$/.test(p))
  return Promise.all(
    paths.sort().map(async (path) => ({ path: `prompts/${path}`, text: await readFile(`${root}/${path}`, 'utf8') })),
  )
}
