import { z } from 'zod'
import { type AskedFact, createModelClient, type ModelClientParts } from '../../../src/assess/llm/model-client.ts'
import type { LlmRules } from '../../../src/domain/policy/llm-rules.ts'
import { readLlmRules } from '../../../src/node/policy-files.ts'
import type { Question } from '../../../src/ports/language-model.ts'
import { type Behaviour, ok } from './behaviours.ts'
import { startUpstream, type Upstream } from './start-upstream.ts'

const answer = z.strictObject({
  level: z.literal([1, 2, 3, 4]),
  quotes: z.array(z.string().max(20)),
  note: z.string().nullable(),
})
type Answer = z.output<typeof answer>

/** What a good model answers to `question()`. */
export const GOOD: Answer = { level: 2, quotes: ['打了四次电话'], note: null }
export const KEY = 'sk-secret-0123456789'

/** A small question about a small complaint. */
export const question = (more: Partial<Question<Answer>> = {}): Question<Answer> => ({
  prompt: {
    ref: 'test@1#000000000000',
    messages: [
      { role: 'system', content: '按 JSON 作答' },
      { role: 'user', content: `<<<${'ab'.repeat(12)}\n退款说好三天到账,打了四次电话\n${'ab'.repeat(12)}>>>` },
    ],
  },
  schema: answer,
  name: 'test',
  budgetMs: 3000,
  account: 'key-1',
  ...more,
})

export type ClientOptions = Partial<ModelClientParts> & { change?: (rules: LlmRules) => void }

export interface ClientBench {
  upstream: Upstream
  rules: LlmRules
  /** A client of the upstream, and what it told of each question. `change`: of the policy's rules. */
  client(options?: ClientOptions): { model: ReturnType<typeof createModelClient>; facts: AskedFact[] }
  /** One question to an upstream that behaves so, by a client of its own. */
  askOnce(
    behaviour: Behaviour,
    options?: ClientOptions,
  ): Promise<{
    reply: Awaited<ReturnType<ReturnType<typeof createModelClient>['ask']>> & { value: unknown }
    facts: AskedFact[]
    state: ReturnType<ReturnType<typeof createModelClient>['state']>
    ms: number
  }>
}

/** An upstream that answers well, and clients that ask it. */
export async function startClientBench(): Promise<ClientBench> {
  const rules = await readLlmRules()
  const upstream = await startUpstream(ok(GOOD), { key: KEY })
  const client: ClientBench['client'] = ({ change, ...parts } = {}) => {
    const own = structuredClone(rules)
    own.retries.leastMs = 20
    own.breaker.fairMs = 20
    change?.(own)
    const facts: AskedFact[] = []
    const onAsked = (fact: AskedFact) => void facts.push(fact)
    const { baseUrl } = upstream
    const model = createModelClient({
      apiKey: KEY,
      baseUrl,
      model: 'gpt-4o-mini',
      rules: own,
      random: () => 0,
      onAsked,
      ...parts,
    })
    return { model, facts }
  }
  return {
    upstream,
    rules,
    client,
    async askOnce(behaviour, options) {
      upstream.behave(behaviour)
      const { model, facts } = client(options)
      const began = performance.now()
      const reply = await model.ask(question())
      return { reply, facts, state: model.state(), ms: performance.now() - began }
    },
  }
}
