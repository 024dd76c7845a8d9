/** The one table of names that every renderer shares: terminal, HTML, JUnit and the gate's sentences. */

export interface Name {
  zh: string
  en: string
}

/**
 * How a measure is counted.
 * `yes-no`: each case is right or wrong, and the labels alone decide whether it counts (Wilson; exact McNemar between runs).
 * `share`: hits of counted things, but the answer decides what counts (Wilson; paired bootstrap between runs).
 * `score`: a figure of the whole set (bootstrap).
 */
export type MeasureKind = 'yes-no' | 'share' | 'score'
export type Better = 'higher' | 'lower' | 'neither'

export interface MeasureName extends Name {
  kind: MeasureKind
  better: Better
  /** What the table of a report groups it under. */
  field: FieldId
  /** Between 0 and 1, to be shown as a percentage. QWK, AURC and sizes are plain numbers. */
  percent: boolean
}

export const FIELDS = {
  run: { zh: '运行', en: 'Run' },
  nature: { zh: '性质', en: 'Nature' },
  level: { zh: '级别', en: 'Level' },
  rules: { zh: '定级规则', en: 'Level rules' },
  code: { zh: '问题类型', en: 'Type code' },
  emotion: { zh: '情绪', en: 'Emotion' },
  dominant: { zh: '主导情绪', en: 'Dominant emotion' },
  threats: { zh: '升级威胁', en: 'Threats' },
  media: { zh: '媒体威胁', en: 'Media threat' },
  external: { zh: '外部投诉', en: 'External threat' },
  repeat: { zh: '重复投诉', en: 'Repeat' },
  repeat_count: { zh: '重复次数', en: 'Repeat count' },
  group: { zh: '群体投诉', en: 'Group' },
  demands: { zh: '诉求', en: 'Demands' },
} as const satisfies Record<string, Name>
export type FieldId = keyof typeof FIELDS
export const FIELD_IDS = Object.keys(FIELDS) as [FieldId, ...FieldId[]]

const measure =
  (kind: MeasureKind, percent: boolean) =>
  (field: FieldId, zh: string, en: string, better: Better = 'higher'): MeasureName => ({
    kind,
    better,
    field,
    percent,
    zh,
    en,
  })
const yesNo = measure('yes-no', true)
const share = measure('share', true)
const rate = measure('score', true)
const score = measure('score', false)

/** In the order of the reports. `better` says which way is good; F1, precision and recall are of the positive answers. */
export const MEASURES = {
  'error.rate': yesNo('run', '出错率', 'Errors', 'lower'),
  'degraded.rate': yesNo('run', '降级率', 'Degraded answers', 'lower'),
  'review.rate': yesNo('run', '送人工复核率', 'Sent to a person', 'neither'),
  'quotes.wrong': share('run', '依据与原文不符', 'Quotes that differ from the text', 'lower'),

  'nature.accuracy': yesNo('nature', '性质准确率', 'Nature accuracy'),
  'complaint.accuracy': yesNo('nature', '是否投诉准确率', 'Complaint or not'),

  'level.exact': yesNo('level', '级别完全一致', 'Level exact'),
  'level.within_one': yesNo('level', '级别相差不超过一级', 'Level within one'),
  'level.qwk': score('level', '级别 QWK', 'Level QWK'),
  'level.under_triage': yesNo('level', '低判率(标注1-2级,判得更轻)', 'Under-triage (1-2 called less grave)', 'lower'),
  'level.over_triage': yesNo('level', '高判率(标注2-4级,判得更重)', 'Over-triage (2-4 called graver)', 'lower'),
  'level.grave_missed': yesNo('level', '1级判为3或4级', 'Level 1 called 3 or 4', 'lower'),
  'level.ece': rate('level', '级别 ECE', 'Level ECE', 'lower'),
  'level.brier': score('level', '级别 Brier', 'Level Brier', 'lower'),
  'level.aurc': score('level', '级别 AURC', 'Level AURC', 'lower'),
  'rules.precision': rate('rules', '定级规则精确率', 'Rules precision'),
  'rules.recall': rate('rules', '定级规则召回率', 'Rules recall'),
  'rules.f1': rate('rules', '定级规则 F1', 'Rules F1'),

  'code.accepted': yesNo('code', '主类型可接受率', 'Primary code accepted'),
  'code.exact': yesNo('code', '主类型完全一致', 'Primary code exact'),
  'family.accepted': yesNo('code', '大类可接受率', 'Family accepted'),
  'code.top3': yesNo('code', '前三类型命中率', 'Accepted code in top 3'),
  'code.macro_f1': rate('code', '类型宏平均 F1', 'Code macro-F1'),
  'code.coverage': yesNo('code', '所列类型覆盖率', 'Listed codes cover'),
  'code.listed': score('code', '平均所列类型数', 'Mean number of listed codes', 'neither'),
  'code.ece': rate('code', '类型 ECE', 'Code ECE', 'lower'),
  'code.brier': score('code', '类型 Brier', 'Code Brier', 'lower'),
  'code.aurc': score('code', '类型 AURC', 'Code AURC', 'lower'),

  'emotion.exact': yesNo('emotion', '情绪完全一致', 'Emotion exact'),
  'emotion.within_one': yesNo('emotion', '情绪相差不超过一级', 'Emotion within one'),
  'emotion.qwk': score('emotion', '情绪 QWK', 'Emotion QWK'),
  'dominant.accuracy': yesNo('dominant', '主导情绪准确率', 'Dominant emotion accuracy'),

  'media.accuracy': yesNo('media', '媒体威胁判对率', 'Media threat right'),
  'media.precision': share('media', '媒体威胁精确率', 'Media threat precision'),
  'media.recall': yesNo('media', '媒体威胁召回率', 'Media threat recall'),
  'media.f1': rate('media', '媒体威胁 F1', 'Media threat F1'),
  'external.accuracy': yesNo('external', '外部投诉判对率', 'External threat right'),
  'external.precision': share('external', '外部投诉精确率', 'External threat precision'),
  'external.recall': yesNo('external', '外部投诉召回率', 'External threat recall'),
  'external.f1': rate('external', '外部投诉 F1', 'External threat F1'),
  'channels.f1': rate('threats', '威胁渠道 F1', 'Threat channels F1'),
  'stance.accuracy': share('threats', '威胁状态准确率', 'Threat stance accuracy'),

  'repeat.accuracy': yesNo('repeat', '重复投诉判对率', 'Repeat right'),
  'repeat.precision': share('repeat', '重复投诉精确率', 'Repeat precision'),
  'repeat.recall': yesNo('repeat', '重复投诉召回率', 'Repeat recall'),
  'repeat.f1': rate('repeat', '重复投诉 F1', 'Repeat F1'),
  'repeat.count': yesNo('repeat_count', '重复次数一致', 'Repeat count exact'),
  'group.accuracy': yesNo('group', '群体投诉判对率', 'Group right'),
  'group.precision': share('group', '群体投诉精确率', 'Group precision'),
  'group.recall': yesNo('group', '群体投诉召回率', 'Group recall'),
  'group.f1': rate('group', '群体投诉 F1', 'Group F1'),
  'demands.precision': rate('demands', '诉求精确率', 'Demands precision'),
  'demands.recall': rate('demands', '诉求召回率', 'Demands recall'),
  'demands.f1': rate('demands', '诉求 F1', 'Demands F1'),
} as const satisfies Record<string, MeasureName>
export type MeasureId = keyof typeof MEASURES
export const MEASURE_IDS = Object.keys(MEASURES) as [MeasureId, ...MeasureId[]]

