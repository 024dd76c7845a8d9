import { containerBootstrap } from '@nlpjs/core'
import { LangEn } from '@nlpjs/lang-en'
import { LangZh } from '@nlpjs/lang-zh'
import { Nlp } from '@nlpjs/nlp'
import { type Contender, labelled, type Target } from '../contender.ts'

/** Chosen on dev, see README, but for the rounds of the code: a round over 47,000 cases takes some twenty minutes. With the library's own rate of 0.6 the network swings and learns next to nothing from texts like these. */
const SETTINGS: Record<Target, { learningRate: number; iterations: number }> = {
  code: { learningRate: 0.015, iterations: 3 },
  level: { learningRate: 0.003, iterations: 20 },
}

/** Told outright rather than guessed by the library, which spares it time and mistakes. */
const languageOf = (text: string) => (/\p{Script=Han}/u.test(text) ? 'zh' : 'en')

/** nlp.js: one model a target, Chinese and English. What it can do besides (entities, sentiment, answers) is off. */
export async function openNlpJs(): Promise<Contender> {
  const models: Partial<Record<Target, Nlp>> = {}
  const ask = async (target: Target, text: string) => {
    const answer = await models[target]?.process(languageOf(text), text)
    // Its best guess even where it would rather say «None»: no guess would always be wrong.
    return answer?.classifications.find((c) => c.intent !== 'None')?.intent ?? null
  }
  return {
    async train(target, { train }) {
      const container = await containerBootstrap()
      for (const part of [Nlp, LangZh, LangEn]) container.use(part)
      const nlp = new Nlp({
        languages: ['zh', 'en'],
        container,
        autoSave: false,
        autoLoad: false,
        calculateSentiment: false,
        forceNER: false,
        threshold: 0,
        nlu: { log: false, ...SETTINGS[target] },
      })
      for (const { case: c, label } of labelled(target, train)) nlp.addDocument(languageOf(c.text), c.text, label)
      await nlp.train()
      models[target] = nlp
      return null
    },
    judge: async (text) => ({ code: await ask('code', text), level: await ask('level', text) }),
  }
}
