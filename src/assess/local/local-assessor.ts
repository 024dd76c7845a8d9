import type { AssessInput, Assessment, Measured } from '../../domain/assessment.ts'
import { isSuzhenError } from '../../domain/errors.ts'
import { INJECTION } from '../../domain/floors.ts'
import {
  DEMANDS,
  DOMINANTS,
  type EmotionLevel,
  type Level,
  levelOfRule,
  NATURES,
  type Nature,
  RULES,
  type Rule,
} from '../../domain/labels.ts'
import type { Policy } from '../../domain/policy/parse.ts'
import { embeddableText } from '../../domain/text/mask.ts'
import { type Reading, toOriginal } from '../../domain/text/reading.ts'
import type { Assessor } from '../../ports/assessor.ts'
import type { EmbedderState } from '../../ports/embedder.ts'
import { createEvidenceFinder, type EvidenceFinder } from './evidence.ts'
import { countGrams } from './features.ts'
import { type Calibration, createHeadRunner, fromCumulative, type HeadName, type Heads, type Outputs } from './heads.ts'
import { createHiddenInstructions } from './hidden-instructions.ts'
import { judgeThreats } from './judge-threats.ts'
import { createSignalReader, type Signals } from './signals.ts'
import { createUnswayed } from './unswayed.ts'

export interface LocalAssessorParts {
  policy: Policy
  heads: Heads & { version: string }
  embedder: () => EmbedderState
}

