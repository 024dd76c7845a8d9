import type { Decision } from './decision.ts'
import type { FieldIssue } from './errors.ts'
import { type Corrected, FEEDBACK_FIELDS, type FeedbackField, type FeedbackLabels } from './feedback.ts'
import { type Level, levelOfRule, type Rule } from './labels.ts'

type Judged = Pick<Decision, 'nature' | 'severity' | 'types' | 'emotion' | 'threats' | 'demands'> & {
  repeat: Pick<Decision['repeat'], 'mentioned' | 'count'>
  group: Pick<Decision['group'], 'mentioned'>
}

/** What a decision says, in the words of the labelled sets. */
export function labelsOfDecision(decision: Judged): FeedbackLabels {
  const codes = (role: string) => decision.types.filter((t) => t.role === role).map((t) => t.code)
  const threats = decision.threats.map(({ channel, stance }) => ({ channel, stance }))
  return {
    nature: decision.nature,
    severity: decision.severity.level,
    rules: [...decision.severity.rules],
    primary: codes('primary')[0] ?? null,
    also_ok: [],
    secondary: codes('secondary').slice(0, 2),
    emotion: decision.emotion.level,
    dominant: decision.emotion.dominant,
    threats: threats.filter((t, i) => threats.findIndex((u) => sameValue(t, u)) === i),
    repeat: decision.repeat.mentioned,
    repeat_count: decision.repeat.mentioned ? decision.repeat.count : null,
    group: decision.group.mentioned,
    demands: [...decision.demands],
  }
}

/** Lists are sets here: the order of codes, threats or demands says nothing. */
const canonical = (value: unknown): string =>
  Array.isArray(value)
    ? JSON.stringify(value.map(canonical).sort())
    : value !== null && typeof value === 'object'
      ? JSON.stringify(Object.entries(value).sort())
      : JSON.stringify(value)

const sameValue = (a: unknown, b: unknown): boolean => canonical(a) === canonical(b)

/** The named fields whose value is another than in `labels`. */
export const differingFields = (given: Corrected, labels: FeedbackLabels): FeedbackField[] =>
  FEEDBACK_FIELDS.filter((f) => given[f] !== undefined && !sameValue(given[f], labels[f]))

/** The fields that two people name with two values; who agrees with the decision names all of its values. */
export function disputedFields(
  opinions: readonly { agree: boolean; corrected: Corrected }[],
  judged: FeedbackLabels,
): FeedbackField[] {
  const said = opinions.map((o): Corrected => (o.agree ? judged : o.corrected))
  return FEEDBACK_FIELDS.filter(
    (f) => new Set(said.flatMap((s) => (s[f] === undefined ? [] : [canonical(s[f])]))).size > 1,
  )
}

/**
 * All labels when `given` is laid over `judged`, with what follows from it: no complaint is level 4 without rules, codes
 * or demands; a milder level drops the graver rules; emotion 1 has no dominant one; no repeat has no count.
 */
export function completeLabels(judged: FeedbackLabels, given: Corrected): FeedbackLabels {
  const left = given.nature !== undefined && given.nature !== 'complaint'
  const base: FeedbackLabels = left
    ? {
        ...judged,
        severity: 4,
        rules: [],
        ...(judged.nature === 'complaint' ? { primary: null, secondary: [], demands: [] } : {}),
      }
    : judged
  const out = { ...base, ...named(given) } as FeedbackLabels
  if (given.rules === undefined) out.rules = base.rules.filter((r) => levelOfRule(r) >= out.severity)
  else if (given.severity === undefined && !left) out.severity = levelOfRules(given.rules, judged.severity)
  if (given.dominant === undefined && out.emotion === 1) out.dominant = 'none'
  if (given.secondary === undefined)
    out.secondary = out.primary === null ? [] : base.secondary.filter((c) => c !== out.primary)
  if (given.repeat_count === undefined && !out.repeat) out.repeat_count = null
  return out
}

