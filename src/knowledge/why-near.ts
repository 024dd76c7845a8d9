/**
 * From which cosine, and from which part of the question's words, each is reason enough to be named by itself. A twentieth is
 * much: a complaint says most things in its own words, and of cases that share so much 19 in 20 are near (eval/knowledge, dev).
 */
const SAY_MEANING = 0.58
const SAY_WORDS = 0.05

const round = (x: number) => Math.round(x * 1000) / 1000

/**
 * Why an item is near, in words for people: meaning, shared words, or both where only together they bring it up.
 * `held`: the part of the question's words that it has, 0 to 1; `words`: some of them.
 */
export function whyNear(similarity: number | null, held: number, words: readonly string[] = []): string[] {
  const list = words.length > 0 ? `: ${words.join('、')}` : ''
  const meaning = similarity === null ? [] : [`语义相近 near in meaning ${round(similarity)}`]
  const shared = held === 0 ? [] : [`用词相近 shares words ${Math.round(held * 100)}%${list}`]
  const alone = [...((similarity ?? 0) >= SAY_MEANING ? meaning : []), ...(held >= SAY_WORDS ? shared : [])]
  return alone.length > 0 ? alone : [...meaning, ...shared]
}
