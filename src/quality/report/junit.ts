import { MEASURES } from '../names.ts'
import type { Report } from '../report-data.ts'
import type { RuleOutcome, Verdict } from '../verdict-data.ts'
import { showInterval, showMeasure } from './figures.ts'

/**
 * The gate as JUnit XML: each rule a test case, so that a build server shows which one failed and since when. A verdict
 * that failed though no rule did (nothing could be judged) has a failing case of its own.
 */
export function renderJunit(verdict: Verdict, report: Report): string {
  const { meta } = report
  const seconds = 0
  const unjudged = !verdict.passed && verdict.failed === 0
  const tests = verdict.rules.length + (unjudged ? 1 : 0)
  const counts = `tests="${tests}" failures="${verdict.failed + (unjudged ? 1 : 0)}" errors="0" skipped="${verdict.skipped}" time="${seconds}"`
  const property = (name: string, value: string | number) =>
    `      <property name="${escapeXml(name)}" value="${escapeXml(String(value))}"/>`
  const figures = report.measures
    .filter((m) => m.n > 0)
    .map((m) => `${m.id} ${showMeasure(m.id, m.value)} ${showInterval(m.id, m.low, m.high)} n=${m.n}`)
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="suzhen eval" ${counts}>`,
    `  <testsuite name="${escapeXml(`suzhen eval ${meta.set}`)}" ${counts} timestamp="${new Date(meta.startedAt).toISOString().slice(0, 19)}">`,
    '    <properties>',
    property('set', meta.set),
    property('setHash', meta.setHash),
    property('cases', report.n),
    property('engine', meta.engine),
    property('policyVersion', meta.policyVersion),
    property('policyHash', meta.policyHash),
    ...(meta.commit ? [property('commit', meta.commit)] : []),
    '    </properties>',
    ...verdict.rules.map(testCase),
    ...(unjudged ? [failure('gate', 'a rule could be judged', verdict.sentence)] : []),
    `    <system-out>${escapeXml(figures.join('\n'))}</system-out>`,
    '  </testsuite>',
    '</testsuites>',
    '',
  ].join('\n')
}

function testCase(rule: RuleOutcome): string {
  const name = `${rule.measure} ${rule.rule} ${rule.bound}`
  if (rule.outcome === 'failed') return failure(`gate.${MEASURES[rule.measure].field}`, name, rule.sentence)
  const open = `    <testcase classname="${escapeXml(`suzhen.gate.${MEASURES[rule.measure].field}`)}" name="${escapeXml(name)}" time="0"`
  if (rule.outcome === 'passed') return `${open}/>`
  return `${open}>\n      <skipped message="${escapeXml(message(rule.sentence))}"/>\n    </testcase>`
}

const failure = (where: string, name: string, sentence: RuleOutcome['sentence']): string =>
  [
    `    <testcase classname="${escapeXml(`suzhen.${where}`)}" name="${escapeXml(name)}" time="0">`,
    `      <failure type="gate" message="${escapeXml(message(sentence))}">${escapeXml(message(sentence))}</failure>`,
    '    </testcase>',
  ].join('\n')

const message = ({ zh, en }: RuleOutcome['sentence']): string => `${zh} / ${en}`

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
}

/** Text or attribute value. What XML 1.0 cannot hold even escaped becomes U+FFFD; line breaks stay, as references. */
export const escapeXml = (text: string): string =>
  text
    .replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '\ufffd')
    .replace(/[&<>"']/g, (c) => ENTITIES[c]!)
    .replace(/[\t\r\n]/g, (c) => (c === '\n' ? '&#10;' : c === '\r' ? '&#13;' : '&#9;'))
