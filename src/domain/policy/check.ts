import { compilePatterns } from './patterns.ts'
import type { Condition, PolicyOverlay, PolicyRules } from './schema.ts'

/** Signals that code computes, not patterns; floors may name them. */
export const COMPUTED_SIGNALS = ['threat', 'loss-major', 'loss', 'overdue-days', 'contacts', 'people'] as const

/** Keys that stand twice in one file's own lists. */
export function checkUnique(rules: PolicyOverlay | PolicyRules): string[] {
  const problems: string[] = []
  const unique = (section: string, keys: readonly string[] = []) => {
    for (const key of new Set(keys.filter((k, i) => keys.indexOf(k) !== i))) {
      problems.push(`${section}: ${key} stands twice; expected once`)
    }
  }
  if ('levels' in rules)
    unique(
      'levels',
      rules.levels.map((l) => String(l.level)),
    )
  if ('threats' in rules)
    unique(
      'threats',
      rules.threats.map((t) => t.channel),
    )
  unique(
    'codes',
    rules.codes?.map((c) => c.code),
  )
  unique(
    'signals',
    rules.signals?.map((s) => s.id),
  )
  unique(
    'floors',
    rules.floors?.map((f) => f.id),
  )
  unique(
    'routing',
    rules.routing?.map((r) => r.id),
  )
  unique(
    'powers',
    rules.powers?.map((p) => p.role),
  )
  unique(
    'tags',
    rules.tags?.map((t) => t.id),
  )
  for (const t of rules.tags ?? [])
    unique(
      `tags ${t.id}`,
      t.items.map((i) => i.id),
    )
  return problems
}

/** What zod cannot see: references that must exist, keys that must be unique, patterns that must compile. Returns sentences, empty when all is well. */
export function checkPolicy(rules: PolicyRules): string[] {
  const problems = checkUnique(rules)
  const codes = new Set(rules.codes.map((c) => c.code))
  const signals = new Set<string>([...rules.signals.map((s) => s.id), ...COMPUTED_SIGNALS])
  const needCode = (where: string, list: readonly string[] = []) => {
    for (const c of list) if (!codes.has(c)) problems.push(`${where}: code ${c} is not in codes`)
  }
  needCode('cues', Object.keys(rules.cues))
  const tags = new Set(rules.tags.flatMap((t) => t.items.map((i) => `${t.id}:${i.id}`)))
  const needCondition = (where: string, when: Condition | undefined) => {
    needCode(where, when?.codes)
    for (const t of when?.tags ?? []) if (!tags.has(t)) problems.push(`${where}: tag ${t} is not in tags (scheme:item)`)
  }
  const needDepartment = (where: string, list: readonly string[]) => {
    for (const d of list) if (!rules.departments[d]) problems.push(`${where}: department ${d} is not in departments`)
  }
  const needPattern = (where: string, patterns: readonly string[]) => {
    for (const p of patterns) {
      try {
        if (compilePatterns([p], rules.lexicons).test(''))
          problems.push(`${where}: pattern «${p}» also matches nothing at all; expected words`)
      } catch (error) {
        problems.push(`${where}: pattern «${p}»: ${(error as Error).message}`)
      }
    }
  }

  for (const family of rules.families) {
    if (!codes.has(`${family.id}-99`)) problems.push(`codes: family ${family.id} lacks its ${family.id}-99 (other)`)
  }
  for (const c of rules.codes) {
    needDepartment(`codes ${c.code}`, [c.department, ...c.collaborators])
    for (const d of c.duties) if (!rules.duties[d]) problems.push(`codes ${c.code}: duty ${d} is not in duties`)
  }
  for (const [name, words] of Object.entries(rules.lexicons)) needPattern(`lexicons ${name}`, words)
  for (const s of rules.signals) {
    needCode(`signals ${s.id}`, s.codes)
    needPattern(`signals ${s.id}`, s.any)
  }
  for (const t of rules.threats) needPattern(`threats ${t.channel}`, [...t.any, ...t.threatened, ...t.done])
  for (const [name, list] of Object.entries(rules.threatScope)) needPattern(`threatScope ${name}`, list)
  for (const [name, list] of Object.entries(rules.registers)) needPattern(`registers ${name}`, list)
  for (const d of rules.demands) needPattern(`demands ${d.id}`, d.any)
  for (const [name, list] of Object.entries(rules.scope)) if (Array.isArray(list)) needPattern(`scope ${name}`, list)
  for (const scheme of rules.tags) {
    for (const i of scheme.items) needPattern(`tags ${scheme.id}.${i.id}`, i.any)
    if (scheme.default !== null && !scheme.items.some((i) => i.id === scheme.default)) {
      problems.push(`tags ${scheme.id}: default ${scheme.default} is not one of its items`)
    }
  }
  for (const f of rules.floors) {
    for (const s of [...f.all, ...f.none])
      if (!signals.has(s)) problems.push(`floors ${f.id}: signal ${s} is not in signals`)
    if (Number(f.rule[0]) !== f.level) problems.push(`floors ${f.id}: rule ${f.rule} is not a rule of level ${f.level}`)
  }
  for (const r of rules.routing) {
    needDepartment(`routing ${r.id}`, [...(r.team ? [r.team] : []), ...r.collaborators])
    needCondition(`routing ${r.id}`, r.when)
  }
  const { clocks } = rules
  for (const name of ['firstResponse', 'resolve'] as const) {
    if (clocks[name].at(-1)?.when)
      problems.push(`clocks.${name}: the last rule must have no «when», so that every complaint has one`)
  }
  for (const name of ['firstResponse', 'team', 'resolve', 'progress', 'legal'] as const) {
    for (const [i, c] of clocks[name].entries()) needCondition(`clocks.${name}[${i}]`, c.when)
  }
  if (rules.calendar.workingHours.from >= rules.calendar.workingHours.to)
    problems.push('calendar.workingHours: from must be before to')
  try {
    new Intl.DateTimeFormat('en', { timeZone: rules.calendar.timezone })
  } catch {
    problems.push(`calendar.timezone: ${rules.calendar.timezone} is not an IANA time zone such as Asia/Shanghai`)
  }
  return problems
}
