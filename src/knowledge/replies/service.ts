import type { Script } from '../../domain/knowledge.ts'
import type { Audience } from '../../domain/labels.ts'
import type { Policy } from '../../domain/policy/parse.ts'
import type { ReplyRule, ReplyRules, ReplySeverity } from '../../domain/policy/reply-rules.ts'
import { toOriginal } from '../../domain/text/reading.ts'
import { searchTokens } from '../../domain/tokens.ts'
import { dayOf } from '../../domain/working-time.ts'
import type { Words } from '../../files/finding.ts'
import type { Clock } from '../../ports/clock.ts'
import { type KnowledgeStore, NO_FILTER } from '../../ports/knowledge-store.ts'
import { avoidedIn, pickBetter } from './better.ts'
import { createReplyChecker, type Found, type ReplyChecker } from './check-reply.ts'
import { type CaseClocks, createClockReader } from './clocks.ts'
import { createPassage } from './passage.ts'

/** How many scripts are looked at for better words and for what they say to avoid. */
const CANDIDATES = 60

export interface ReplyFinding {
  rule: ReplyRule
  severity: ReplySeverity
  /** Null, with both offsets, where the finding is about the whole reply. */
  quote: string | null
  /** UTF-16 units of the text as it was sent. */
  start: number | null
  end: number | null
  message: Words
  /** Words of a published script that this role may see; null: none fits. */
  better: { scriptId: string; text: string } | null
}

export interface ReplyCheckRequest {
  text: string
  /** In whose power promises are judged, and whose scripts are shown. */
  role: Audience
  /** What is known of the case, where one is named. */
  of: { clocks: CaseClocks; codes: readonly string[] } | null
}

/** Checks a reply before it is sent, for `POST /v1/replies/check` (E3, G4, S0, S3). */
export interface ReplyService {
  /** `ok`: nothing stands against sending it but hints. */
  check(request: ReplyCheckRequest): Promise<{ findings: ReplyFinding[]; ok: boolean }>
}

export interface ReplyParts {
  rules: ReplyRules
  policy: Pick<Policy, 'powers' | 'calendar'>
  store: Pick<KnowledgeStore, 'search'>
  clock: Clock
  /** Made of the same rules elsewhere: to make it takes some milliseconds. */
  check?: ReplyChecker | undefined
}

interface Draft extends Found {
  severity: ReplySeverity
  message: Words
  script?: Script
}

export function createReplyService({
  rules,
  policy,
  store,
  clock,
  check = createReplyChecker({ rules, policy }),
}: ReplyParts): ReplyService {
  const readClocks = createClockReader(rules, policy.calendar)
  const ruleOf = new Map(rules.rules.map((r) => [r.id, r]))
  const draft = (found: Found): Draft => {
    const { severity, message } = ruleOf.get(found.rule)!
    return { ...found, severity, message }
  }

  return {
    async check({ text, role, of }) {
      const drafts = check(text, role).map(draft)
      if (of) drafts.push(...againstClocks(text, of.clocks, drafts))
      const scripts = await scriptsNear(text, role, of?.codes ?? null, drafts)
      for (const { script, span } of avoidedIn(text, scripts))
        if (!drafts.some((d) => d.span && d.span.start < span.end && span.start < d.span.end))
          drafts.push({ ...draft({ rule: 'avoided', span }), script })
      const findings = drafts.sort(inOrder).map((d) => answer(text, d, scripts, role))
      return { findings, ok: findings.every((f) => f.severity === 'hint') }
    },
  }

  function againstClocks(text: string, clocks: CaseClocks, known: readonly Draft[]): Draft[] {
    const passage = createPassage(text)
    return readClocks(passage, clocks, clock.now()).flatMap(({ span, severity, message }): Draft[] => {
      const { start, end } = toOriginal(passage.reading, span.start, span.end)
      const said = known.some((d) => d.rule === 'deadline' && d.span && d.span.start < end && start < d.span.end)
      return said ? [] : [{ rule: 'deadline', span: { start, end }, severity, message }]
    })
  }

  /** Published scripts that this role may see, nearest to the reply and to what its findings ask for first. */
  async function scriptsNear(
    text: string,
    role: Audience,
    codes: readonly string[] | null,
    drafts: readonly Draft[],
  ): Promise<Script[]> {
    const { reading } = createPassage(text)
    const wanted = [...new Set(drafts.map((d) => ruleOf.get(d.rule)!.better?.words ?? ''))]
    const { scripts } = await store.search({
      tokens: searchTokens([reading.text, ...wanted].join(' ')),
      vector: null,
      model: null,
      audience: role,
      day: dayOf(clock.now(), policy.calendar),
      cases: 0,
      filter: NO_FILTER,
      scripts: CANDIDATES,
      scriptCodes: codes,
    })
    const lang = reading.language === 'en' ? 'en' : 'zh'
    return scripts.map((hit) => hit.item).filter((s) => s.lang === lang)
  }

  function answer(
    text: string,
    { rule, severity, message, span, script }: Draft,
    scripts: Script[],
    role: Audience,
  ): ReplyFinding {
    const clean = (s: Script) => !check(s.text, role).some((f) => f.rule === rule)
    const better = script ?? pickBetter(ruleOf.get(rule)!.better, scripts, clean)
    return {
      rule,
      severity,
      quote: span && text.slice(span.start, span.end),
      start: span?.start ?? null,
      end: span?.end ?? null,
      message,
      better: better && { scriptId: better.id, text: better.text },
    }
  }
}

/** In the order of the text, findings about the whole last. */
const inOrder = (a: Draft, b: Draft): number => place(a) - place(b)
const place = ({ span }: Draft): number => span?.start ?? Number.MAX_SAFE_INTEGER
