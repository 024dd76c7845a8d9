import type { PromptRegistry } from '../assess/llm/prompts.ts'
import { suzhenError } from '../domain/errors.ts'

/** The registry with some prompts at the named version (`triage@1`), the others at their newest. Throws for one that is not there; `setting` is where it was named. */
export function pinPrompts(
  registry: PromptRegistry,
  names: readonly string[] | undefined,
  setting: string,
): PromptRegistry {
  if (!names || names.length === 0) return registry
  const missing = names.filter((name) => !registry.find(name))
  if (missing.length > 0)
    throw suzhenError(
      'invalid_request',
      `${setting}:没有提示词 ${missing.join('、')},可用 ${known(registry)} / there is no prompt ${missing.join(', ')}; there are ${known(registry)}`,
    )
  const pinned = new Map(names.map((name) => [name.split('@')[0]!, name]))
  const at = (name: string) => pinned.get(name) ?? name
  return {
    list: registry.list,
    find: (name) => registry.find(at(name)),
    fill: (name, variables) => registry.fill(at(name), variables),
  }
}

const known = (registry: PromptRegistry): string =>
  registry
    .list()
    .map((p) => `${p.id}@${p.version}`)
    .join(', ')
