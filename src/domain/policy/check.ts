import { compilePatterns } from './patterns.ts'
import type { PolicyRules } from './schema.ts'

/** Signals that code computes, not patterns; floors may name them. */
export const COMPUTED_SIGNALS = ['threat', 'loss-major', 'loss', 'overdue-days', 'contacts', 'people'] as const

/** What zod cannot see: references that must exist, keys that must be unique, patterns that must compile. Returns sentences, empty when all is well. */
export function checkPolicy(rules: PolicyRules): string[] {
  const problems: string[] = []
  const unique = (section: string, keys: string[]) => {
    for (const key of new Set(keys.filter((k, i) => keys.indexOf(k) !== i))) problems.push(`${section}: ${key} stands twice`)
  }
  const codes = new Set(rules.codes.map((c) => c.code))
  const signals = new Set<string>([...rules.signals.map((s) => s.id), ...COMPUTED_SIGNALS])
  const needCode = (where: string, list: readonly string[] = []) => {
    for (const c of list) if (!codes.has(c)) problems.push(`${where}: code ${c} is not in codes`)
  }
  const needDepartment = (where: string, list: readonly string[]) => {
    for (const d of list) if (!rules.departments[d]) problems.push(`${where}: department ${d} is not in departments`)
  }
  const needPattern = (where: string, patterns: readonly string[]) => {
    for (const p of patterns) {
      try {
        compilePatterns([p], rules.lexicons)
      } catch (error) {
        problems.push(`${where}: pattern «${p}»: ${(error as Error).message}`)
      }
    }
  }

  unique('levels', rules.levels.map((l) => String(l.level)))
  unique('codes', rules.codes.map((c) => c.code))
  unique('signals', rules.signals.map((s) => s.id))
  unique('floors', rules.floors.map((f) => f.id))
  unique('threats', rules.threats.map((t) => t.channel))
  for (const family of rules.families) {
    if (!codes.has(`${family.id}-99`)) problems.push(`codes: family ${family.id} lacks its ${family.id}-99 (other)`)
  }
  for (const c of rules.codes) {
    needDepartment(`codes ${c.code}`, [c.department, ...c.collaborators])
    for (const d of c.duties) if (!rules.duties[d]) problems.push(`codes ${c.code}: duty ${d} is not in duties`)
  }
  for (const s of rules.signals) {
    needCode(`signals ${s.id}`, s.codes)
    needPattern(`signals ${s.id}`, s.any)
  }
  for (const t of rules.threats) needPattern(`threats ${t.channel}`, [...t.any, ...t.threatened, ...t.done])
  for (const d of rules.demands) needPattern(`demands ${d.id}`, d.any)
  for (const [name, list] of Object.entries(rules.scope)) if (Array.isArray(list)) needPattern(`scope ${name}`, list)
  for (const scheme of rules.tags) for (const i of scheme.items) needPattern(`tags ${scheme.id}.${i.id}`, i.any)
  for (const f of rules.floors) {
    for (const s of [...f.all, ...f.none]) if (!signals.has(s)) problems.push(`floors ${f.id}: signal ${s} is not in signals`)
    if (Number(f.rule[0]) !== f.level) problems.push(`floors ${f.id}: rule ${f.rule} is not a rule of level ${f.level}`)
  }
  for (const r of rules.routing) {
    needDepartment(`routing ${r.id}`, [...(r.team ? [r.team] : []), ...r.collaborators])
    needCode(`routing ${r.id}`, r.when.codes)
  }
  const { clocks } = rules
  for (const name of ['firstResponse', 'resolve'] as const) {
    if (clocks[name].at(-1)?.when) problems.push(`clocks.${name}: the last rule must have no «when», so that every complaint has one`)
  }
  for (const c of [...clocks.firstResponse, ...clocks.resolve, ...clocks.team, ...clocks.progress]) needCode('clocks', c.when?.codes)
  if (rules.calendar.workingHours.from >= rules.calendar.workingHours.to) problems.push('calendar.workingHours: from must be before to')
  try {
    new Intl.DateTimeFormat('en', { timeZone: rules.calendar.timezone })
  } catch {
    problems.push(`calendar.timezone: ${rules.calendar.timezone} is not an IANA time zone such as Asia/Shanghai`)
  }
  return problems
}
