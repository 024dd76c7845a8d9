import type { TriageRequestInput } from '../../domain/complaint.ts'
import type { Decision, Evidence } from '../../domain/decision.ts'

const TEXT = '我在你们店买的电饭煲昨天煮饭时爆炸,孩子手被烫伤住院,客服打了三次都推来推去,再不解决我就找记者曝光!'

const at = (...quotes: string[]): Evidence[] =>
  quotes.map((quote) => ({ quote, start: TEXT.indexOf(quote), end: TEXT.indexOf(quote) + quote.length }))

export const REQUEST_EXAMPLE: TriageRequestInput = { text: TEXT }

export const REQUEST_EXAMPLE_FULL: TriageRequestInput = {
  text: TEXT,
  channel: 'phone',
  receivedAt: '2026-11-20T10:20:00+08:00',
  customer: { id: 'c1', tier: 'ordinary' },
  order: { id: 'A1001', product: '电饭煲', amount: 399 },
  domain: 'retail',
  options: { engine: 'auto', store: true, similar: 3, scripts: 2, role: 'frontline' },
}

/** What an answer looks like, for the reference only; a real one is computed. */
export const DECISION_EXAMPLE: Decision = {
  id: 'tri_01JD3V8Z5K7M9P2Q4R6S8T0W1X',
  receivedAt: '2026-11-20T10:20:00+08:00',
  language: 'zh',
  stored: true,
  nature: 'complaint',
  severity: {
    level: 1,
    label: '紧急/重大',
    labelEn: 'urgent / major',
    confidence: 0.97,
    distribution: [0.97, 0.02, 0.01, 0],
    rules: ['1a', '2b', '2c'],
    evidence: at('爆炸', '孩子手被烫伤住院'),
    floor: 'injury',
  },
  types: [
    {
      code: 'PQ-08',
      name: '安全隐患/致人伤害',
      nameEn: 'dangerous, injured someone',
      role: 'primary',
      confidence: 0.95,
      evidence: at('爆炸', '烫伤'),
      duties: [{ id: 'legal-review', zh: '法务必须介入', en: 'legal takes part, always' }],
    },
  ],
  emotion: { level: 4, score: 0.78, dominant: 'anger', evidence: at('再不解决我就找记者曝光'), alert: true },
  threats: [{ channel: 'media', stance: 'threatened', evidence: at('找记者曝光') }],
  flags: {
    mediaEscalation: true,
    externalEscalation: false,
    repeatComplainant: true,
    group: false,
    safety: true,
    vulnerable: true,
    injectionSuspected: false,
  },
  repeat: {
    mentioned: true,
    count: 3,
    risk: 'none',
    score: 0.6,
    priorCount: 0,
    sameIssue: false,
    factors: [{ id: 'mentioned', zh: '文中提到此前已反映', en: 'the text says it was raised before', weight: 0.6 }],
    earlier: [],
    evidence: at('客服打了三次'),
  },
  group: { mentioned: false, distinctCustomers: 1, related: [], evidence: [] },
  escalation: {
    risk: 'medium',
    score: 0.6,
    factors: [
      {
        id: 'threat-public',
        zh: '威胁或已经向媒体、社交平台、投诉平台曝光',
        en: 'media or public exposure threatened or begun',
        weight: 0.6,
      },
    ],
  },
  entities: [{ kind: 'contacts', start: TEXT.indexOf('三次'), end: TEXT.indexOf('三次') + 2, value: 3 }],
  demands: [],
  tags: [],
  routing: {
    team: 'quality',
    teamName: '质量安全部',
    collaborators: ['legal', 'pr', 'executive'],
    senior: true,
    approval: { role: 'management', limitYuan: null },
  },
  clocks: {
    profile: 'default',
    firstResponseBy: '2026-11-20T10:50:00+08:00',
    teamBy: '2026-11-20T10:50:00+08:00',
    resolveBy: '2026-11-21T10:20:00+08:00',
    progressBy: null,
    legalBy: '2026-12-05T10:20:00+08:00',
    legalProfile: 'general',
    legalExtendableTo: [],
  },
  similarCases: [],
  scripts: [],
  recall: { mode: 'hybrid', cases: '没有足够接近的案例 · no case is near enough', scripts: null },
  review: { required: true, reasons: ['level-1 一级事件须人工确认 (A5)'] },
  engine: {
    name: 'local',
    degraded: false,
    reasons: [],
    policyVersion: 'default@2026.11.1',
    policyHash: '0000000000000000000000000000000000000000000000000000000000000000',
    promptVersion: null,
    models: {},
    latencyMs: { total: 9 },
    costUsd: 0,
  },
}
