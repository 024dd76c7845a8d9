import type { Assessment } from '../domain/assessment.ts'
import type { TriageRequest } from '../domain/complaint.ts'
import type { ScriptHit, SimilarCase } from '../domain/decision.ts'
import type { Audience } from '../domain/labels.ts'
import type { Policy } from '../domain/policy/parse.ts'
import type { Reading } from '../domain/text/reading.ts'
import { searchTokens } from '../domain/tokens.ts'
import { NONE_NEAR, pickCases, type RecallSubject, similarCase } from '../knowledge/find-cases.ts'
import { pickScripts } from '../knowledge/find-scripts.ts'
import { type RarityNow, tellingWords, UNIFORM } from '../knowledge/rarity.ts'
import type { ScriptLifts } from '../knowledge/usage.ts'
import { type KnowledgeStore, NO_FILTER } from '../ports/knowledge-store.ts'

export interface Recalled {
  similarCases: SimilarCase[]
  scripts: ScriptHit[]
  recall: { mode: 'hybrid' | 'words' | 'none'; cases: string | null; scripts: string | null }
}

/** How many candidates each leg of the search brings. */
const CASES = 30
const SCRIPTS = 40
const NOT_ASKED = '未请求 not asked for'

/** Stage 5. Similar published cases and fitting scripts, or an empty list with its reason (G5). */
export async function recall(
  store: Pick<KnowledgeStore, 'search' | 'cases'>,
  assessment: Assessment,
  model: string | null,
  reading: Reading,
  request: TriageRequest,
  audience: Audience,
  day: string,
  policy: Policy,
  lifts?: ScriptLifts,
  rarity?: RarityNow,
): Promise<Recalled> {
  const { similar, scripts } = request.options
  const subject: RecallSubject = {
    language: reading.language,
    codes: assessment.types.filter((t) => t.role !== 'alternative').map((t) => t.code),
    domain: request.domain ?? null,
    emotion: assessment.emotion.level,
    similar,
    scripts,
  }
  const tokens = searchTokens(reading.text)
  const { vector } = assessment
  const rare = (similar + scripts > 0 ? await rarity?.() : undefined) ?? UNIFORM
  const found = await store.search({
    tokens: tellingWords(tokens, rare),
    vector,
    model,
    audience,
    day,
    filter: NO_FILTER,
    cases: similar > 0 ? CASES : 0,
    scripts: scripts > 0 ? SCRIPTS : 0,
    scriptCodes: subject.codes,
  })
  const question = {
    tokens,
    chances: new Map(assessment.types.map((t) => [t.code, t.confidence])),
    meaning: vector !== null,
    rarity: rare,
  }
  const cases = pickCases(found.cases, question, subject, policy)
  const bodies = await store.cases(cases.hits)
  const words = pickScripts(found.scripts, subject, policy, scripts > 0 ? await lifts?.() : undefined)
  const similarCases = cases.hits.flatMap((near) => {
    const item = bodies.get(near.id)
    return item ? [similarCase(item, near)] : []
  })
  // Those that were near may all have been taken down since they were ranked.
  const empty = similarCases.length === 0 ? (cases.reason ?? NONE_NEAR) : null
  return {
    similarCases,
    scripts: words.hits,
    recall: {
      mode: similar + scripts === 0 ? 'none' : vector ? 'hybrid' : 'words',
      cases: similar > 0 ? empty : NOT_ASKED,
      scripts: scripts > 0 ? words.reason : NOT_ASKED,
    },
  }
}
