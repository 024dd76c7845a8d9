/** What a column of an analyst's file can hold. The labels have the names of the annotation guide. */
export const FIELDS = [
  'id',
  'text',
  'channel',
  'domain',
  'lang',
  'slice',
  'register',
  'nature',
  'severity',
  'rules',
  'primary',
  'also_ok',
  'secondary',
  'emotion',
  'dominant',
  'threats',
  'media_threat',
  'external_threat',
  'repeat',
  'repeat_count',
  'group',
  'demands',
] as const
export type Field = (typeof FIELDS)[number]

export const LABEL_FIELDS = FIELDS.slice(FIELDS.indexOf('nature')) as readonly Exclude<
  Field,
  'id' | 'text' | 'channel' | 'domain' | 'lang' | 'slice' | 'register'
>[]
export type LabelField = (typeof LABEL_FIELDS)[number]

/** Fields that group cases in the per-slice table rather than being scored. */
export const FACET_FIELDS = ['slice', 'domain', 'lang', 'register', 'channel'] as const

/**
 * Headers that people give such columns, for guessing; the first that fits wins. They are compared without case, blanks,
 * underscores and brackets. Also accepted as names of fields in a map.
 */
export const HEADERS: Readonly<Record<Field, readonly string[]>> = {
  id: [
    'id',
    '编号',
    '工单号',
    '工单编号',
    '投诉编号',
    '投诉单号',
    '案件编号',
    '序号',
    '流水号',
    '单号',
    'ticket',
    'ticketid',
    'caseid',
  ],
  text: [
    'text',
    '投诉内容',
    '投诉正文',
    '投诉描述',
    '内容',
    '正文',
    '文本',
    '描述',
    '问题描述',
    '诉求内容',
    '反映内容',
    '客户反映',
    '来电内容',
    '工单内容',
    '评论内容',
    '原文',
    'complaint',
    'complainttext',
    'content',
    'body',
    'message',
    'description',
    'comment',
    'review',
  ],
  channel: ['channel', '渠道', '投诉渠道', '来源渠道', '受理渠道', '来电渠道'],
  domain: ['domain', '行业', '领域', 'industry'],
  lang: ['lang', 'language', '语言', '语种'],
  slice: ['slice', '切片', '难点'],
  register: ['register', '文体'],
  nature: ['nature', '性质', '诉求性质', '工单性质', '来电性质'],
  severity: [
    'severity',
    'level',
    '等级',
    '级别',
    '严重程度',
    '严重等级',
    '严重级别',
    '投诉等级',
    '投诉级别',
    '紧急程度',
    '定级',
    'priority',
    'severitylevel',
  ],
  rules: ['rules', '定级规则', '定级依据'],
  primary: [
    'primary',
    'code',
    '问题类型',
    '投诉类型',
    '类型',
    '主类型',
    '问题分类',
    '投诉分类',
    '分类',
    '类型代码',
    '类别',
    '归类',
    'type',
    'typecode',
    'category',
    'primarycode',
    'primarytype',
  ],
  also_ok: ['alsook', '也可', '备选类型', '可接受类型', 'alternatives'],
  secondary: ['secondary', '次要类型', '次类型', '其他类型', 'secondarytype', 'secondarycode'],
  emotion: ['emotion', '情绪', '情绪等级', '情绪级别', '情绪强度', '情绪打分', 'emotionlevel'],
  dominant: ['dominant', '主导情绪', '情绪类型', 'dominantemotion'],
  threats: ['threats', '升级威胁', '威胁', '威胁渠道', 'threat'],
  media_threat: [
    'mediathreat',
    'media',
    '媒体',
    '媒体威胁',
    '媒体风险',
    '舆情风险',
    '媒体曝光',
    '涉及媒体',
    '是否涉及媒体',
    '扬言曝光',
    'mediaescalation',
  ],
  external_threat: ['externalthreat', 'external', '外部投诉', '外部升级', 'externalescalation'],
  repeat: ['repeat', '重复', '重复投诉', '是否重复', '是否重复投诉', 'repeatcomplaint', 'repeatcomplainant'],
  repeat_count: ['repeatcount', '重复次数', '投诉次数'],
  group: ['group', '群体', '群体投诉', '群诉', '是否群诉', '是否群体投诉'],
  demands: ['demands', '诉求', '客户诉求', '要求', 'demand'],
}

/** A header as it is compared: no case, blanks, punctuation; full width as half width. */
export const plainHeader = (s: string): string =>
  s
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s_\-.·:：()（）【】[\]*?？]/g, '')

const FIELD_OF = new Map<string, Field>(
  FIELDS.flatMap((field) => HEADERS[field].map((name): [string, Field] => [plainHeader(name), field])),
)

/** The field that a name stands for, by its own name or by a usual header; undefined when there is none. */
export const fieldNamed = (name: string): Field | undefined => FIELD_OF.get(plainHeader(name))
