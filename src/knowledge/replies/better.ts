import type { Script } from '../../domain/knowledge.ts'
import type { ReplyRules } from '../../domain/policy/reply-rules.ts'
import type { Span } from '../../domain/text/clauses.ts'
import { readText, toOriginal } from '../../domain/text/reading.ts'
import { searchTokens } from '../../domain/tokens.ts'

type Better = ReplyRules['rules'][number]['better']

/**
 * The published script whose stage fits the rule best, then the one that shares most of the rule's words; scripts come
 * nearest to the reply first, which decides among equals. `clean` says that a script does not itself break the rule.
 */
export function pickBetter(
  better: Better,
  scripts: readonly Script[],
  clean: (script: Script) => boolean,
): Script | null {
  if (better === null) return null
  const wanted = searchTokens(better.words)
  const scored = scripts
    .filter((s) => better.stages.includes(s.stage))
    .map((script, rank) => {
      const theirs = new Set(searchTokens(`${script.scene} ${script.text}`))
      const shared = wanted.filter((w) => theirs.has(w)).length / Math.max(1, wanted.length)
      const stage = 1 - better.stages.indexOf(script.stage) / better.stages.length
      return { script, rank, score: shared + 0.5 * stage - 0.02 * Math.min(rank, 25) }
    })
    .sort((a, b) => b.score - a.score || a.rank - b.rank)
  return scored.find(({ script }) => clean(script))?.script ?? null
}

/** Words of the reply that a script says to avoid, punctuation and blanks left aside. Spans are of the original. */
export function avoidedIn(text: string, scripts: readonly Script[]): { script: Script; span: Span }[] {
  const reading = readText(text)
  const { bare, at } = condensed(reading.text)
  return scripts.flatMap((script) =>
    script.avoid.flatMap((phrase) => {
      const words = condensed(readText(phrase).text).bare
      const from = words.length < 4 ? -1 : bare.indexOf(words)
      if (from < 0) return []
      return [{ script, span: toOriginal(reading, at[from]!, at[from + words.length - 1]! + 1) }]
    }),
  )
}

/** The letters and digits of a reading, and where each stood. */
function condensed(text: string): { bare: string; at: number[] } {
  const at: number[] = []
  let bare = ''
  for (let i = 0; i < text.length; i++) {
    if (!/[\p{L}\p{N}]/u.test(text[i]!)) continue
    bare += text[i]!.toLowerCase()
    at.push(i)
  }
  return { bare, at }
}
