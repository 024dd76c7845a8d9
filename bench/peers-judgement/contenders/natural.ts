import { createRequire } from 'node:module'
import { cut } from 'jieba-wasm'
import { type Contender, labelled, type Target } from '../contender.ts'

interface Classifier {
  addDocument(words: string[], label: string): void
  train(): void
  classify(words: string[]): string
}

// Required, not imported: its types are sources that do not pass our checks.
const natural: {
  BayesClassifier: new (stemmer: undefined, smoothing: number) => Classifier
  LogisticRegressionClassifier: new () => Classifier
} = createRequire(import.meta.url)('natural')

/** Chosen on dev, see README. The library's own 1 gives 12% of the codes. */
const SMOOTHING: Record<Target, number> = { code: 0.05, level: 1e-5 }

/** `natural`'s classifiers over the words that jieba finds (lower case, without punctuation). */
export async function openNatural(kind: 'bayes' | 'logistic'): Promise<Contender> {
  const words = (text: string) => cut(text.toLowerCase(), true).filter((w) => /[\p{L}\p{N}]/u.test(w))
  const models: Partial<Record<Target, Classifier>> = {}
  return {
    async train(target, { train }) {
      const model =
        kind === 'bayes'
          ? new natural.BayesClassifier(undefined, SMOOTHING[target])
          : new natural.LogisticRegressionClassifier()
      for (const { case: c, label } of labelled(target, train)) model.addDocument(words(c.text), label)
      model.train()
      models[target] = model
      return null
    },
    async judge(text) {
      const found = words(text)
      return { code: models.code?.classify(found) ?? null, level: models.level?.classify(found) ?? null }
    },
  }
}
