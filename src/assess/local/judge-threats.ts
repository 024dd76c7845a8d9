import type { Assessment } from '../../domain/assessment.ts'
import { EXTERNAL_CHANNELS, PUBLIC_CHANNELS, THREAT_CHANNELS, type ThreatChannel } from '../../domain/labels.ts'
import type { Policy } from '../../domain/policy/parse.ts'
import type { EvidenceFinder } from './evidence.ts'
import type { HeadName, Outputs } from './heads.ts'
import type { Signals } from './signals.ts'

/**
 * The heads, which read the whole text, say whether there is a threat. A stance that the patterns read is believed even
 * where the heads are less sure (`thresholds.stated`): people find words for it that no case had taught. Heads without
 * such words have to be surer (`unstated`): they hear a threat in mere anger and in a channel's name. The patterns say
 * which channel and stance, and where it stands. Praise, questions and talk name channels too: there both have to say so
 * (`aside`). `sure`: the probability that there is a public or external one.
 */
export function judgeThreats(
  signals: Signals,
  o: Outputs,
  isComplaint: boolean,
  says: (head: HeadName, k?: number) => boolean,
  { stated, unstated, aside }: Pick<Policy['thresholds'], 'stated' | 'unstated' | 'aside'>,
  finder: EvidenceFinder,
): { threats: Assessment['threats']; sure: number } {
  const read = (channel: ThreatChannel) => signals.threats.filter((t) => t.channel === channel)
  const isStated = (channel: ThreatChannel) => read(channel).some((t) => t.stance)
  const least = (channel: ThreatChannel, of: 'public' | 'external') => {
    if (read(channel).some((t) => t.stance && t.tag)) return stated.tagged
    return channel === 'petition' ? stated.petition : stated[of]
  }
  const chosen = new Set<ThreatChannel>()
  let sure = 0
  for (const [head, channels] of [
    ['public', PUBLIC_CHANNELS],
    ['external', EXTERNAL_CHANNELS],
  ] as const) {
    const p = o[head][0]!
    const byHead = says(head) && p >= (isComplaint ? unstated[head] : aside)
    const byPatterns = [...channels].some((channel) => isStated(channel) && p >= least(channel, head))
    if (isComplaint ? !byHead && !byPatterns : !byHead || !byPatterns) continue
    sure = Math.max(sure, p, 0.5)
    const ranked = THREAT_CHANNELS.map((channel, i) => ({ channel, i }))
      .filter(({ channel }) => channels.has(channel) && (byHead || isStated(channel)))
      .map((c) => ({ ...c, p: o.threats[c.i]!, stated: isStated(c.channel) }))
      .sort((a, b) => Number(b.stated) - Number(a.stated) || b.p - a.p)
    const likely = ranked.filter((c) => says('threats', c.i))
    for (const { channel } of likely.length ? likely : ranked.slice(0, 1)) chosen.add(channel)
  }
  for (const [i, channel] of THREAT_CHANNELS.entries())
    if (!PUBLIC_CHANNELS.has(channel) && !EXTERNAL_CHANNELS.has(channel) && says('threats', i)) chosen.add(channel)
  const threats = THREAT_CHANNELS.filter((channel) => chosen.has(channel)).map((channel) => {
    const told = read(channel).filter((t) => t.stance)
    const stance = told.find((t) => t.stance === 'done')?.stance ?? told[0]?.stance
    const hit = told.find((t) => t.stance === stance) ?? read(channel)[0]
    const clause =
      hit ?? finder.strongestClause({ head: 'threats', outputs: { [THREAT_CHANNELS.indexOf(channel)]: 1 } })
    return {
      channel,
      stance: stance ?? (says('done') ? ('done' as const) : ('threatened' as const)),
      evidence: hit ? [finder.quoteHit(hit)] : clause ? [finder.quote(clause)] : [],
    }
  })
  return { threats, sure }
}
