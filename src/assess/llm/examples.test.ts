import { readFile } from 'node:fs/promises'
import { beforeAll, describe, expect, it } from 'vitest'
import { maskText } from '../../domain/text/mask.ts'
import { readText } from '../../domain/text/reading.ts'
import { readLabelled } from '../../node/labelled-files.ts'
import { packagePath } from '../../node/paths.ts'
import { readLlmRules, readPolicy, readReconcileRules } from '../../node/policy-files.ts'
import { readPromptSources } from '../../node/prompt-files.ts'
import { newDelimiter } from './datamark.ts'
import { createExampleBank, type Example, examplesText, readExamples } from './examples.ts'
import { createPromptRegistry } from './prompts.ts'
import { rubricOf } from './rubric.ts'
import { tokensAtMost } from './tokens.ts'

let examples: Example[]
beforeAll(async () => {
  examples = readExamples(await readFile(packagePath('fixtures/examples.jsonl'), 'utf8'))
})

/** A unit vector by the words' first two letters. */
const vectorOf = (text: string): Float32Array => {
  const angle = (text.charCodeAt(0) * 31 + text.charCodeAt(1)) / 1000
  return Float32Array.of(Math.cos(angle), Math.sin(angle))
}
const embedder = { embedMany: async (texts: readonly string[]) => texts.map(vectorOf) }

describe('the bank of examples', () => {
  it('is short, without personal data, of nearly every code and of all levels and natures', async () => {
    const policy = await readPolicy([])
    const codes = new Set(policy.codes.map((c) => c.code))
    expect(examples.length).toBeGreaterThan(150)
    expect(new Set(examples.map((e) => e.primary).filter((c) => c !== null)).size).toBeGreaterThan(codes.size - 6)
    expect(new Set(examples.map((e) => e.severity)).size).toBe(4)
    expect(new Set(examples.map((e) => e.nature)).size).toBeGreaterThanOrEqual(4)
    for (const e of examples) {
      expect(maskText(readText(e.text)).spans).toEqual([])
      for (const code of [e.primary, ...e.secondary]) expect(code === null || codes.has(code)).toBe(true)
    }
  })

  it('holds nothing that is judged in an evaluation', async () => {
    const judged = (await Promise.all(['dev', 'test'].map(readLabelled))).flat()
    const texts = new Set(judged.map((c) => c.text))
    expect(examples.filter((e) => texts.has(e.text))).toEqual([])
  })

  it('gives the most similar last, and none before the vectors are there', async () => {
    const bank = createExampleBank(examples, embedder, 3)
    expect(bank.nearest(vectorOf(examples[0]!.text))).toEqual([])
    await bank.ready
    const near = bank.nearest(vectorOf(examples[0]!.text))
    const likeness = near.map((e) => vectorOf(e.text).reduce((s, x, i) => s + x * vectorOf(examples[0]!.text)[i]!, 0))
    expect(near).toHaveLength(3)
    expect(likeness).toEqual([...likeness].sort((a, b) => a - b))
    expect(likeness[2]).toBeCloseTo(1)
  })

  it('stays empty where the embedder fails, and asks for nothing where none are wanted', async () => {
    const failing = createExampleBank(examples, { embedMany: () => Promise.reject(new Error('no')) }, 3)
    await failing.ready
    expect(failing.nearest(vectorOf('退款'))).toEqual([])
    const unwanted = createExampleBank(examples, { embedMany: () => Promise.reject(new Error('asked')) }, 0)
    await unwanted.ready
    expect(unwanted.nearest(vectorOf('退款'))).toEqual([])
  })

  it('names the line of what is no example', () => {
    expect(() => readExamples('{}\n')).toThrow(/examples\.jsonl:1/)
  })
})

describe('the question', () => {
  it('is the same but for its end: 85% of what is sent and more, over the complaints of dev', async () => {
    const [policy, rules, llm, sources, dev] = await Promise.all([
      readPolicy([]),
      readReconcileRules(),
      readLlmRules(),
      readPromptSources(),
      readLabelled('dev'),
    ])
    const prompts = await createPromptRegistry(sources)
    const rubric = rubricOf(policy)
    const bank = createExampleBank(examples, embedder, rules.examples.nearest)
    await bank.ready
    const asked = dev
      .filter((_, i) => i % 10 === 0)
      .map((c) => {
        const near = examplesText(bank.nearest(vectorOf(c.text)))
        const { messages } = prompts.fill('triage', {
          ...rubric,
          examples: near,
          complaint: c.text,
          delimiter: newDelimiter(),
        })
        return messages.map((m) => m.content).join('\n')
      })
    const tokens = (text: string) => tokensAtMost(text, llm.tokens)
    const shared = sharedPrefix(asked)
    const mean = asked.reduce((sum, words) => sum + tokens(words), 0) / asked.length
    expect(tokens(shared) / mean).toBeGreaterThanOrEqual(0.85)
  })
})

function sharedPrefix(texts: readonly string[]): string {
  let n = texts[0]!.length
  for (const t of texts) {
    let i = 0
    while (i < n && t[i] === texts[0]![i]) i++
    n = i
  }
  return texts[0]!.slice(0, n)
}
