import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type ClientBench, GOOD, question, startClientBench } from '../../../test/harness/upstream/client-bench.ts'
import { formsUnsupported, ok, startUpstream, status } from '../../../test/harness/upstream/index.ts'

let bench: ClientBench
beforeAll(async () => {
  bench = await startClientBench()
})
afterAll(() => bench.upstream.close())
beforeEach(() => {
  bench.upstream.forget()
  bench.upstream.behave(ok(GOOD))
})

describe('the ladder', () => {
  it.each([
    ['json_schema', []],
    ['json_object', ['json_schema']],
    ['tool', ['json_schema', 'json_object']],
  ] as const)('ends at %s', async (rung, unsupported) => {
    const { reply, facts, state } = await bench.askOnce(formsUnsupported(unsupported, ok(GOOD)))
    expect(reply.value).toEqual(GOOD)
    expect(facts[0]!.rung).toBe(rung)
    expect(state.rung).toBe(rung)
    expect(bench.upstream.refused).toEqual([])
  })

  it.each(['deepseek', 'ark', 'vllm'] as const)('understands how %s says no', async (says) => {
    const { reply, state } = await bench.askOnce(formsUnsupported(['json_schema'], ok(GOOD), says))
    expect(reply.value).toEqual(GOOD)
    expect(state.rung).toBe('json_object')
  })

  it('is remembered: the next question starts where the last one ended', async () => {
    bench.upstream.behave(formsUnsupported(['json_schema'], ok(GOOD)))
    const { model } = bench.client()
    await model.ask(question())
    expect(bench.upstream.seen.map((s) => s.rung)).toEqual(['json_schema', 'json_object'])
    await model.ask(question())
    expect(bench.upstream.seen.map((s) => s.rung)).toEqual(['json_schema', 'json_object', 'json_object'])
  })

  it('has an end: an endpoint that takes no form is asked three times and no more', async () => {
    const { reply } = await bench.askOnce(formsUnsupported(['json_schema', 'json_object', 'tool', 'text']))
    expect(reply.failure).toBe('rejected')
    expect(bench.upstream.seen).toHaveLength(3)
  })

  it('does not step for errors that name nothing of ours', async () => {
    const { reply } = await bench.askOnce(
      status(400, { message: "This model's maximum context length is 4096 tokens.", code: 'context_length_exceeded' }),
    )
    expect(reply.failure).toBe('rejected')
    expect(bench.upstream.seen).toHaveLength(1)
  })

  it('calls the greatest length by the name that the model wants', async () => {
    const { reply } = await bench.askOnce((seen) =>
      'max_tokens' in seen.body!
        ? status(400, {
            message:
              "Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead.",
            code: 'unsupported_parameter',
            param: 'max_tokens',
          })(seen)
        : ok(GOOD)(seen),
    )
    expect(reply.value).toEqual(GOOD)
    expect(bench.upstream.seen.at(-1)!.body).toMatchObject({ max_completion_tokens: bench.rules.answer.maxTokens })
    expect(bench.upstream.seen.at(-1)!.rung).toBe('json_schema')
  })

  it('does not take a length that is too great for a name that is unknown', async () => {
    const { reply } = await bench.askOnce(
      status(400, { message: 'max_tokens is too large: 1500. This model supports at most 1024.', param: 'max_tokens' }),
    )
    expect(reply.failure).toBe('rejected')
    expect(bench.upstream.seen).toHaveLength(1)
  })

  it('goes without temperature where only the default is taken', async () => {
    const { reply } = await bench.askOnce((seen) =>
      'temperature' in seen.body!
        ? status(400, {
            message:
              "Unsupported value: 'temperature' does not support 0 with this model. Only the default (1) value is supported.",
            param: 'temperature',
            code: 'unsupported_value',
          })(seen)
        : ok(GOOD)(seen),
    )
    expect(reply.value).toEqual(GOOD)
  })

  it('does not force the tool where that is not taken', async () => {
    const { reply } = await bench.askOnce(
      formsUnsupported(['json_schema', 'json_object'], (seen) =>
        seen.body!.tool_choice === 'auto'
          ? ok(GOOD)(seen)
          : status(400, {
              message: 'The tool_choice parameter does not support being set to required or object in thinking mode',
              code: 'invalid_parameter_error',
            })(seen),
      ),
    )
    expect(reply.value).toEqual(GOOD)
    expect(bench.upstream.seen.map((s) => s.rung)).toEqual(['json_schema', 'json_object', 'tool', 'tool'])
  })

  it('goes without the policy’s further fields where the endpoint knows none of them', async () => {
    // The upstream holds to OpenAI's fields, and refuses enable_thinking by itself.
    const { reply } = await bench.askOnce(ok(GOOD), { model: 'qwen-plus' })
    expect(reply.value).toEqual(GOOD)
    expect(bench.upstream.refused.map((r) => r.refusal.param)).toEqual(['enable_thinking'])
  })

  it('turns thinking off where an endpoint says that it must', async () => {
    const thinker = await startUpstream(
      (seen) =>
        seen.body!.enable_thinking === false
          ? ok(GOOD)(seen)
          : status(400, {
              message: 'parameter.enable_thinking must be set to false for non-streaming calls',
              code: 'invalid_parameter_error',
            })(seen),
      { also: ['enable_thinking'] },
    )
    const { model } = bench.client({ baseUrl: thinker.baseUrl })
    expect((await model.ask(question())).value).toEqual(GOOD)
    await thinker.close()
  })
})