/** Facets that our own sets have; another facet of an analyst's file is shown under its own name. */
export const FACETS: Readonly<Record<string, Name>> = {
  slice: { zh: '难点', en: 'Slice' },
  domain: { zh: '行业', en: 'Domain' },
  lang: { zh: '语言', en: 'Language' },
  register: { zh: '文体', en: 'Register' },
  channel: { zh: '渠道', en: 'Channel' },
}

/** Values that stand in confusion matrices, threats and demands. Names of codes and of levels are the policy's. */
export const VALUES: Readonly<Record<string, Name>> = {
  none: { zh: '无', en: 'none' },
  complaint: { zh: '投诉', en: 'complaint' },
  suggestion: { zh: '建议', en: 'suggestion' },
  enquiry: { zh: '咨询', en: 'enquiry' },
  praise: { zh: '表扬', en: 'praise' },
  other: { zh: '其他', en: 'other' },
  PQ: { zh: '产品质量', en: 'product quality' },
  SP: { zh: '服务流程', en: 'service process' },
  TD: { zh: '交易纠纷', en: 'transaction dispute' },
  RL: { zh: '权益保障', en: 'rights' },
  disappointment: { zh: '失望', en: 'disappointment' },
  anger: { zh: '愤怒', en: 'anger' },
  anxiety: { zh: '焦虑', en: 'anxiety' },
  helplessness: { zh: '无助', en: 'helplessness' },
  media: { zh: '媒体', en: 'media' },
  social: { zh: '社交平台', en: 'social' },
  platform: { zh: '投诉平台', en: 'platform' },
  regulator: { zh: '监管', en: 'regulator' },
  legal: { zh: '法律', en: 'legal' },
  petition: { zh: '信访', en: 'petition' },
  executive: { zh: '高层', en: 'executive' },
  unspecified: { zh: '未指明', en: 'unspecified' },
  threatened: { zh: '扬言', en: 'threatened' },
  done: { zh: '已做', en: 'done' },
  true: { zh: '是', en: 'yes' },
  false: { zh: '否', en: 'no' },
  refund: { zh: '退款', en: 'refund' },
  replace: { zh: '换货/补发', en: 'replace' },
  repair: { zh: '维修', en: 'repair' },
  compensation: { zh: '赔偿', en: 'compensation' },
  apology: { zh: '道歉', en: 'apology' },
  explanation: { zh: '解释', en: 'explanation' },
  expedite: { zh: '催办', en: 'expedite' },
  cancel: { zh: '取消', en: 'cancel' },
  stop: { zh: '停止', en: 'stop' },
  discipline: { zh: '处罚人员', en: 'discipline' },
  correct: { zh: '更正', en: 'correct' },
  investigate: { zh: '查处', en: 'investigate' },
}

export const CALIBRATION_BINS = {
  equalMass10: { zh: '等量10组', en: '10 bins of equal mass' },
  equalWidth10: { zh: '等宽10组', en: '10 bins of equal width' },
  equalWidth15: { zh: '等宽15组', en: '15 bins of equal width' },
} as const satisfies Record<string, Name>
export type Binning = keyof typeof CALIBRATION_BINS
