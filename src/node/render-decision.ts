import pc from 'picocolors'
import type { Decision, Evidence } from '../domain/decision.ts'

const LEVEL_COLOUR = [pc.bgRed, pc.red, pc.yellow, pc.green]
const DOMINANT = { none: '平静', disappointment: '失望', anger: '愤怒', anxiety: '焦虑', helplessness: '无助' } as const
const NATURE = { complaint: '投诉', suggestion: '建议', enquiry: '咨询', praise: '表扬', other: '其他' } as const
const RISK = { none: '无', low: '低', medium: '中', high: '高' } as const
const CHANNEL: Record<string, string> = {
  media: '媒体',
  social: '社交平台',
  platform: '投诉平台',
  regulator: '监管部门',
  legal: '法律途径',
  petition: '信访/集体',
  executive: '公司高层',
  unspecified: '未指明',
}
const percent = (p: number) => `${Math.round(p * 100)}%`
const quotes = (evidence: readonly Evidence[]) =>
  evidence.length ? pc.dim(` «${evidence.map((e) => e.quote).join('» «')}»`) : ''

/** A decision for a person at a terminal: one matter a line, each with the words it rests on. */
export function renderDecision(d: Decision, text: string): string {
  const colour = LEVEL_COLOUR[d.severity.level - 1]!
  const row = (label: string, value: string) => `${pc.bold(label)}  ${value}`
  const lines = [
    '',
    highlight(
      text,
      d.severity.evidence.concat(
        d.types.flatMap((t) => t.evidence),
        d.threats.flatMap((t) => t.evidence),
      ),
    ),
    '',
    row('性质 nature   ', NATURE[d.nature]),
    row(
      '级别 level    ',
      `${colour(` ${d.severity.level} ${d.severity.label} `)} ${percent(d.severity.confidence)} ${d.severity.rules.join(' ')}${d.severity.floor ? pc.dim(` floor ${d.severity.floor}`) : ''}${quotes(d.severity.evidence)}`,
    ),
    ...d.types.map((t) =>
      row(
        '类型 type     ',
        `${t.role === 'primary' ? pc.bold(t.code) : t.code} ${t.name} ${percent(t.confidence)}${t.role === 'alternative' ? pc.dim(' 备选') : ''}${quotes(t.evidence)}`,
      ),
    ),
    row(
      '情绪 emotion  ',
      `${d.emotion.level}/5 ${DOMINANT[d.emotion.dominant]}${d.emotion.alert ? pc.red(' 预警') : ''}${quotes(d.emotion.evidence)}`,
    ),
    ...d.threats.map((t) =>
      row('威胁 threat   ', `${CHANNEL[t.channel]} ${t.stance === 'done' ? '已发生' : '威胁'}${quotes(t.evidence)}`),
    ),
    row(
      '重复 repeat   ',
      `${d.repeat.mentioned ? '文中提到' : '未提及'}${d.repeat.count ? ` ${d.repeat.count} 次` : ''},记录风险 ${RISK[d.repeat.risk]}${quotes(d.repeat.evidence)}`,
    ),
    row(
      '升级 risk     ',
      `${RISK[d.escalation.risk]} ${percent(d.escalation.score)} ${pc.dim(d.escalation.factors.map((f) => f.zh).join(';'))}`,
    ),
    row(
      '派单 routing  ',
      `${d.routing.teamName}${d.routing.senior ? ' (资深处理)' : ''} ${pc.dim(d.routing.collaborators.join(' '))}`,
    ),
    row(
      '时限 clocks   ',
      `首次响应 ${d.clocks.firstResponseBy},办结 ${d.clocks.resolveBy}${d.clocks.legalBy ? `,法定 ${d.clocks.legalBy}` : ''}`,
    ),
    ...d.similarCases.map((c) => row('案例 case     ', `${c.title} ${pc.dim(`${c.score} ${c.outcome}`)}`)),
    ...(d.similarCases.length === 0 && d.recall.cases ? [row('案例 case     ', pc.dim(d.recall.cases))] : []),
    ...d.scripts.map((s) =>
      row(
        '话术 script   ',
        `${s.scene}\n                 ${pc.dim(s.filled)}${s.unfilled.length > 0 ? `\n                 待填 to fill: ${s.unfilled.join('、')}` : ''}`,
      ),
    ),
    ...(d.review.required ? [row('复核 review   ', d.review.reasons.join(';'))] : []),
    ...(d.explanation ?? []).map((e) => row('说明 why not  ', e)),
    '',
    pc.dim(
      `${d.engine.name} · ${d.engine.policyVersion} · ${d.engine.latencyMs.total ?? '?'} ms${d.engine.degraded ? ` · 降级 degraded: ${d.engine.reasons.join('; ')}` : ''}`,
    ),
    '',
  ]
  return lines.join('\n')
}

/** The text with the words that judgements rest on underlined. */
function highlight(text: string, evidence: readonly Evidence[]): string {
  const marks = [...evidence].sort((a, b) => a.start - b.start)
  let out = ''
  let at = 0
  for (const { start, end } of marks) {
    if (start < at || end > text.length) continue
    out += text.slice(at, start) + pc.underline(text.slice(start, end))
    at = end
  }
  return out + text.slice(at)
}
