import { type CaseWriteUp, type Kind, type Script, searchTextOf } from '../../domain/knowledge.ts'
import { titleOf } from '../../domain/knowledge-item.ts'
import type { Audience } from '../../domain/labels.ts'
import type { Policy } from '../../domain/policy/parse.ts'
import { readText } from '../../domain/text/reading.ts'
import { searchTokens } from '../../domain/tokens.ts'
import { dayOf } from '../../domain/working-time.ts'
import type { Clock } from '../../ports/clock.ts'
import type { EmbedderState } from '../../ports/embedder.ts'
import type { ImportStore } from '../../ports/import-store.ts'
import { type KnowledgeStore, NO_FILTER } from '../../ports/knowledge-store.ts'
import { sharedWithEarlier } from './shared-words.ts'
import type { ItemFinding } from './types.ts'

type Body = CaseWriteUp | Script

/**
 * Share of all words of two items that both have (Jaccard), and cosine of bge-small-zh. Of the 195 items that ship no two
 * share more than 0.21 nor lie nearer than 0.89; each of the 110 cases with its title changed, cut to 60%, or with another
 * 80 characters keeps 0.57 and more of its words. A text told in other words keeps little of them and much of the cosine.
 */
const SAME_WORDS = 0.35
const SOME_WORDS = 0.22
const NEAR_MEANING = 0.85
const SAME_MEANING = 0.92

/** How many items of one upload are looked for among what is published: each costs an embedding and a search. */
export const MAX_COMPARED = 500
const BATCH = 32

export interface NearCandidate {
  /** Its place in the upload. */
  at: number
  kind: Kind
  body: Body
}

export interface NearFindings {
  /** By place in the upload. */
  findings: Map<number, ItemFinding[]>
  /** How many were compared with what is published; the others only with each other and with items of the same title. */
  compared: number
  /** Whether meaning was compared too, and not words alone. */
  byMeaning: boolean
}

export type NearFinder = (candidates: readonly NearCandidate[], audience: Audience) => Promise<NearFindings>

export interface NearParts {
  store: KnowledgeStore
  imports: Pick<ImportStore<unknown, unknown>, 'titled'>
  /** Of the model whose vectors are searched (search-model.ts). */
  embedder: () => EmbedderState | Promise<EmbedderState>
  clock: Clock
  calendar: Policy['calendar']
}

interface Likeness {
  words: number
  cosine: number | null
}

/** Finds what an upload's items are nearly the same as: published items, items of the same title in any state, and earlier items of the upload. */
export function createNearFinder({ store, imports, embedder, clock, calendar }: NearParts): NearFinder {
  return async (candidates, audience) => {
    const asked = candidates.map(({ kind, body }) => {
      const text = searchTextOf(kind, body)
      return { text, tokens: searchTokens(readText(text).text) }
    })
    const compared = Math.min(candidates.length, MAX_COMPARED)
    const state = await embedder()
    const vectors = await embedAll(
      state,
      asked.slice(0, compared).map((a) => a.text),
    )
    const model = state.embedder?.model ?? null
    const day = dayOf(clock.now(), calendar)
    const near = candidates.map(() => new Map<string, { body: Body; like: Likeness }>())
    const consider = (i: number, body: Body, cosine: number | null) => {
      if (body.id === candidates[i]!.body.id || near[i]!.has(body.id)) return
      const like = { words: jaccard(asked[i]!.tokens, tokensOf(candidates[i]!.kind, body)), cosine }
      if (alike(like)) near[i]!.set(body.id, { body, like })
    }

    for (let i = 0; i < compared; i++) {
      const { kind } = candidates[i]!
      const vector = vectors?.[i] ?? null
      const found = await store.search({
        tokens: asked[i]!.tokens,
        vector,
        model: vector ? model : null,
        audience,
        day,
        filter: NO_FILTER,
        cases: kind === 'case' ? 5 : 0,
        scripts: kind === 'script' ? 5 : 0,
        scriptCodes: null,
      })
      for (const hit of found.scripts) consider(i, hit.item, hit.similarity)
      const bodies = await store.cases(found.cases)
      for (const { id, similarity } of found.cases) {
        const body = bodies.get(id)
        if (body) consider(i, body, similarity)
      }
    }
    for (const kind of ['case', 'script'] as const) {
      const mine = candidates.flatMap((c, i) => (c.kind === kind ? [i] : []))
      const titles = [...new Set(mine.map((i) => titleOf(candidates[i]!.body)))]
      const held = new Map<string, Body[]>()
      for (const { body } of await imports.titled(kind, titles, audience))
        held.set(titleOf(body), [...(held.get(titleOf(body)) ?? []), body])
      for (const i of mine) for (const body of held.get(titleOf(candidates[i]!.body)) ?? []) consider(i, body, null)
      for (const { later, earlier } of sharedWithEarlier(mine.map((i) => asked[i]!.tokens)))
        consider(mine[later]!, candidates[mine[earlier]!]!.body, null)
    }

    const findings = new Map<number, ItemFinding[]>()
    near.forEach((found, i) => {
      const best = [...found.values()].sort((a, b) => similarity(b.like) - similarity(a.like)).slice(0, 3)
      if (best.length > 0)
        findings.set(
          candidates[i]!.at,
          best.map(({ body, like }) => nearDuplicate(body, like)),
        )
    })
    return { findings, compared, byMeaning: vectors !== null }
  }
}

/** Null where there is no model, or it fails: then words alone are compared. */
async function embedAll(state: EmbedderState, texts: readonly string[]): Promise<Float32Array[] | null> {
  if (!state.embedder) return null
  const vectors: Float32Array[] = []
  try {
    for (let at = 0; at < texts.length; at += BATCH)
      vectors.push(...(await state.embedder.embedMany(texts.slice(at, at + BATCH))))
    return vectors
  } catch {
    return null
  }
}

const tokensOf = (kind: Kind, body: Body) => searchTokens(readText(searchTextOf(kind, body)).text)

export function jaccard(a: readonly string[], b: readonly string[]): number {
  const other = new Set(b)
  const shared = a.filter((t) => other.has(t)).length
  return shared / Math.max(1, a.length + b.length - shared)
}

const alike = ({ words, cosine }: Likeness): boolean =>
  words >= SAME_WORDS ||
  (cosine !== null && (cosine >= SAME_MEANING || (cosine >= NEAR_MEANING && words >= SOME_WORDS)))

const similarity = ({ words, cosine }: Likeness): number => Math.min(1, Math.max(words, cosine ?? 0))
const percent = (x: number) => `${Math.round(x * 100)}%`

function nearDuplicate(body: Body, like: Likeness): ItemFinding {
  const zh = `用词 ${percent(like.words)}${like.cosine === null ? '' : `、语义 ${percent(like.cosine)}`}`
  const en = `words ${percent(like.words)}${like.cosine === null ? '' : `, meaning ${percent(like.cosine)}`}`
  return {
    severity: 'warning',
    field: null,
    rule: 'near-duplicate',
    problem: {
      zh: `与「${titleOf(body)}」(${body.id})很像:${zh}`,
      en: `very like «${titleOf(body)}» (${body.id}): ${en}`,
    },
    advice: {
      zh: '若是同一件事,请改用它的编号作为新的一版,或不导入',
      en: 'if it is the same matter, give it that id so that it becomes a new version, or leave it out',
    },
    like: { id: body.id, title: titleOf(body), similarity: Math.round(similarity(like) * 1000) / 1000 },
  }
}
