import type { LabelledCase } from '../../domain/labelled-case.ts'
import { DEMANDS, EXTERNAL_CHANNELS, familyOf, PUBLIC_CHANNELS, RULES, THREAT_CHANNELS } from '../../domain/labels.ts'
import { type HeadSpec, outputsOf } from './heads.ts'

/** A code that a careful supervisor could also have given shares in the target. */
const ALSO_OK_SHARE = 0.3

/** What a case teaches a head: a share for each class, or a yes for each; null where it teaches nothing. */
export function targetOf(spec: HeadSpec, c: LabelledCase): number[] | null {
  const oneHot = (value: string) => spec.classes.map((k) => (k === value ? 1 : 0))
  const atMost = (value: number) => Array.from({ length: outputsOf(spec) }, (_, i) => (value <= i + 1 ? 1 : 0))
  const any = (channels: ReadonlySet<string>) => [c.threats.some((t) => channels.has(t.channel)) ? 1 : 0]
  const isComplaint = c.nature === 'complaint'
  switch (spec.name) {
    case 'nature':
      return oneHot(c.nature)
    case 'level':
      return isComplaint ? atMost(c.severity) : null
    case 'rules':
      return isComplaint ? RULES.map((r) => (c.rules.includes(r) ? 1 : 0)) : null
    case 'family':
      return c.primary ? oneHot(familyOf(c.primary)) : null
    case 'code': {
      if (!c.primary) return null
      const share = c.also_ok.length ? ALSO_OK_SHARE : 0
      return spec.classes.map((k) =>
        k === c.primary ? 1 - share : c.also_ok.includes(k) ? share / c.also_ok.length : 0,
      )
    }
    case 'emotion':
      return atMost(c.emotion)
    case 'dominant':
      return c.dominant === 'none' ? null : oneHot(c.dominant)
    case 'repeat':
      return [c.repeat ? 1 : 0]
    case 'group':
      return [c.group ? 1 : 0]
    case 'public':
      return any(PUBLIC_CHANNELS)
    case 'external':
      return any(EXTERNAL_CHANNELS)
    case 'threats':
      return THREAT_CHANNELS.map((channel) => (c.threats.some((t) => t.channel === channel) ? 1 : 0))
    case 'done':
      return c.threats.length ? [c.threats.some((t) => t.stance === 'done') ? 1 : 0] : null
    case 'demands':
      return DEMANDS.map((d) => (c.demands.includes(d) ? 1 : 0))
  }
}
