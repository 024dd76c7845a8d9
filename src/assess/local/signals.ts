import type { Measures } from '../../domain/assessment.ts'
import type { Demand, Rule, Stance, ThreatChannel } from '../../domain/labels.ts'
import { compilePatterns } from '../../domain/policy/patterns.ts'
import type { MatchStatus, PolicyRules } from '../../domain/policy/schema.ts'
import { type Span, splitClauses } from '../../domain/text/clauses.ts'
import { type Cue, createCueReader } from './cues.ts'
import { measure } from './measures.ts'
import { createScope } from './scope.ts'
import { createThreatReader, type ThreatHit } from './threats.ts'

/** One match of one pattern, how it is to be read, and in which clause it stands. Offsets are of the reading. */
export interface Hit extends Span {
  id: string
  status: MatchStatus
  /** Whether the status is one in which this signal counts. */
  counts: boolean
  clause: number
}

export interface Signals {
  clauses: Span[]
  hits: Hit[]
  /** Cues of type codes: a synonym or cue word of the code stands in the text. */
  cues: Cue[]
  threats: ThreatHit[]
  demands: { id: Demand; start: number; end: number }[]
  tags: { scheme: string; item: string; start: number; end: number }[]
  measures: Measures
}

export interface SignalReader {
  read(text: string): Signals
  /** Every feature name the reader can give, in a fixed order: the heads' third part. */
  readonly features: readonly string[]
  /** The features of one reading, named as in `features`. */
  featuresOf(signals: Signals, text: string): Map<string, number>
  readonly rulesOf: ReadonlyMap<string, readonly Rule[]>
  readonly codesOf: ReadonlyMap<string, readonly string[]>
}

