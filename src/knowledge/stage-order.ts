import type { Script } from '../domain/knowledge.ts'
import type { EmotionLevel } from '../domain/labels.ts'

type Stage = Script['stage']

// G4: when and how it will be solved, then why it happened, then what prevents the next; what belongs to the end of a case
// comes after the words that take one up. C3: a fierce complaint is first given empathy and an emergency plan, then what
// will be made good.
const CALM: readonly Stage[] = [
  'solution',
  'remedy',
  'explain',
  'empathy',
  'opening',
  'followup',
  'closing',
  'handover',
  'deescalate',
]
const FIERCE: readonly Stage[] = [
  'deescalate',
  'empathy',
  'opening',
  'solution',
  'remedy',
  'handover',
  'explain',
  'followup',
  'closing',
]
const WORDS: Record<Stage, readonly [zh: string, en: string]> = {
  opening: ['接住来意', 'takes it up'],
  empathy: ['安抚', 'empathy'],
  deescalate: ['降温与应急办法', 'calms and plans'],
  solution: ['何时怎么解决', 'when and how'],
  remedy: ['怎么弥补', 'what is made good'],
  explain: ['为什么发生', 'why it happened'],
  followup: ['之后怎么防', 'what prevents the next'],
  closing: ['怎么收尾', 'how it closes'],
  handover: ['由谁接手', 'who takes over'],
}

export interface StagePlace {
  /** 1 for the stage that is wanted first, falling to 0. */
  fit: number
  why: string
}

/** Where a stage stands in what this customer wants to hear (G4, C3); from emotion 4 up the order is that for the fierce. */
export function placeOfStage(stage: Stage, emotion: EmotionLevel): StagePlace {
  const fierce = emotion >= 4
  const order = fierce ? FIERCE : CALM
  const at = order.indexOf(stage)
  const [mood, moodEn] = fierce ? ['激烈', 'fierce'] : emotion === 3 ? ['不满', 'displeased'] : ['平和', 'calm']
  const [words, wordsEn] = WORDS[stage]
  return {
    fit: 1 - at / (order.length - 1),
    why: `${mood}时第 ${at + 1} 步:${words} · step ${at + 1} where ${moodEn}: ${wordsEn}`,
  }
}
