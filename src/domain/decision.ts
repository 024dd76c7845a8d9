import { z } from 'zod'
import {
  AUDIENCES,
  CODE_PATTERN,
  DEMANDS,
  DOMINANTS,
  LEVELS,
  NATURES,
  OUTCOMES,
  RISKS,
  RULES,
  STANCES,
  THREAT_CHANNELS,
} from './labels.ts'
import { SLOT_SOURCES } from './policy/knowledge-rules.ts'

const probability = z.number().min(0).max(1)
const level = z.literal(LEVELS)
const risk = z.enum(RISKS)
const when = z.iso.datetime({ offset: true })

export const evidenceSchema = z
  .object({
    quote: z.string(),
    start: z.int().nonnegative().describe('first UTF-16 unit in the text as it came'),
    end: z.int().positive().describe('one past the last UTF-16 unit'),
  })
  .meta({ id: 'Evidence', description: '依据 · the words a judgement rests on; text.slice(start, end) === quote' })

const evidence = z.array(evidenceSchema)

export const dutySchema = z.object({ id: z.string(), zh: z.string(), en: z.string() }).meta({ id: 'Duty' })

export const typeSchema = z
  .object({
    code: z.string().regex(CODE_PATTERN),
    name: z.string(),
    nameEn: z.string(),
    role: z.enum(['primary', 'secondary', 'alternative']),
    confidence: probability,
    evidence,
    duties: z.array(dutySchema),
  })
  .meta({ id: 'TypeCode', description: '问题类型' })

export const threatSchema = z
  .object({ channel: z.enum(THREAT_CHANNELS), stance: z.enum(STANCES), evidence })
  .meta({ id: 'Threat', description: '升级威胁' })

export const severitySchema = z
  .object({
    level,
    label: z.string(),
    labelEn: z.string(),
    confidence: probability,
    distribution: z.tuple([probability, probability, probability, probability]),
    rules: z.array(z.enum(RULES)),
    evidence,
    floor: z.string().nullable().describe('the policy floor that raised the level, if one did'),
  })
  .meta({ id: 'Severity', description: '严重程度,1 最重' })

export const emotionSchema = z
  .object({
    level: z.literal([1, 2, 3, 4, 5]),
    score: probability,
    dominant: z.enum(DOMINANTS),
    evidence,
    alert: z.boolean().describe('C2: anger or anxiety high enough to go first to a senior handler'),
  })
  .meta({ id: 'Emotion', description: '情绪 1-5' })

const factorSchema = z
  .object({ id: z.string(), zh: z.string(), en: z.string(), weight: z.number() })
  .meta({ id: 'Factor' })

export const repeatSchema = z
  .object({
    mentioned: z.boolean(),
    count: z.int().nonnegative().nullable().describe('earlier contacts the text names'),
    risk,
    score: probability,
    priorCount: z.int().nonnegative().describe('earlier complaints of this customer in the window, by our records'),
    sameIssue: z.boolean(),
    factors: z.array(factorSchema),
    earlier: z.array(z.object({ id: z.string(), receivedAt: when, sameIssue: z.boolean() })),
    evidence,
  })
  .meta({ id: 'Repeat', description: '重复投诉' })

export const groupSchema = z
  .object({
    mentioned: z.boolean(),
    distinctCustomers: z.int().positive(),
    related: z.array(z.string()).describe('triage ids of the others'),
    evidence,
  })
  .meta({ id: 'Group', description: '群体投诉' })

export const escalationSchema = z
  .object({ risk, score: probability, factors: z.array(factorSchema) })
  .meta({ id: 'Escalation', description: '升级风险 (D3)' })

export const routingSchema = z
  .object({
    team: z.string(),
    teamName: z.string(),
    collaborators: z.array(z.string()),
    senior: z.boolean(),
    approval: z
      .object({ role: z.string(), limitYuan: z.number().nullable() })
      .describe('who may promise how much (E3)'),
  })
  .meta({ id: 'Routing', description: '派单' })

export const clocksSchema = z
  .object({
    profile: z.string(),
    firstResponseBy: when,
    teamBy: when.nullable().describe('a dedicated team stands by then (A1)'),
    resolveBy: when,
    progressBy: when.nullable(),
    legalBy: when.nullable(),
    legalProfile: z.string().nullable(),
    legalExtendableTo: z.array(when),
  })
  .meta({ id: 'Clocks', description: '时限' })

export const similarCaseSchema = z
  .object({
    id: z.string(),
    title: z.string(),
    code: z.string(),
    level,
    score: probability,
    why: z.array(z.string()),
    outcome: z.enum(OUTCOMES),
    result: z.string(),
    lessons: z.string(),
    audience: z.enum(AUDIENCES),
  })
  .meta({ id: 'SimilarCase', description: '相似案例' })

export const filledSlotSchema = z
  .object({
    slot: z.string(),
    value: z.string(),
    from: z.enum(SLOT_SOURCES).describe('where the value is from / 取自何处'),
    at: z
      .object({ start: z.int().nonnegative(), end: z.int().positive() })
      .nullable()
      .describe('for text.*: where it stands in the text as it came'),
  })
  .meta({ id: 'FilledSlot', description: '话术中已填的空' })

