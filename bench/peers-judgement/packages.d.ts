// The few calls that the bench makes. Declared here so that the checkout can be checked without this folder's packages.

declare module '@nlpjs/core' {
  export interface Container {
    use(part: unknown): void
  }
  export function containerBootstrap(): Promise<Container>
}

declare module '@nlpjs/nlp' {
  import type { Container } from '@nlpjs/core'
  export interface NlpSettings {
    languages: string[]
    container: Container
    autoSave: boolean
    autoLoad: boolean
    calculateSentiment: boolean
    forceNER: boolean
    threshold: number
    nlu: { log: boolean; iterations: number; learningRate: number }
  }
  export class Nlp {
    constructor(settings: NlpSettings)
    addDocument(locale: string, utterance: string, intent: string): void
    train(): Promise<void>
    process(locale: string, utterance: string): Promise<{ classifications: { intent: string; score: number }[] }>
  }
}

declare module '@nlpjs/lang-zh' {
  export const LangZh: unknown
}

declare module '@nlpjs/lang-en' {
  export const LangEn: unknown
}

declare module 'jieba-wasm' {
  export function cut(sentence: string, hmm: boolean): string[]
}
