import { type Contender, isRight, labelled, type Target } from '../contender.ts'
import { fitTfidf, type Tfidf } from './char-tfidf.ts'
import { fitSoftmax, likeliest, type Softmax } from './softmax.ts'

/** Strengths tried (4 and 256 did worse on dev in every run before), the strongest penalty first: each fit starts where the one before ended. */
const STRENGTHS = [16, 64]

interface Model {
  tfidf: Tfidf
  softmax: Softmax
  classes: string[]
}

/** Multinomial logistic regression over character 1-3-gram TF-IDF; its strength is the one that is right most often on dev. */
export async function openCharLogistic(): Promise<Contender> {
  const models: Partial<Record<Target, Model>> = {}
  const ask = (target: Target, text: string) => {
    const model = models[target]
    return model ? model.classes[likeliest(model.softmax, model.tfidf.rows([text]))[0]!]! : null
  }
  return {
    async train(target, { train, dev }) {
      const examples = labelled(target, train)
      const classes = [...new Set(examples.map((e) => e.label))].sort()
      const tfidf = fitTfidf(examples.map((e) => e.case.text))
      const x = tfidf.rows(examples.map((e) => e.case.text))
      const labels = Int32Array.from(examples, (e) => classes.indexOf(e.label))
      const held = labelled(target, dev).map((e) => e.case)
      const heldRows = tfidf.rows(held.map((c) => c.text))
      const tried: { c: number; right: number }[] = []
      let softmax: Softmax | undefined
      let best: Softmax | undefined
      for (const c of STRENGTHS) {
        softmax = fitSoftmax(x, labels, classes.length, c, softmax)
        const right = likeliest(softmax, heldRows).filter((k, i) => isRight(target, held[i]!, classes[k]!)).length
        if (!best || tried.every((t) => right > t.right)) best = softmax
        tried.push({ c, right })
      }
      models[target] = { tfidf, softmax: best!, classes }
      const shown = tried.map(({ c, right }) => `C=${c} ${((100 * right) / held.length).toFixed(1)}%`)
      return `${target}, on dev: ${shown.join(', ')}; ${tfidf.columns} n-grams`
    },
    judge: async (text) => ({ code: ask('code', text), level: ask('level', text) }),
  }
}