export const scriptHitSchema = z
  .object({
    id: z.string(),
    scene: z.string(),
    text: z.string(),
    slots: z.array(z.string()),
    avoid: z.array(z.string()),
    score: probability,
    why: z.array(z.string()),
    audience: z.enum(AUDIENCES),
    filled: z.string().describe('正文,已填入所知 · the text with what is known put into its slots'),
    unfilled: z.array(z.string()).describe('还须由坐席填写的空 · slots that are left to the agent'),
    slotsFilled: z.array(filledSlotSchema),
  })
  .meta({ id: 'ScriptHit', description: '话术' })

export const entitySchema = z
  .object({
    kind: z.enum([
      'amount',
      'days',
      'contacts',
      'people',
      'phone',
      'idcard',
      'bankcard',
      'plate',
      'email',
      'address',
      'name',
    ]),
    start: z.int().nonnegative(),
    end: z.int().positive(),
    value: z.union([z.number(), z.string()]).describe('a number, or the placeholder that stands for personal data'),
  })
  .meta({ id: 'Entity' })

export const tagSchema = z
  .object({ scheme: z.string(), item: z.string(), zh: z.string(), en: z.string(), evidence })
  .meta({ id: 'Tag' })

export const engineSchema = z
  .object({
    name: z.enum(['local', 'llm', 'hybrid']),
    degraded: z.boolean(),
    reasons: z.array(z.string()),
    policyVersion: z.string(),
    policyHash: z.string(),
    promptVersion: z.string().nullable(),
    models: z.record(z.string(), z.string()),
    latencyMs: z.record(z.string(), z.number()),
    costUsd: z.number().nonnegative().describe('大模型费用,美元 · of the language model, in US dollars'),
    tokens: z
      .object({ input: z.int().nonnegative(), cached: z.int().nonnegative(), output: z.int().nonnegative() })
      .nullable()
      .optional()
      .describe('大模型用量,未询问则为 null · what the language model read and wrote; null where none was asked'),
  })
  .meta({ id: 'Engine', description: '引擎' })

export const decisionSchema = z
  .object({
    id: z.string(),
    receivedAt: when,
    language: z.enum(['zh', 'en', 'mixed']),
    stored: z.boolean(),
    nature: z.enum(NATURES),
    severity: severitySchema,
    types: z.array(typeSchema),
    emotion: emotionSchema,
    threats: z.array(threatSchema),
    flags: z.object({
      mediaEscalation: z.boolean(),
      externalEscalation: z.boolean(),
      repeatComplainant: z.boolean(),
      group: z.boolean(),
      safety: z.boolean(),
      vulnerable: z.boolean(),
      injectionSuspected: z.boolean(),
    }),
    repeat: repeatSchema,
    group: groupSchema,
    escalation: escalationSchema,
    entities: z.array(entitySchema),
    demands: z.array(z.enum(DEMANDS)),
    tags: z.array(tagSchema).describe('labels of a trade, from a policy overlay (B5, B7)'),
    routing: routingSchema,
    clocks: clocksSchema,
    similarCases: z.array(similarCaseSchema),
    scripts: z.array(scriptHitSchema),
    recall: z
      .object({
        mode: z.enum(['hybrid', 'words', 'none']),
        cases: z.string().nullable(),
        scripts: z.string().nullable(),
      })
      .describe('how the base was searched, and why a list is empty or short'),
    review: z.object({ required: z.boolean(), reasons: z.array(z.string()) }),
    explanation: z.array(z.string()).optional().describe('with options.explain: why not one level graver'),
    engine: engineSchema,
  })
  .meta({ id: 'Decision', description: '分诊结果' })

/** What of a decision can be right or wrong by its text alone: no records, no clocks, no cases of others. */
export const judgedSchema = decisionSchema
  .pick({
    language: true,
    nature: true,
    severity: true,
    types: true,
    emotion: true,
    threats: true,
    flags: true,
    demands: true,
    review: true,
  })
  .extend({
    repeat: repeatSchema.pick({ mentioned: true, count: true, evidence: true }),
    group: groupSchema.pick({ mentioned: true, evidence: true }),
  })

export type Decision = z.output<typeof decisionSchema>
export type Evidence = z.output<typeof evidenceSchema>
export type Severity = z.output<typeof severitySchema>
export type TypeJudgement = z.output<typeof typeSchema>
export type Threat = z.output<typeof threatSchema>
export type Emotion = z.output<typeof emotionSchema>
export type Repeat = z.output<typeof repeatSchema>
export type Group = z.output<typeof groupSchema>
export type Escalation = z.output<typeof escalationSchema>
export type Factor = z.output<typeof factorSchema>
export type Routing = z.output<typeof routingSchema>
export type Clocks = z.output<typeof clocksSchema>
export type SimilarCase = z.output<typeof similarCaseSchema>
export type ScriptHit = z.output<typeof scriptHitSchema>
export type FilledSlot = z.output<typeof filledSlotSchema>
export type Entity = z.output<typeof entitySchema>