const named = (given: Corrected): Corrected =>
  Object.fromEntries(Object.entries(given).filter(([, v]) => v !== undefined)) as Corrected

// Rules taken away leave the lightest complaint; a decision that had none keeps its level.
function levelOfRules(rules: readonly Rule[], judged: Level): Level {
  if (rules.length) return Math.min(...rules.map(levelOfRule)) as Level
  return judged < 3 ? 3 : judged
}

type LabelIssue = FieldIssue & { path: FeedbackField }

/** What contradicts itself in a whole set of labels, by the rules of the labelled sets, each with what to do about it. */
export function labelIssues(labels: FeedbackLabels): LabelIssue[] {
  const { nature, severity, rules, primary } = labels
  const issues: LabelIssue[] = []
  const say = (path: FeedbackField, message: string) => issues.push({ path, message })
  const top = rules.length ? Math.min(...rules.map(levelOfRule)) : 3
  if (nature !== 'complaint') {
    if (severity !== 4)
      say(
        'severity',
        '不是投诉就是 4 级:改为 4,或把 nature 改为 complaint / no complaint is level 4: send 4, or nature complaint',
      )
    if (rules.length)
      say(
        'rules',
        '不是投诉就没有定级规则:留空,或把 nature 改为 complaint / no complaint has no rules: send [], or nature complaint',
      )
  } else if (severity === 4)
    say(
      'severity',
      '投诉最轻为 3 级:改级别,或把 nature 改为非投诉 / a complaint is level 3 at least: send another level, or another nature',
    )
  else if (top !== severity)
    say(
      'rules',
      severity === 3
        ? '3 级没有定级规则:留空,或改级别 / level 3 has no rules: send [], or another level'
        : `${severity} 级须写明该级的规则(如 ${severity}a),且不含更重的 / level ${severity} rests on a rule of its own, such as ${severity}a, and none graver`,
    )
  if (nature === 'complaint' && primary === null)
    say(
      'primary',
      '投诉要有主类型:写明编码,或改 nature / a complaint has a primary code: name it, or send another nature',
    )
  if (primary === null && labels.also_ok.length) say('also_ok', NO_PRIMARY)
  if (primary === null && labels.secondary.length) say('secondary', NO_PRIMARY)
  if (primary !== null && labels.also_ok.includes(primary)) say('also_ok', TWICE)
  if (primary !== null && labels.secondary.includes(primary)) say('secondary', TWICE)
  if ((labels.emotion === 1) !== (labels.dominant === 'none'))
    say(
      'dominant',
      'emotion 为 1 时 dominant 是 none,其余不能是 none:两个一并写明 / none exactly at emotion 1: send both emotion and dominant',
    )
  if (!labels.repeat && labels.repeat_count !== null)
    say('repeat_count', '有次数就要 repeat: true,否则为 null / a count goes with repeat: true, else null')
  return issues
}

const NO_PRIMARY =
  '没有主类型就没有其他类型:写明 primary 或留空 / no other code without a primary: name one, or send []'
const TWICE = '已是主类型,请去掉 / is the primary code already; remove it'

/** The codes among these labels that `known` lacks. */
export function unknownCodes(labels: Corrected, known: ReadonlySet<string>): LabelIssue[] {
  const issues: LabelIssue[] = []
  for (const path of ['primary', 'also_ok', 'secondary'] as const) {
    if ([labels[path] ?? []].flat().some((c) => !known.has(c)))
      issues.push({
        path,
        message:
          '现行策略没有这个编码,请照 GET /v1/policy 里的写 / the policy in force has no such code; GET /v1/policy lists them',
      })
  }
  return issues
}

/** Whether two people say the very same; order in lists does not count. */
export const sameCorrected = (a: Corrected, b: Corrected): boolean =>
  FEEDBACK_FIELDS.every((f) => sameValue(a[f], b[f]))
