/**
 * What the language model's client costs and withstands, against the loopback upstream: its own time, broken upstreams,
 * the share of a prompt that is the same each time, and what 1,000 complaints cost by the three price lists of the policy.
 *
 *     node --import tsx bench/llm-upstream.ts
 *
 * Tokens are counted by the upstream's rough rule (a quarter for ASCII, three quarters for the rest), not by any model's.
 */
import { readFile } from 'node:fs/promises'
import { newDelimiter } from '../src/assess/llm/datamark.ts'
import { examplesText, readExamples } from '../src/assess/llm/examples.ts'
import { createModelClient } from '../src/assess/llm/model-client.ts'
import { opinionSchema } from '../src/assess/llm/opinion.ts'
import { costUsd } from '../src/assess/llm/prices.ts'
import { createPromptRegistry } from '../src/assess/llm/prompts.ts'
import { rubricOf } from '../src/assess/llm/rubric.ts'
import { packagePath } from '../src/node/paths.ts'
import { readLlmRules, readPolicy } from '../src/node/policy-files.ts'
import { readPromptSources } from '../src/node/prompt-files.ts'
import { addSpent, NOTHING_SPENT, type Question } from '../src/ports/language-model.ts'
import * as upstreams from '../test/harness/upstream/index.ts'

const COMPLAINTS = 300
const BUDGET_MS = 300

const rules = await readLlmRules()
rules.caps = {
  ...rules.caps,
  request: { tokens: null, usd: null },
  day: { tokens: null, usd: null },
  key: { tokens: null, usd: null },
}
const prompts = await createPromptRegistry(await readPromptSources())
const rubric = rubricOf(await readPolicy(['default']))
const lines = (await readFile(packagePath('eval/sets/dev.jsonl'), 'utf8')).split('\n').filter(Boolean)
const texts = lines.slice(0, COMPLAINTS).map((line) => (JSON.parse(line) as { text: string }).text)
const bank = readExamples(await readFile(packagePath('fixtures/examples.jsonl'), 'utf8'))

const question = (i: number, budgetMs: number): Question<unknown> => {
  const examples = [0, 1, 2, 3].map((n) => bank[(i * 4 + n) % bank.length]!)
  const complaint = texts[i % texts.length]!
  const variables = { ...rubric, examples: examplesText(examples), complaint, delimiter: newDelimiter() }
  return {
    prompt: prompts.fill('triage', variables),
    schema: opinionSchema,
    name: 'triage',
    budgetMs,
    account: 'bench',
  }
}
const quantile = (sorted: number[], q: number) =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * q))] ?? 0
const ms = (value: number) => `${value.toFixed(value < 10 ? 2 : 0)} ms`

const upstream = await upstreams.startUpstream()
const client = () => createModelClient({ apiKey: 'bench', baseUrl: upstream.baseUrl, model: 'gpt-4o-mini', rules })

// Its own time: all of a question that is not spent in the one request.
const model = client()
for (let i = 0; i < 20; i++) await model.ask(question(i, 5000))
upstream.forget()
const own: number[] = []
let spent = NOTHING_SPENT
for (let i = 0; i < COMPLAINTS; i++) {
  const began = performance.now()
  const reply = await model.ask(question(i, 5000))
  if (reply.failure !== null) throw new Error(`the upstream is well, and yet: ${reply.failure}`)
  own.push(performance.now() - began - reply.spent.upstreamMs)
  spent = addSpent(spent, reply.spent)
}
own.sort((a, b) => a - b)
console.log(
  `filling the prompt and asking, without the request itself: p50 ${ms(quantile(own, 0.5))}, p95 ${ms(quantile(own, 0.95))}`,
)

const { inputTokens, cachedTokens, outputTokens } = spent
const each = (n: number) => Math.round(n / COMPLAINTS)
console.log(
  `a question: ${each(inputTokens)} tokens in, ${each(outputTokens)} out; of those in the same as before: ${((100 * cachedTokens) / inputTokens).toFixed(1)}%`,
)
for (const list of rules.lists) {
  const usage = { input: inputTokens, cached: cachedTokens, output: outputTokens }
  const cold = costUsd(list, { ...usage, cached: 0 })
  console.log(
    `1,000 complaints, ${list.name} list: $${((costUsd(list, usage) * 1000) / COMPLAINTS).toFixed(2)} (nothing cached: $${((cold * 1000) / COMPLAINTS).toFixed(2)})`,
  )
}

const broken: [string, upstreams.Behaviour | 'down'][] = [
  ['dead', 'down'],
  ['silent', upstreams.never()],
  ['trickling', upstreams.trickle(20)],
  ['garbage', upstreams.garbage()],
  ['nonsense', upstreams.prose()],
  ['cut in the body', upstreams.cutBody()],
  ['429', upstreams.status(429, { retryAfter: 1 })],
  ['500', upstreams.status(500)],
]
console.log(
  `\nbudget ${ms(BUDGET_MS)}, ${COMPLAINTS} questions, eight at a time; «late»: the latest over the budget, «timer»: the latest of bare timers beside them`,
)
console.log(
  `${'upstream'.padEnd(17)}${'late'.padEnd(12)}${'timer'.padEnd(12)}${'in +50 ms'.padEnd(12)}a question while the breaker is open`,
)
for (const [name, behaviour] of broken) {
  if (behaviour === 'down') await upstream.down()
  else upstream.behave(behaviour)
  const hurt = client()
  const late: number[] = []
  // Timers of the same length beside them: how late this machine is by itself.
  const bare: number[] = []
  const open: number[] = []
  // Eight at a time, as a service would.
  await Promise.all(
    Array.from({ length: 8 }, async (_, lane) => {
      for (let i = lane; i < COMPLAINTS; i += 8) {
        const asked = question(i, BUDGET_MS)
        const began = performance.now()
        setTimeout(() => bare.push(performance.now() - began - BUDGET_MS), BUDGET_MS)
        const { failure } = await hurt.ask(asked)
        const took = performance.now() - began
        if (failure === null) throw new Error(`${name}: an answer from a broken upstream`)
        if (failure === 'breaker-open') open.push(took)
        else late.push(took - BUDGET_MS)
      }
    }),
  )
  await new Promise((resolve) => setTimeout(resolve, BUDGET_MS + 50))
  const most = (values: number[]) => ms(Math.max(0, ...values)).padEnd(12)
  const within = late.filter((l) => l <= 50).length + open.length
  open.sort((a, b) => a - b)
  const answered = `${within} of ${late.length + open.length}`.padEnd(12)
  const shut = open.length ? `p95 ${ms(quantile(open, 0.95))}` : 'stays closed'
  console.log(`${name.padEnd(17)}${most(late)}${most(bare)}${answered}${shut}`)
  if (behaviour === 'down') await upstream.up()
}
await upstream.close()
