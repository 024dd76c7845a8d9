import type { Comparison } from '../comparison-data.ts'
import type { Report } from '../report-data.ts'
import type { Run } from '../run.ts'
import type { Verdict } from '../verdict-data.ts'
import { createWording } from './client/wording.ts'
import { cases } from './html/cases.ts'
import { codes } from './html/codes.ts'
import { comparison } from './html/comparison.ts'
import { confusions } from './html/confusions.ts'
import { gate, verdictBanner } from './html/gate.ts'
import { allMeasures, headline } from './html/headline.ts'
import { el, escapeMarkup, type Markup, own, spoken, words } from './html/markup.ts'
import { operation } from './html/operation.ts'
import { slices } from './html/slices.ts'
import { surety, suretyTable } from './html/surety.ts'
import { threats } from './html/threats.ts'
import { embeddedJson, type PageData, pageData } from './page-data.ts'
import { pageScript } from './script.ts'
import { sha256Base64 } from './sha256.ts'
import { pageStyle } from './style.ts'

export interface HtmlReport {
  run: Run
  report: Report
  comparison?: Comparison | null
  verdict?: Verdict | null
  /** How the analyst's file was read, where one was: what was left out is said at the top. */
  reading?: { total: number; read: number; findings: readonly unknown[] } | null
}

/**
 * The whole report as one HTML file that opens from a disk, without a network: figures, pictures and a table of all cases.
 * Its policy allows this one style sheet and this one script by their hashes and nothing else; texts of complaints stand
 * in it as JSON and reach the page as text only.
 */
export function renderHtml(given: HtmlReport): string {
  const { run, report } = given
  const [style, script] = [pageStyle(), pageScript()]
  const policy = [
    "default-src 'none'",
    `style-src 'sha256-${sha256Base64(style)}'`,
    `script-src 'sha256-${sha256Base64(script)}'`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ')
  const data = pageData(run, given.comparison)
  const head = [
    el('meta', { charset: 'utf-8' }),
    el('meta', { 'http-equiv': 'Content-Security-Policy', content: policy }),
    el('meta', { name: 'viewport', content: 'width=device-width, initial-scale=1' }),
    el('meta', { name: 'color-scheme', content: 'light dark' }),
    el('meta', { name: 'referrer', content: 'no-referrer' }),
    el('meta', { name: 'robots', content: 'noindex' }),
  ]
    .map((m) => m.markup)
    .join('\n')
  return `<!doctype html>
<html lang="zh-CN" data-lang="zh">
<head>
${head}
<title>${escapeMarkup(`评测报告 Evaluation report · ${report.meta.set}`)}</title>
<style>${style}</style>
</head>
<body>
${bodyOf(given, data)}
<script type="application/json" id="data">${embeddedJson(data)}</script>
<script>${script}</script>
</body>
</html>
`
}

function bodyOf({ report, comparison: compared, verdict, reading }: HtmlReport, data: PageData): string {
  const parts: [id: string, zh: string, en: string, markup: (Markup | null)[]][] = [
    ['headline', '指标', 'Figures', [headline({ report, comparison: compared, verdict }), allMeasures(report)]],
    ['gate', '门槛', 'Gate', [verdict ? gate(verdict) : null]],
    [
      'comparison',
      '比较',
      'Comparison',
      [compared ? comparison(compared, createWording(data.values, data.codes)) : null],
    ],
    ['confusion', '混淆', 'Confusion', [confusions(report)]],
    ['codes', '类型', 'Codes', [codes(report)]],
    ['threats', '威胁', 'Threats', [threats(report)]],
    ['surety', '校准', 'Confidence', [surety(report), suretyTable(report)]],
    ['slices', '分组', 'Groups', [slices(report)]],
    ['operation', '运行', 'Operation', [operation(report)]],
    ['cases', '案例', 'Cases', [cases(data)]],
  ]
  const there = parts.filter(([, , , markup]) => markup[0])
  return [
    el('a', { class: 'skip', href: '#cases' }, words('跳到案例', 'Skip to the cases')),
    title(report),
    unread(reading),
    el(
      'nav',
      { class: 'parts', ...spoken('aria-label', { zh: '目录', en: 'Contents' }) },
      there.map(([id, zh, en]) => el('a', { href: `#${id}` }, words(zh, en))),
    ),
    el(
      'main',
      {},
      verdict ? verdictBanner(verdict) : null,
      there.map(([, , , markup]) => markup),
    ),
    el(
      'footer',
      {},
      words('诉诊评测报告;数据只在这个文件里。', 'Suzhen evaluation report; its data is in this file only.'),
    ),
  ]
    .map((m) => m?.markup ?? '')
    .join('\n')
}

function unread(reading: HtmlReport['reading']): Markup | null {
  if (!reading || (reading.read === reading.total && reading.findings.length === 0)) return null
  const { read, total, findings } = reading
  return el(
    'p',
    { class: 'unread' },
    words(
      `读入 ${read}/${total} 行,${findings.length} 条问题,见 findings.csv`,
      `${read} of ${total} rows read, ${findings.length} findings; see findings.csv`,
    ),
  )
}

function title({ meta, n, scoring }: Report): Markup {
  const models = Object.entries(meta.models).map(([k, v]) => `${k} ${v}`)
  const facts = [
    `${meta.engine}`,
    `${meta.policyVersion} (${meta.policyHash.slice(0, 8)})`,
    ...models,
    meta.startedAt.slice(0, 16).replace('T', ' '),
    ...(meta.commit ? [meta.commit.replace(/^([0-9a-f]{8})[0-9a-f]*/, '$1')] : []),
    `bootstrap ${scoring.resamples}, seed ${scoring.seed}`,
  ]
  return el(
    'header',
    { class: 'title' },
    el(
      'div',
      {},
      el('h1', {}, words('评测报告', 'Evaluation report'), ' ', el('span', { class: 'set' }, own(meta.set))),
      el(
        'p',
        { class: 'facts-line' },
        el('b', {}, words(`${n} 条`, `${n} cases`)),
        facts.map((f) => el('span', {}, own(f))),
      ),
    ),
    el('button', { type: 'button', id: 'language', lang: 'en', 'aria-label': 'Switch to English' }, 'English'),
  )
}
