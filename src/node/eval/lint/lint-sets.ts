import type { LabelledCase } from '../../../domain/labelled-case.ts'
import { groupBy } from '../group-by.ts'
import { readJsonLines } from '../read/read-jsonl.ts'
import { checkLines } from './check-lines.ts'
import { checkCoverage } from './coverage.ts'
import type { LintFinding } from './lint-finding.ts'
import { nearPairs } from './near-pairs.ts'

/** Character-bigram Jaccard from which two texts are too much alike: in two sets, and in one. */
export const ALIKE = { across: 0.6, within: 0.8 } as const

export interface LintResult {
  sets: { name: string; cases: number }[]
  findings: LintFinding[]
}

interface Placed {
  set: string
  case: LabelledCase
}

/** Everything wrong with labelled sets, each given as a name and its bytes. `codes` are the policy's; coverage is of all sets together. */
export function lintSets(
  files: readonly { name: string; bytes: Uint8Array }[],
  codes: readonly string[],
  options: { coverage: boolean },
): LintResult {
  const known = new Set(codes)
  const placed: Placed[] = []
  const findings: LintFinding[] = []
  const sets = files.map(({ name, bytes }) => {
    const read = readJsonLines(bytes)
    for (const f of read.findings)
      findings.push({ kind: 'json', warning: false, where: `${name}:${f.row}`, problem: f.problem })
    const checked = checkLines(name, read.lines, known)
    findings.push(...checked.findings)
    placed.push(...checked.cases.map((c) => ({ set: name, case: c })))
    return { name, cases: checked.cases.length }
  })
  findings.push(...idsTwice(placed), ...alike(placed), ...situationsTwice(placed))
  if (options.coverage) {
    const cases = placed.map((p) => p.case)
    findings.push(...checkCoverage(cases, codes))
  }
  return { sets, findings }
}

function idsTwice(placed: readonly Placed[]): LintFinding[] {
  return [...groupBy(placed, (p) => p.case.id)].flatMap(([id, same]): LintFinding[] => {
    if (same.length < 2) return []
    const where = same.map((s) => s.set).join(', ')
    return [{ kind: 'id', warning: false, where: id, problem: { zh: where, en: where } }]
  })
}

function alike(placed: readonly Placed[]): LintFinding[] {
  return nearPairs(
    placed.map((p) => p.case.text),
    ALIKE.across,
  ).flatMap(({ a, b, jaccard }): LintFinding[] => {
    const [x, y] = [placed[a]!, placed[b]!]
    const within = x.set === y.set
    if (within && jaccard < ALIKE.within) return []
    const words = `Jaccard ${jaccard.toFixed(2)}`
    return [
      {
        kind: within ? 'within' : 'across',
        warning: within,
        where: `${x.set} ${x.case.id} ~ ${y.set} ${y.case.id}`,
        problem: { zh: words, en: words },
      },
    ]
  })
}

function situationsTwice(placed: readonly Placed[]): LintFinding[] {
  return [...groupBy(placed, (p) => p.case.situation)].flatMap(([situation, same]): LintFinding[] => {
    const sets = [...groupBy(same, (p) => p.set)]
    if (sets.length < 2) return []
    const where = sets.map(([set, ps]) => `${set} ${ps[0]!.case.id}`).join(', ')
    return [{ kind: 'situation', warning: false, where: situation, problem: { zh: where, en: where } }]
  })
}