/** Compiles the policy's patterns once; reading a text is then pure and some tenths of a millisecond. */
export function createSignalReader(policy: PolicyRules): SignalReader {
  const scope = createScope(policy)
  const signals = policy.signals.map((s) => ({
    ...s,
    pattern: compilePatterns(s.any, policy.lexicons),
    whens: new Set(s.when),
  }))
  const unlearnt = new Set(signals.filter((s) => !s.learnt).map((s) => s.id))
  const cueWords = policy.codes
    .map((c) => ({ code: c.code, words: [...c.synonyms, ...(policy.cues[c.code] ?? [])] }))
    .filter((c) => c.words.length > 0)
  const readCues = createCueReader(cueWords)
  const readThreats = createThreatReader(policy)
  const demands = policy.demands.map((d) => ({ id: d.id, pattern: compilePatterns(d.any, policy.lexicons) }))
  const tags = policy.tags.flatMap((scheme) =>
    scheme.items
      .filter((i) => i.any.length)
      .map((i) => ({ scheme: scheme.id, item: i.id, pattern: compilePatterns(i.any, policy.lexicons) })),
  )
  // Without «g»: only whether it is there is asked.
  const registers = Object.entries(policy.registers).map(([id, words]) => ({
    id,
    pattern: new RegExp(compilePatterns(words, policy.lexicons).source, 'iu'),
  }))
  const { majorLossYuan, lossYuan, overdueDays, groupPeople } = policy.thresholds

  function read(text: string): Signals {
    const clauses = splitClauses(text)
    const clauseAt = (offset: number) => {
      let i = clauses.findIndex((c) => offset < c.end)
      if (i < 0) i = Math.max(0, clauses.length - 1)
      return i
    }
    const match = (id: string, pattern: RegExp, whens: ReadonlySet<MatchStatus>): Hit[] =>
      [...text.matchAll(pattern)].map((m) => {
        const clause = clauseAt(m.index)
        const status = scope.statusOf(
          text,
          clauses[clause] ?? { start: 0, end: text.length },
          m.index,
          m.index + m[0].length,
        )
        return {
          id,
          start: m.index,
          end: m.index + m[0].length,
          status,
          counts: whens.has(status),
          clause,
        }
      })
    return {
      clauses,
      hits: signals.flatMap((s) => match(s.id, s.pattern, s.whens)),
      cues: readCues(text),
      threats: readThreats(text, clauses),
      demands: demands.flatMap((d) =>
        [...text.matchAll(d.pattern)]
          .slice(0, 3)
          .map((m) => ({ id: d.id, start: m.index, end: m.index + m[0].length })),
      ),
      tags: tags.flatMap((t) =>
        [...text.matchAll(t.pattern)]
          .slice(0, 1)
          .map((m) => ({ scheme: t.scheme, item: t.item, start: m.index, end: m.index + m[0].length })),
      ),
      measures: measure(text),
    }
  }

  const features = [
    ...signals.filter((s) => s.learnt).flatMap((s) => [`s:${s.id}`, `x:${s.id}`]),
    ...cueWords.map((c) => `c:${c.code}`),
    ...policy.threats.flatMap((t) => [`t:${t.channel}:threatened`, `t:${t.channel}:done`, `t:${t.channel}:named`]),
    't:any',
    ...policy.demands.map((d) => `d:${d.id}`),
    'm:loss-major',
    'm:loss',
    'm:amount',
    'm:overdue',
    'm:days',
    'm:contacts1',
    'm:contacts2',
    'm:contacts3',
    'm:people3',
    'l:short',
    'l:long',
    'l:verylong',
    'l:english',
    'p:exclaim',
    'p:exclaim3',
    'p:question',
    'p:question3',
    'p:ellipsis',
    'p:at',
    'p:emoji',
    ...registers.map((r) => `w:${r.id}`),
  ]

  function featuresOf(s: Signals, text: string): Map<string, number> {
    const out = new Map<string, number>()
    const counts = new Map<string, number>()
    const bump = (k: string) => counts.set(k, (counts.get(k) ?? 0) + 1)
    for (const h of s.hits) if (!unlearnt.has(h.id)) bump(h.counts ? `s:${h.id}` : `x:${h.id}`)
    for (const t of s.threats) {
      bump(`t:${t.channel}:${t.stance ?? 'named'}`)
      if (t.stance) bump('t:any')
    }
    for (const d of s.demands) bump(`d:${d.id}`)
    // A word said twice is one cue; five words of one code say more than one.
    const cueCounts = new Map<string, Set<string>>()
    for (const c of s.cues) cueCounts.set(c.id, (cueCounts.get(c.id) ?? new Set()).add(c.word))
    for (const [id, words] of cueCounts) out.set(`c:${id}`, Math.log2(1 + words.size))
    // Saturating: the second mention says less than the first.
    for (const [k, n] of counts) out.set(k, n === 1 ? 1 : n === 2 ? 1.4 : 1.7)
    const max = (xs: { value: number }[]) => xs.reduce((m, x) => Math.max(m, x.value), 0)
    const set = (k: string, on: boolean | number) => {
      if (on) out.set(k, on === true ? 1 : on)
    }
    const amount = max(s.measures.amounts)
    set('m:loss-major', amount >= majorLossYuan)
    set('m:loss', amount >= lossYuan)
    set('m:amount', amount > 0 && Math.log10(1 + amount) / 5)
    const days = max(s.measures.days)
    set('m:overdue', days > overdueDays)
    set('m:days', days > 0 && Math.min(2, Math.log10(1 + days)))
    const contacts = max(s.measures.contacts)
    set('m:contacts1', contacts >= 1)
    set('m:contacts2', contacts >= 2)
    set('m:contacts3', contacts >= 3)
    set('m:people3', max(s.measures.people) >= groupPeople)
    const n = text.length
    set('l:short', n < 25)
    set('l:long', n > 120)
    set('l:verylong', n > 350)
    set('l:english', /[a-z]/i.test(text) && !/\p{Script=Han}/u.test(text))
    const exclaim = text.match(/!/g)?.length ?? 0
    const question = text.match(/\?/g)?.length ?? 0
    set('p:exclaim', exclaim > 0)
    set('p:exclaim3', exclaim >= 3)
    set('p:question', question > 0)
    set('p:question3', question >= 3)
    set('p:ellipsis', /\.\.\.|…|。。/.test(text))
    set('p:at', /@\p{L}/u.test(text))
    set('p:emoji', /\p{Extended_Pictographic}/u.test(text))
    for (const r of registers) set(`w:${r.id}`, r.pattern.test(text))
    return out
  }

  return {
    read,
    features,
    featuresOf,
    rulesOf: new Map(policy.signals.map((s) => [s.id, s.rules])),
    codesOf: new Map(policy.signals.map((s) => [s.id, s.codes])),
  }
}

export type { Stance, ThreatChannel }
