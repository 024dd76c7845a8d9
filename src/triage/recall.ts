import type { Assessment } from '../domain/assessment.ts'
import type { TriageRequest } from '../domain/complaint.ts'
import type { ScriptHit, SimilarCase } from '../domain/decision.ts'
import type { Audience } from '../domain/labels.ts'
import type { Reading } from '../domain/text/reading.ts'
import type { CaseFinder } from '../knowledge/find-cases.ts'
import type { ScriptFinder } from '../knowledge/find-scripts.ts'

export interface Recalled {
  similarCases: SimilarCase[]
  scripts: ScriptHit[]
  recall: { mode: 'hybrid' | 'words' | 'none'; cases: string | null; scripts: string | null }
}

/** Stage 5. Similar published cases and fitting scripts, or an empty list with its reason (G5). */
export async function recall(
  finders: { cases: CaseFinder; scripts: ScriptFinder },
  assessment: Assessment,
  model: string | null,
  reading: Reading,
  request: TriageRequest,
  audience: Audience,
): Promise<Recalled> {
  const subject = {
    text: reading.text,
    language: reading.language,
    vector: assessment.vector,
    model,
    codes: assessment.types.filter((t) => t.role !== 'alternative').map((t) => t.code),
    domain: request.domain ?? null,
    nature: assessment.nature.value,
    emotion: assessment.emotion.level,
    threatened: assessment.threats.length > 0,
    repeated: assessment.repeat.mentioned,
    level: assessment.severity.level,
    audience,
  }
  const [cases, scripts] = await Promise.all([
    request.options.similar > 0 ? finders.cases({ ...subject, limit: request.options.similar }) : null,
    request.options.scripts > 0 ? finders.scripts({ ...subject, limit: request.options.scripts }) : null,
  ])
  return {
    similarCases: cases?.hits ?? [],
    scripts: scripts?.hits ?? [],
    recall: {
      mode: !cases && !scripts ? 'none' : assessment.vector ? 'hybrid' : 'words',
      cases: cases ? cases.reason : '未请求 not asked for',
      scripts: scripts ? scripts.reason : '未请求 not asked for',
    },
  }
}
