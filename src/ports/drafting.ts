import type { FilledPrompt, LanguageModel } from './language-model.ts'

/** A language model for drafts: what a person reads, mends and answers for before anybody else sees it. */
export interface Drafting {
  model: LanguageModel
  prompts: {
    /** A prompt's text with its variables in place. Throws for a variable that is missing or unknown. */
    fill(name: string, variables: Readonly<Record<string, string>>): FilledPrompt
  }
  /** For one draft, ms. */
  budgetMs: number
  /** A delimiter that the text cannot know. */
  newDelimiter(): string
}
