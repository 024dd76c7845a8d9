import type { Answer, Labels, Run, RunRow } from './run.ts'

/** Small runs for the tests of this folder. */

export const answer = (over: Partial<Answer> = {}): Answer => ({
  language: 'zh',
  nature: 'complaint',
  severity: {
    level: 3,
    label: '一般',
    labelEn: 'ordinary',
    confidence: 0.9,
    distribution: [0, 0.1, 0.9, 0],
    rules: [],
    evidence: [],
    floor: null,
  },
  types: [type('PQ-01')],
  emotion: { level: 2, score: 0.5, dominant: 'disappointment', evidence: [], alert: false },
  threats: [],
  flags: {
    mediaEscalation: false,
    externalEscalation: false,
    repeatComplainant: false,
    group: false,
    safety: false,
    vulnerable: false,
    injectionSuspected: false,
  },
  demands: [],
  review: { required: false, reasons: [] },
  repeat: { mentioned: false, count: null, evidence: [] },
  group: { mentioned: false, evidence: [] },
  engine: { name: 'local', degraded: false, reasons: [], costUsd: 0 },
  ...over,
})

export const type = (
  code: string,
  role: 'primary' | 'secondary' | 'alternative' = 'primary',
  confidence = 0.8,
): Answer['types'][number] => ({
  code,
  name: `名${code}`,
  nameEn: `name ${code}`,
  role,
  confidence,
  evidence: [],
  duties: [],
})

export const level = (level: 1 | 2 | 3 | 4, confidence = 0.9): { severity: Answer['severity'] } => ({
  severity: { ...answer().severity, level, confidence },
})

export const row = (id: string, labels: Labels, given: Answer | null, more: Partial<RunRow> = {}): RunRow => ({
  id,
  text: `文本${id}`,
  labels,
  facets: {},
  answer: given,
  error: given === null ? 'internal' : null,
  latencyMs: 10,
  ...more,
})

export const run = (rows: RunRow[]): Run => ({
  meta: {
    kind: 'suzhen-eval-run',
    version: 1,
    startedAt: '2026-11-20T10:00:00Z',
    set: 'small.jsonl',
    setHash: '0',
    cases: rows.length,
    engine: 'local',
    policyVersion: 'p@1',
    policyHash: '0',
    models: {},
    node: 'v20',
    commit: null,
  },
  rows,
})
