import type { LlmRules } from '../../domain/policy/llm-rules.ts'

/** The most tokens that a text may become by the policy's numbers: what caps reserve, and what counts where no usage came. */
export function tokensAtMost(text: string, { ascii, han, other }: LlmRules['tokens']): number {
  let sum = 0
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    if (code < 0x80) sum += ascii
    // CJK with its punctuation and full-width forms: one to two tokens in every tokenizer of note.
    else if ((code >= 0x2e80 && code < 0xa000) || (code >= 0xff00 && code < 0xffef)) sum += han
    else sum += other
  }
  return Math.ceil(sum)
}
