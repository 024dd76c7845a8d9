import type { PolicyOverlay, PolicyRules } from './schema.ts'

/** Entries of `extra` replace those of the same key, in place; new ones go first, so that an overlay's rule is asked before the default's. */
function mergeKeyed<T>(base: readonly T[], extra: readonly T[] | undefined, key: (t: T) => string): T[] {
  if (!extra) return [...base]
  const byKey = new Map(extra.map((t) => [key(t), t]))
  const kept = base.map((t) => {
    const replacement = byKey.get(key(t))
    byKey.delete(key(t))
    return replacement ?? t
  })
  return [...byKey.values(), ...kept]
}

const defined = <T extends object>(value: T | undefined) =>
  Object.fromEntries(Object.entries(value ?? {}).filter(([, v]) => v !== undefined))

/** An overlay's cue words stand beside the default's: a trade adds its words and loses none. */
function mergeCues(base: PolicyRules['cues'], extra: PolicyRules['cues'] = {}): PolicyRules['cues'] {
  const out = { ...base }
  for (const [code, words] of Object.entries(extra)) out[code] = [...new Set([...(out[code] ?? []), ...words])]
  return out
}

/** The default's rules with an overlay laid over them. Pure; neither argument is changed. */
export function mergeOverlay(base: PolicyRules, overlay: PolicyOverlay): PolicyRules {
  const byId = (t: { id: string }) => t.id
  return {
    ...base,
    name: overlay.name,
    version: `${base.version}+${overlay.name}.${overlay.version}`,
    departments: { ...base.departments, ...overlay.departments },
    duties: { ...base.duties, ...overlay.duties },
    codes: mergeKeyed(base.codes, overlay.codes, (c) => c.code),
    cues: mergeCues(base.cues, overlay.cues),
    calendar: { ...base.calendar, ...defined(overlay.calendar) },
    clocks: { ...base.clocks, ...defined(overlay.clocks) },
    powers: mergeKeyed(base.powers, overlay.powers, (p) => p.role),
    routing: mergeKeyed(base.routing, overlay.routing, byId),
    windows: { ...base.windows, ...defined(overlay.windows) },
    thresholds: { ...base.thresholds, ...defined(overlay.thresholds) },
    lexicons: { ...base.lexicons, ...overlay.lexicons },
    signals: mergeKeyed(base.signals, overlay.signals, byId),
    floors: mergeKeyed(base.floors, overlay.floors, byId),
    tags: mergeKeyed(base.tags, overlay.tags, byId),
  }
}
