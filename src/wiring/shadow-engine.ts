import type { ShadowParts } from '../triage/shadow.ts'
import { besideLocal, createCountedClient, type LanguageModelParts } from './language-model.ts'
import { pinPrompts } from './pin-prompts.ts'

/** The second engine that the settings name, and for how many complaints. */
export type ShadowEngine = Pick<ShadowParts, 'model' | 'share' | 'beside' | 'metrics'>

/**
 * The engine of the shadow; null where none is named. It has a client of its own, with caps and a breaker of its own: what
 * befalls it is not seen by the engine that answers.
 */
export function createShadowEngine(parts: LanguageModelParts): ShadowEngine | null {
  const { shadow } = parts.config
  if (!shadow) return null
  const { model, share } = shadow
  const client = createCountedClient(parts, model, 'shadow')
  const own = { ...parts, prompts: pinPrompts(parts.prompts, shadow.prompts, 'LLM_SHADOW_PROMPTS') }
  return {
    model,
    share,
    metrics: parts.metrics,
    beside: (local) => besideLocal({ name: 'local', assess: async () => local }, client, own),
  }
}
