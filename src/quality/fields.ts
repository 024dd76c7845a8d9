import { familyOf } from '../domain/labels.ts'
import type { FieldId } from './names.ts'
import {
  acceptedCodes,
  acceptedFamilies,
  labelledExternal,
  labelledMedia,
  matchSets,
  primaryOf,
  stancesByChannel,
} from './reading.ts'
import type { RunRow } from './run.ts'

/** One labelled field of a case against its answer, for lists of errors and of changes. */
export interface FieldOutcome {
  field: FieldId
  right: boolean
  /** 0 when right; the larger the farther off. Comparable within a field only. */
  distance: number
  labelled: string
  /** As answered; `error: CODE` where there was no answer. */
  answered: string
}

/** Farther off than any answer. */
const NO_ANSWER = 100

/** The labelled fields of a row, each judged. Fields that are not labelled are not in the list. */
export function fieldsOf({ labels, answer, error }: RunRow): FieldOutcome[] {
  const out: FieldOutcome[] = []
  const add = (field: FieldId, labelled: string, judged: { answered: string; distance: number } | null) =>
    out.push({
      field,
      right: judged?.distance === 0,
      distance: judged?.distance ?? NO_ANSWER,
      labelled,
      answered: judged?.answered ?? `error: ${error ?? 'unknown'}`,
    })
  const same = (field: FieldId, labelled: string | boolean | number | undefined, answered: unknown) => {
    if (labelled === undefined) return
    const distance = String(labelled) === String(answered) ? 0 : 1
    add(field, String(labelled), answer && { answered: String(answered ?? 'none'), distance })
  }
  const near = (field: FieldId, labelled: number | undefined, answered: number | undefined) => {
    if (labelled === undefined) return
    const judged =
      answered === undefined ? null : { answered: String(answered), distance: Math.abs(labelled - answered) }
    add(field, String(labelled), judged)
  }
  const set = (field: FieldId, labelled: readonly string[] | undefined, answered: readonly string[] | undefined) => {
    if (labelled === undefined) return
    const show = (xs: readonly string[]) => [...new Set(xs)].sort().join(' ') || 'none'
    const { falseAlarms, missed } = matchSets(labelled, answered ?? null)
    add(field, show(labelled), answered ? { answered: show(answered), distance: falseAlarms + missed } : null)
  }
  same('nature', labels.nature, answer?.nature)
  near('level', labels.severity, answer?.severity.level)
  set('rules', labels.rules, answer?.severity.rules)
  const accepted = acceptedCodes(labels)
  if (accepted) {
    const code = primaryOf(answer)?.code
    const sameFamily = code !== undefined && acceptedFamilies(accepted).includes(familyOf(code))
    const distance = code !== undefined && accepted.includes(code) ? 0 : sameFamily ? 1 : 2
    const [first, ...others] = accepted
    const labelled = others.length ? `${first} (${others.join(' ')})` : first!
    add('code', labelled, answer && { answered: code ?? 'none', distance })
  }
  near('emotion', labels.emotion, answer?.emotion.level)
  same('dominant', labels.dominant, answer?.emotion.dominant)
  const threats = (list: Parameters<typeof stancesByChannel>[0]) =>
    [...stancesByChannel(list)].map(([channel, stances]) => `${channel}/${stances}`)
  set('threats', labels.threats && threats(labels.threats), answer ? threats(answer.threats) : undefined)
  same('media', labelledMedia(labels), answer?.flags.mediaEscalation)
  same('external', labelledExternal(labels), answer?.flags.externalEscalation)
  same('repeat', labels.repeat, answer?.repeat.mentioned)
  same('repeat_count', labels.repeat_count ?? undefined, answer?.repeat.count)
  same('group', labels.group, answer?.group.mentioned)
  set('demands', labels.demands, answer?.demands)
  return out
}
