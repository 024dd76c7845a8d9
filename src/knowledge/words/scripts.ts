import type { Script } from '../../domain/knowledge.ts'
import { isHan } from './frequent.ts'
import { foldText, runsOf } from './runs.ts'

const SLOT = /\{[^{}]*\}/g

/**
 * The best script whose words (scene or text, slots aside) hold a word: first that of the codes which the word goes
 * with, then one whose scene holds it, then by id. Null: the word has no script.
 */
export function createScriptFinder(scripts: readonly Pick<Script, 'id' | 'scene' | 'text' | 'codes'>[]) {
  const read = scripts.map(({ id, scene, text, codes }) => {
    const spoken = text.replace(SLOT, '\n')
    return { id, scene, codes, title: folded(scene), all: folded(`${scene}\n${spoken}`) }
  })
  return (word: string, codes: readonly { code: string; count: number }[]): { id: string; scene: string } | null => {
    const holding = read
      .filter((script) => script.all(word))
      .map(({ id, scene, codes: own, title }) => ({
        id,
        scene,
        fit: codes.reduce((sum, { code, count }) => sum + (own.includes(code) ? count : 0), 0),
        titled: Number(title(word)),
      }))
      .sort((a, b) => b.fit - a.fit || b.titled - a.titled || (a.id < b.id ? -1 : 1))
    const [best] = holding
    return best ? { id: best.id, scene: best.scene } : null
  }
}

/** Whether a text holds a word: Han anywhere, others as whole words. */
function folded(text: string): (word: string) => boolean {
  const han = foldText(text)
  const words = new Set(runsOf(text).words)
  return (word) => (isHan(word) ? han.includes(word) : words.has(word))
}