/** The local engine: policy signals with scope, and heads over n-grams, signals and the tuned encoder's state. Nothing leaves the process. */
export function createLocalAssessor({ policy, heads, embedder }: LocalAssessorParts): Assessor {
  const reader = createSignalReader(policy)
  const hidesInstructions = createHiddenInstructions(policy)
  const runner = createHeadRunner(heads)
  const codes = runner.specs.find((s) => s.name === 'code')!.classes
  const known = new Set(policy.codes.map((c) => c.code))
  const { thresholds } = policy

  return createUnswayed(policy, {
    name: 'local',
    async assess({ reading, masked, noVector = false, signal }: AssessInput) {
      const state = embedder()
      const reasons: string[] = []
      const started = performance.now()
      const encoding = state.embedder?.encode(embeddableText(reading, masked), signal, noVector ? 'state' : undefined)
      // The patterns are read while the embedder, a thread of its own, is at work.
      const read = encoding ? Promise.allSettled([encoding]) : undefined
      const signals = reader.read(reading.text)
      const whole = { grams: countGrams(reading.text), features: reader.featuresOf(signals, reading.text) }
      const encoded = (await read)?.[0]
      if (!state.embedder) reasons.push(`no-embedding: ${state.reason}`)
      else if (encoded?.status === 'rejected') {
        signal?.throwIfAborted()
        reasons.push('embedding-failed')
      }
      const { vector, state: judged } = encoded?.status === 'fulfilled' ? encoded.value : { vector: null, state: null }
      if (encoded?.status === 'fulfilled' && !vector && !noVector) reasons.push('embedding-failed')
      const refused = encoded?.status === 'fulfilled' ? !vector && !noVector : isSuzhenError(encoded?.reason)
      if (encoded?.status === 'fulfilled' && !judged && heads.encoder) reasons.push('encoder-not-built')
      const waited = performance.now()
      const { outputs, calibration } = runner.run(runner.row(whole.grams, whole.features), judged)
      const finder = createEvidenceFinder(reading, signals, whole, reader, runner)
      const assessment = judge(reading, signals, outputs, calibration, finder, vector)
      const done = performance.now()
      return {
        assessment,
        degraded: reasons.length > 0,
        reasons,
        models: { heads: heads.version, ...(vector && state.embedder ? { embedder: state.embedder.model } : {}) },
        latencyMs: { embedding: waited - started, heads: done - waited },
        ...(refused && state.embedder ? { noVectorBy: state.embedder.model } : {}),
      }
    },
  })

  function judge(
    reading: Reading,
    signals: Signals,
    o: Outputs,
    { cuts, codeCut, complaintCut }: Calibration,
    finder: EvidenceFinder,
    vector: Float32Array | null,
  ): Assessment {
    const complaint = o.nature[0]!
    const natureIndex = complaint >= complaintCut ? 0 : 1 + argmax(o.nature.slice(1))
    const isComplaint = natureIndex === 0
    const says = (head: HeadName, k = 0) => o[head][k]! >= (cuts[head]?.[k] ?? 0.5)
    const repeats = says('repeat')
    const isGroup = says('group')
    const { threats, sure: threatened } = judgeThreats(signals, o, isComplaint, says, thresholds, finder)
    // A threat is rule 2b, and people who have petitioned together are 1c (guide 2): the level may not be judged as if
    // they had not been seen.
    const together = isGroup && threats.some((t) => t.channel === 'petition' && t.stance === 'done')
    const least: Partial<Record<Rule, number>> = { '2b': threatened, '1c': together ? o.group[0]! : 0 }
    const rules = RULES.map((rule, i) => Math.max(o.rules[i]!, least[rule] ?? 0))
    const fired = new Set(signals.hits.filter((h) => h.counts).map((h) => h.id))
    if (!fired.has(INJECTION) && hidesInstructions(reading)) fired.add(INJECTION)
    return {
      nature: { value: NATURES[natureIndex]!, confidence: o.nature[natureIndex]! },
      severity: severityOf(signals, { ...o, rules }, complaint, isComplaint, finder),
      types: typesOf(signals, o, NATURES[natureIndex]!, codeCut, finder),
      emotion: emotionOf(o, finder),
      threats,
      repeat: {
        mentioned: repeats,
        confidence: sure(o.repeat[0]!),
        count: repeats ? countOf(signals.measures.contacts) : null,
        evidence: repeats
          ? hitsOr(['repeat-count', 'repeat-again', 'repeat-told', 'repeat-answer', 'repeat-still'], 'repeat')
          : [],
      },
      group: {
        mentioned: isGroup,
        confidence: sure(o.group[0]!),
        evidence: isGroup ? hitsOr(['group-counted', 'group-voice', 'acting-together'], 'group') : [],
      },
      demands: isComplaint ? DEMANDS.filter((_, i) => says('demands', i)) : [],
      signals: [...fired].map((id) => ({
        id,
        evidence: signals.hits
          .filter((h) => h.id === id && h.counts)
          .slice(0, 2)
          .map((h) => finder.quoteHit(h)),
      })),
      measures: {
        amounts: signals.measures.amounts.map(back),
        days: signals.measures.days.map(back),
        contacts: signals.measures.contacts.map(back),
        people: signals.measures.people.map(back),
      },
      vector,
      tags: tagsOf(signals, finder),
    }

    function back(m: Measured): Measured {
      return { ...m, ...toOriginal(reading, m.start, m.end) }
    }
    function hitsOr(ids: string[], head: HeadName) {
      const hits = signals.hits.filter((h) => h.counts && ids.includes(h.id)).slice(0, 2)
      if (hits.length) return hits.map((h) => finder.quoteHit(h))
      const clause = finder.strongestClause({ head, outputs: { 0: 1 } })
      return clause ? [finder.quote(clause)] : []
    }
  }

  function severityOf(
    signals: Signals,
    o: Outputs,
    complaint: number,
    isComplaint: boolean,
    finder: EvidenceFinder,
  ): Assessment['severity'] {
    const graver1 = withRules(o.level[0]!, o, 1)
    const graver2 = Math.max(graver1, withRules(o.level[1]!, o, 2))
    const graded = fromCumulative([graver1, graver2])
    const distribution: [number, number, number, number] = [
      complaint * graded[0]!,
      complaint * graded[1]!,
      complaint * graded[2]!,
      1 - complaint,
    ]
    // Read along the order, not at the peak: between 1 and 3 lies 2. A graver level is said sooner than a lighter one,
    // because to wait with a grave complaint costs more than to hurry with a light one.
    const { graver } = thresholds
    const level = (isComplaint ? (graver1 >= graver[1] ? 1 : graver2 >= graver[2] ? 2 : 3) : 4) as Level
    const likely = RULES.map((rule, i) => ({ rule, p: o.rules[i]! })).filter((r) => levelOfRule(r.rule) === level)
    let rules = likely.filter((r) => r.p >= thresholds.rule).map((r) => r.rule)
    if (rules.length === 0 && likely.length > 0) rules = [likely.reduce((a, b) => (b.p > a.p ? b : a)).rule]
    const fired = signals.hits.filter(
      (h) => h.counts && (reader.rulesOf.get(h.id) ?? []).some((r) => rules.includes(r)),
    )
    const threats = rules.includes('2b') ? signals.threats.filter((t) => t.stance) : []
    const evidence = dedupe([...fired, ...threats].map((h) => finder.quoteHit(h))).slice(0, 3)
    if (evidence.length === 0) {
      const clause = finder.strongestClause(
        level === 4
          ? { head: 'nature', outputs: { 0: -1 } }
          : level === 3
            ? { head: 'level', outputs: { 1: -1 } }
            : { head: 'level', outputs: { [level - 1]: 1 } },
      )
      if (clause) evidence.push(finder.quote(clause))
    }
    const ruleScores = Object.fromEntries(RULES.map((rule, i) => [rule, o.rules[i]!]))
    return { level, confidence: distribution[level - 1]!, distribution, rules, ruleScores, evidence }
  }

  function typesOf(
    signals: Signals,
    o: Outputs,
    nature: Nature,
    codeCut: number,
    finder: EvidenceFinder,
  ): Assessment['types'] {
    const ranked = codes
      .map((code, i) => ({ code, p: o.code[i]! }))
      .filter((c) => known.has(c.code))
      .sort((a, b) => b.p - a.p || (a.code < b.code ? -1 : 1))
    const [primary, ...rest] = ranked
    // What is no complaint has a code where it may yet be one, or where a question or a proposal has a plain subject
    // (guide 1); thanks for kindness are not filed under rudeness.
    const plain =
      (nature === 'enquiry' || nature === 'suggestion') && primary !== undefined && primary.p >= thresholds.subject
    if (!primary || !(nature === 'complaint' || o.nature[0]! >= thresholds.perhaps || plain)) return []
    const cued = new Set(signals.cues.map((c) => c.id))
    const others = rest
      .filter((c) => c.p >= codeCut)
      .slice(0, 2)
      // A rival that the text has its own words for is a second matter; one without is another name for the first.
      .map((c) => ({
        ...c,
        role:
          cued.has(c.code) && c.p / (c.p + primary.p) >= thresholds.secondary / 2
            ? ('secondary' as const)
            : ('alternative' as const),
      }))
    return [{ ...primary, role: 'primary' as const }, ...others].map(({ code, p, role }) => {
      const index = codes.indexOf(code)
      const clause = finder.strongestClause({ head: 'code', outputs: { [index]: 1 } })
      return { code, role, confidence: p, evidence: clause ? [finder.quote(clause)] : [] }
    })
  }

  function emotionOf(o: Outputs, finder: EvidenceFinder): Assessment['emotion'] {
    const p = fromCumulative(o.emotion)
    const level = (o.emotion.findIndex((c) => c >= 0.5) + 1 || 5) as EmotionLevel
    const mean = p.reduce((sum, v, i) => sum + v * (i + 1), 0)
    const dominants = DOMINANTS.filter((d) => d !== 'none')
    const clause =
      level > 1 ? finder.strongestClause({ head: 'emotion', outputs: { 0: -1, 1: -1, 2: -1, 3: -1 } }) : null
    return {
      level,
      score: Math.min(1, Math.max(0, (mean - 1) / 4)),
      confidence: p[level - 1]!,
      dominant: level === 1 ? 'none' : dominants[argmax(o.dominant)]!,
      evidence: clause ? [finder.quote(clause)] : [],
    }
  }

  function tagsOf(signals: Signals, finder: EvidenceFinder): Assessment['tags'] {
    return policy.tags.flatMap((scheme) => {
      const found = signals.tags
        .filter((t) => t.scheme === scheme.id)
        .map((t) => ({ scheme: t.scheme, item: t.item, evidence: [finder.quote(t)] }))
      return found.length === 0 && scheme.default ? [{ scheme: scheme.id, item: scheme.default, evidence: [] }] : found
    })
  }
}

/** How much the rules' own heads weigh in the level (docs/local-engine.md). */
const RULES_SHARE = 0.6

/** P(level <= worst) from the level's head and from the rules of those levels: that any one of them holds. */
function withRules(ofLevel: number, o: Outputs, worst: Level): number {
  const none = RULES.reduce((p, rule, i) => (levelOfRule(rule) <= worst ? p * (1 - o.rules[i]!) : p), 1)
  return (1 - RULES_SHARE) * ofLevel + RULES_SHARE * (1 - none)
}

const argmax = (xs: readonly number[]): number => xs.reduce((best, x, i) => (x > xs[best]! ? i : best), 0)
const sure = (p: number): number => Math.max(p, 1 - p)
const countOf = (contacts: readonly Measured[]): number | null =>
  contacts.length ? Math.round(Math.max(...contacts.map((c) => c.value))) : null
const dedupe = <T extends { start: number; end: number }>(xs: readonly T[]): T[] =>
  xs.filter((x, i) => xs.findIndex((y) => y.start === x.start && y.end === x.end) === i)
