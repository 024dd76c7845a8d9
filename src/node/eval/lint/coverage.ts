import type { LabelledCase } from '../../../domain/labelled-case.ts'
import { SLICES } from '../../../domain/labelled-case.ts'
import { LEVELS, NATURES, STANCES, THREAT_CHANNELS } from '../../../domain/labels.ts'
import type { LintFinding } from './lint-finding.ts'

/** Fewest cases of each kind, over all sets together. */
export const LEAST = { code: 30, level: 30, nature: 30, threat: 1, slice: 60, english: 300, domain: 30 } as const

/** The trades that the sets must come from. */
export const DOMAINS = [
  'retail',
  'appliance',
  'phone',
  'food',
  'takeaway',
  'express',
  'travel',
  'hotel',
  'bank',
  'insurance',
  'telecom',
  'car',
  'property',
  'education',
  'prepaid',
  'medical',
  'software',
  'utility',
  'ridehail',
  'city',
] as const

/** What there is too little of. A family's `-99` is exempt: it is to be used seldom. */
export function checkCoverage(cases: readonly LabelledCase[], codes: readonly string[]): LintFinding[] {
  const out: LintFinding[] = []
  const need = (what: string, least: number, fits: (c: LabelledCase) => boolean) => {
    const n = cases.filter(fits).length
    if (n >= least) return
    out.push({
      kind: 'coverage',
      warning: false,
      where: what,
      problem: { zh: `${n} 条,至少要 ${least} 条`, en: `${n}, at least ${least} are needed` },
    })
  }
  for (const code of codes) if (!code.endsWith('-99')) need(code, LEAST.code, (c) => c.primary === code)
  for (const level of LEVELS) need(`severity ${level}`, LEAST.level, (c) => c.severity === level)
  for (const nature of NATURES) need(`nature ${nature}`, LEAST.nature, (c) => c.nature === nature)
  for (const channel of THREAT_CHANNELS)
    for (const stance of STANCES)
      need(`threat ${channel}:${stance}`, LEAST.threat, (c) =>
        c.threats.some((t) => t.channel === channel && t.stance === stance),
      )
  for (const slice of SLICES) need(`slice ${slice}`, LEAST.slice, (c) => c.slice === slice)
  need('lang en', LEAST.english, (c) => c.lang === 'en')
  for (const domain of DOMAINS) need(`domain ${domain}`, LEAST.domain, (c) => c.domain === domain)
  return out
}
