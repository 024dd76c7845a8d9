import { THREAT_CHANNELS } from '../../domain/labels.ts'
import { stancesByChannel } from '../reading.ts'
import type { ChannelRow } from '../report-data.ts'
import type { RunRow } from '../run.ts'
import { f1 } from '../statistics/f1.ts'
import { type Draws, estimate, proportionOf } from './figures.ts'

/** One row a threat channel. An error misses every labelled channel. Null `value`s where a channel neither was labelled nor answered. */
export function channelRows(rows: readonly RunRow[], draws: Draws): ChannelRow[] {
  const judged = rows.flatMap(({ labels, answer }) =>
    labels.threats
      ? [{ labelled: stancesByChannel(labels.threats), answered: stancesByChannel(answer?.threats ?? []) }]
      : [],
  )
  return THREAT_CHANNELS.map((channel) => {
    const cases = judged.map((j) => ({ labelled: j.labelled.get(channel), answered: j.answered.get(channel) }))
    const precision = proportionOf(cases, (c) => (c.answered ? c.labelled !== undefined : undefined))
    const recall = proportionOf(cases, (c) => (c.labelled ? c.answered !== undefined : undefined))
    const tally = {
      cell: Int32Array.from(cases, (c) => (c.labelled ? 2 : 0) + (c.answered ? 1 : 0)),
      cells: 4,
      figures: 1,
      evaluate(counts: Int32Array, out: Float64Array) {
        out[0] = f1(counts[3]!, counts[1]!, counts[2]!)
      },
    }
    return {
      channel,
      support: recall.n,
      answered: precision.n,
      precision,
      recall,
      f1: estimate(tally, 0, recall.n, draws(tally, `channel/${channel}`)),
      stance: proportionOf(cases, (c) => (c.labelled && c.answered ? c.labelled === c.answered : undefined)),
    }
  })
}
