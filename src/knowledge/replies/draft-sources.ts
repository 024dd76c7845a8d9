import type { Decision, ScriptHit, SimilarCase } from '../../domain/decision.ts'
import { type Audience, audienceRank } from '../../domain/labels.ts'

/** What a reply may be drafted from: one kept complaint, masked, and what was found for it. */
export interface DraftSources {
  /** The complaint as it is kept: personal data are placeholders. */
  text: string
  /** Its decision, with offsets of that text. */
  decision: Decision
  /** In whose power it is written. */
  role: Audience
  language: 'zh' | 'en'
  /** Found for it and shown to this role; the one of the wanted scene first. Slots filled from the decision alone. */
  scripts: ScriptHit[]
  cases: SimilarCase[]
  /** Null: none was asked for. */
  scene: string | null
}

const HAN = /\p{Script=Han}/gu

/** Whether a text is Chinese: by a fifth of its letters. */
export function isChinese(text: string): boolean {
  const letters = text.match(/\p{L}/gu)?.length ?? 0
  return letters > 0 && (text.match(HAN)?.length ?? 0) > letters / 5
}

/** Whether a role may see what is of this audience. */
export const maySee =
  (role: Audience) =>
  ({ audience }: { audience: Audience }): boolean =>
    audienceRank(audience) <= audienceRank(role)
