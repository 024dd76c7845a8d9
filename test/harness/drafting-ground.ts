import { beforeAll } from 'vitest'
import { newDelimiter } from '../../src/assess/llm/datamark.ts'
import { createModelClient } from '../../src/assess/llm/model-client.ts'
import { createPromptRegistry } from '../../src/assess/llm/prompts.ts'
import type { LlmRules } from '../../src/domain/policy/llm-rules.ts'
import { readLlmRules } from '../../src/node/policy-files.ts'
import { readPromptSources } from '../../src/node/prompt-files.ts'
import type { Drafting } from '../../src/ports/drafting.ts'
import type { Behaviour } from './upstream/index.ts'
import { upstreamGround } from './upstream-ground.ts'

/**
 * As `upstreamGround`, and a language model behind that upstream that drafts by the prompts that ship. `breaker`: where it
 * is other than the policy's. Call at the top of a file.
 */
export function draftingGround(first: () => Behaviour, breaker: Partial<LlmRules['breaker']> = {}) {
  const ground = upstreamGround(first) as ReturnType<typeof upstreamGround> & { drafting: Drafting }
  beforeAll(async () => {
    const rules = await readLlmRules()
    ground.drafting = {
      model: createModelClient({
        apiKey: 'test',
        baseUrl: ground.upstream.baseUrl,
        model: 'test-model',
        rules: { ...rules, breaker: { ...rules.breaker, ...breaker } },
      }),
      prompts: await createPromptRegistry(await readPromptSources()),
      budgetMs: 10_000,
      newDelimiter,
    }
  }, 60_000)
  return ground
}
