import type { AssessInput, Assessment } from '../domain/assessment.ts'
import { ADDRESSED, INJECTION, standingLevel } from '../domain/floors.ts'
import type { Policy } from '../domain/policy/parse.ts'
import type { ReconcileRules } from '../domain/policy/reconcile-rules.ts'
import type { Asked, Assessor, AssessorResult } from '../ports/assessor.ts'
import {
  addSpent,
  type LanguageModel,
  type ModelFailure,
  NOTHING_SPENT,
  type Question,
  type Reply,
} from '../ports/language-model.ts'
import { checkOpinion, checkVerdict, type OpinionCheck } from './llm/check-opinion.ts'
import { type Example, examplesText } from './llm/examples.ts'
import { createQuoteFinder } from './llm/locate-quote.ts'
import { opinionSchema, verdictSchema } from './llm/opinion.ts'
import type { PromptRegistry } from './llm/prompts.ts'
import { rubricOf } from './llm/rubric.ts'
import { findQuarrel, isSettled } from './llm/verify.ts'
import { reconcile } from './reconcile.ts'

export interface HybridParts {
  local: Assessor
  model: LanguageModel
  prompts: Pick<PromptRegistry, 'fill'>
  policy: Policy
  rules: ReconcileRules
  /** For one text from its request on (`AssessInput.since`), so that all that went before counts, in ms. */
  budgetMs: number
  /** A delimiter that the text cannot know. */
  newDelimiter(): string
  /** Labelled cases like a text, the most similar last. */
  nearest?: ((vector: Float32Array) => Example[]) | undefined
}

const ENGINES_DIFFER = 'engines-differ 引擎判断不一,须人工确认'
const HELD = 'lighter-held 大模型判得更轻,已按可减轻的限度保留级别,须人工确认'
const INSTRUCTIONS_SEEN = 'instructions-in-text 大模型认为文中含有写给系统的指令'

/**
 * The local engine with a language model beside it. The local answer stands whenever the model is late, down, refuses or
 * talks nonsense; nothing that a model answers makes this throw. An aborted caller is answered as the local engine does.
 */
export function createHybridAssessor(parts: HybridParts): Assessor {
  const { local, model, policy, rules } = parts
  const rubric = rubricOf(policy)
  const codes = new Set(policy.codes.map((c) => c.code))

  return {
    name: 'hybrid',
    asks: true,
    async assess(input, onFirst) {
      const { since = performance.now() } = input
      const first = await local.assess(input)
      if (input.engine === 'local') return first
      const begun = performance.now()
      onFirst?.(first)
      const { assessment, asked, failure } = await askAbout(input, first.assessment, since + parts.budgetMs)
      const own = performance.now() - begun - asked.spent.upstreamMs
      return {
        ...first,
        assessment,
        degraded: first.degraded || failure !== null,
        reasons: failure ? [...first.reasons, `llm-${failure}`] : first.reasons,
        models: { ...first.models, llm: model.model },
        latencyMs: { ...first.latencyMs, llm: asked.spent.upstreamMs, llmOwn: Math.max(0, own) },
        asked,
      } satisfies AssessorResult
    },
  }

  async function askAbout(
    input: AssessInput,
    local: Assessment,
    deadline: number,
  ): Promise<{ assessment: Assessment; asked: Asked; failure: ModelFailure | null }> {
    const { reading } = input
    const asked: Asked = { engine: 'local', prompts: [], spent: NOTHING_SPENT, review: [] }
    const examples = local.vector ? (parts.nearest?.(local.vector) ?? []) : []
    const first = await ask('triage', opinionSchema, { ...rubric, examples: examplesText(examples) })
    if (first.failure !== null) return { assessment: local, asked, failure: first.failure }

    const check: OpinionCheck = { find: createQuoteFinder(input), codes, trust: rules.trust }
    const opinion = checkOpinion(first.value, check)
    const alone = input.engine === 'llm'
    const has = (id: string) => local.signals.some((s) => s.id === id)
    const injected = has(INJECTION)
    const raiseOnly = injected || has(ADDRESSED) || opinion.instructionsInText
    const quarrel = findQuarrel(local, opinion, standingLevel(local, reading.original, policy), rules, raiseOnly)
    const inTime = deadline - performance.now() >= rules.verify.leastMs
    const look = quarrel && inTime ? await ask('verify', verdictSchema, rubric) : null
    const second = look && look.failure === null ? checkVerdict(look.value, check) : null
    asked.engine = alone ? 'llm' : 'hybrid'
    if (quarrel && !isSettled(quarrel, second, alone)) asked.review.push(ENGINES_DIFFER)
    if (opinion.instructionsInText && !injected) asked.review.push(INSTRUCTIONS_SEEN)
    const { assessment, held } = reconcile(
      { local, opinion, quarrel, second, alone, raiseOnly, original: reading.original },
      policy,
      rules,
    )
    if (held) asked.review.push(HELD)
    return { assessment, asked, failure: null }

    async function ask<T>(
      name: 'triage' | 'verify',
      schema: Question<T>['schema'],
      variables: Readonly<Record<string, string>>,
    ): Promise<Reply<T>> {
      const delimiter = parts.newDelimiter()
      const prompt = parts.prompts.fill(name, { ...variables, complaint: input.masked, delimiter })
      asked.prompts.push(prompt.ref)
      const { account = 'none', signal } = input
      const budgetMs = Math.max(1, Math.floor(deadline - performance.now()))
      const reply = await answerTo({ prompt, schema, name, budgetMs, account, signal })
      if (reply.failure === 'aborted') signal?.throwIfAborted()
      asked.spent = addSpent(asked.spent, reply.spent)
      if (reply.failure !== null) return reply
      // The port promises the shape, and the floor's guards rest on it: an answer is looked at here once more.
      const parsed = schema.safeParse(reply.value)
      return parsed.success
        ? { value: parsed.data, failure: null, spent: reply.spent }
        : { value: null, failure: 'off-schema', spent: reply.spent }
    }
  }

  /** The port does not throw; should a model's client do it nevertheless, the local answer stands all the same. */
  async function answerTo<T>(question: Question<T>): Promise<Reply<T>> {
    try {
      return await model.ask(question)
    } catch {
      return { value: null, failure: 'unreachable', spent: NOTHING_SPENT }
    }
  }
}
