import { familyOf } from '../../domain/labels.ts'
import {
  acceptedCodes,
  acceptedFamilies,
  isQuoteWrong,
  labelledExternal,
  labelledMedia,
  matchSets,
  primaryOf,
  quotesOf,
  type SetMatch,
  stancesByChannel,
} from '../reading.ts'
import type { Answer, Labels, RunRow } from '../run.ts'
import { codesTally, listedTally } from './codes.ts'
import { flagTallies } from './flags.ts'
import { scaleTallies } from './scales.ts'
import { setTally } from './sets.ts'
import { suretyTally } from './surety.ts'
import { cellsOf, type NamedTally, yesNo } from './tally.ts'

/** Every measure of names.ts, as tallies over these rows. Only labelled fields count; an error is wrong in each of them. */
export function allTallies(rows: readonly RunRow[], codes = codesTally(rows)): NamedTally[] {
  return [
    yesNo('error.rate', rows, (r) => r.answer === null),
    yesNo('degraded.rate', rows, (r) => r.answer?.engine.degraded),
    yesNo('review.rate', rows, (r) => r.answer?.review.required),
    quotesTally(rows),
    yesNo('nature.accuracy', rows, (r) => r.labels.nature && r.labels.nature === r.answer?.nature),
    yesNo('complaint.accuracy', rows, complaintRight),
    ...scaleTallies(
      'level',
      4,
      rows,
      (r) => r.labels.severity,
      (r) => r.answer?.severity.level,
    ),
    levelMissed(
      'level.under_triage',
      rows,
      (label) => label <= 2,
      (label, answer) => answer > label,
    ),
    levelMissed(
      'level.over_triage',
      rows,
      (label) => label >= 2,
      (label, answer) => answer < label,
    ),
    levelMissed(
      'level.grave_missed',
      rows,
      (label) => label === 1,
      (_, answer) => answer >= 3,
    ),
    suretyTally('level', rows),
    setTally(
      ['rules.precision', 'rules.recall', 'rules.f1'],
      rows,
      sets('rules', (a) => a.severity.rules),
    ),
    ...codeTallies(rows, codes),
    ...scaleTallies(
      'emotion',
      5,
      rows,
      (r) => r.labels.emotion,
      (r) => r.answer?.emotion.level,
    ),
    yesNo('dominant.accuracy', rows, (r) => r.labels.dominant && r.labels.dominant === r.answer?.emotion.dominant),
    ...flagTallies(
      'media',
      rows,
      (r) => labelledMedia(r.labels),
      (r) => r.answer?.flags.mediaEscalation,
    ),
    ...flagTallies(
      'external',
      rows,
      (r) => labelledExternal(r.labels),
      (r) => r.answer?.flags.externalEscalation,
    ),
    setTally(['channels.f1'], rows, channelMatch),
    stanceTally(rows),
    ...flagTallies(
      'repeat',
      rows,
      (r) => r.labels.repeat,
      (r) => r.answer?.repeat.mentioned,
    ),
    yesNo('repeat.count', rows, (r) =>
      r.labels.repeat_count == null ? undefined : r.answer?.repeat.count === r.labels.repeat_count,
    ),
    ...flagTallies(
      'group',
      rows,
      (r) => r.labels.group,
      (r) => r.answer?.group.mentioned,
    ),
    setTally(
      ['demands.precision', 'demands.recall', 'demands.f1'],
      rows,
      sets('demands', (a) => a.demands),
    ),
  ]
}

const complaintRight = ({ labels, answer }: RunRow): boolean | undefined =>
  labels.nature && answer !== null && (labels.nature === 'complaint') === (answer.nature === 'complaint')

/** A share of wrong levels among the labelled levels that `counts` names; an error is one. */
const levelMissed = (
  measure: 'level.under_triage' | 'level.over_triage' | 'level.grave_missed',
  rows: readonly RunRow[],
  counts: (label: number) => boolean,
  wrong: (label: number, answer: number) => boolean,
): NamedTally =>
  yesNo(measure, rows, ({ labels: { severity }, answer }) =>
    severity === undefined || !counts(severity) ? undefined : answer === null || wrong(severity, answer.severity.level),
  )

function codeTallies(rows: readonly RunRow[], codes: NamedTally): NamedTally[] {
  const judged =
    (hit: (accepted: string[], answer: Answer, primary: string | undefined) => boolean) => (row: RunRow) => {
      const accepted = acceptedCodes(row.labels)
      return accepted && row.answer !== null && hit(accepted, row.answer, primaryOf(row.answer)?.code)
    }
  return [
    yesNo(
      'code.accepted',
      rows,
      judged((ok, _, code) => code !== undefined && ok.includes(code)),
    ),
    yesNo(
      'code.exact',
      rows,
      judged((ok, _, code) => code === ok[0]),
    ),
    yesNo(
      'family.accepted',
      rows,
      judged((ok, _, code) => code !== undefined && acceptedFamilies(ok).includes(familyOf(code))),
    ),
    yesNo(
      'code.top3',
      rows,
      judged((ok, a) => a.types.slice(0, 3).some((t) => ok.includes(t.code))),
    ),
    codes,
    yesNo(
      'code.coverage',
      rows,
      judged((ok, a) => a.types.some((t) => ok.includes(t.code))),
    ),
    listedTally(rows),
    suretyTally('code', rows),
  ]
}

const sets =
  (field: 'rules' | 'demands', answered: (answer: Answer) => readonly string[]) =>
  ({ labels, answer }: RunRow): SetMatch | undefined => {
    const labelled: Labels['rules'] | Labels['demands'] = labels[field]
    return labelled && matchSets(labelled, answer && answered(answer))
  }

function channelMatch({ labels, answer }: RunRow): SetMatch | undefined {
  if (!labels.threats) return undefined
  const channels = (threats: Parameters<typeof stancesByChannel>[0]) => [...stancesByChannel(threats).keys()]
  return matchSets(channels(labels.threats), answer && channels(answer.threats))
}

/** Shares of things of which a case may have several: each kind of case is its hits and its things. */
function sharesTally(
  measure: 'stance.accuracy' | 'quotes.wrong',
  rows: readonly RunRow[],
  sharesOf: (row: RunRow) => readonly [hits: number, n: number] | undefined,
): NamedTally {
  const { cell, cells, kinds } = cellsOf(rows, sharesOf)
  const share = (counts: ArrayLike<number>) => ({
    hits: kinds.reduce((sum, [hits], i) => sum + hits * counts[i]!, 0),
    n: kinds.reduce((sum, [, n], i) => sum + n * counts[i]!, 0),
  })
  return {
    measures: [measure],
    cell,
    cells,
    figures: 1,
    evaluate(counts, out) {
      const { hits, n } = share(counts)
      out[0] = hits / n
    },
    share,
  }
}

const stanceTally = (rows: readonly RunRow[]): NamedTally =>
  sharesTally('stance.accuracy', rows, ({ labels, answer }) => {
    if (!labels.threats || !answer) return undefined
    const labelled = stancesByChannel(labels.threats)
    const both = [...stancesByChannel(answer.threats)].filter(([channel]) => labelled.has(channel))
    return [both.filter(([channel, stances]) => labelled.get(channel) === stances).length, both.length]
  })

const quotesTally = (rows: readonly RunRow[]): NamedTally =>
  sharesTally('quotes.wrong', rows, ({ text, answer }) => {
    if (!answer) return undefined
    const quotes = quotesOf(answer)
    return [quotes.filter((q) => isQuoteWrong(text, q)).length, quotes.length]
  })
