import { z } from 'zod'
import { suzhenError } from './domain/errors.ts'

/** One setting: its variable, its default and what it is for. `suzhen serve --help` prints these. */
export interface Setting {
  name: string
  fallback: string
  zh: string
  en: string
}

export const SETTINGS: readonly Setting[] = [
  { name: 'PORT', fallback: '8787', zh: '监听端口', en: 'port to listen on' },
  {
    name: 'HOST',
    fallback: '127.0.0.1',
    zh: '监听地址;非本机地址必须先建 API 密钥',
    en: 'address to listen on; anything but loopback needs API keys',
  },
  {
    name: 'DATA_DIR',
    fallback: './data',
    zh: '内嵌数据库与密钥文件所在目录',
    en: 'folder of the embedded database and the hash secret',
  },
  {
    name: 'DATABASE_URL',
    fallback: '',
    zh: '真实 PostgreSQL(含 pgvector)地址;留空用内嵌数据库',
    en: 'a real PostgreSQL with pgvector; empty: the embedded one',
  },
  {
    name: 'MODEL_DIR',
    fallback: '',
    zh: '本地向量模型目录;留空自动查找或下载',
    en: 'folder of the embedding model; empty: found or fetched',
  },
  { name: 'MODEL_CACHE', fallback: './.cache/models', zh: '模型缓存目录', en: 'where a fetched model is kept' },
  {
    name: 'POLICY',
    fallback: 'default',
    zh: '策略:default,或叠加 banking、logistics,或 YAML 路径,逗号分隔',
    en: 'policy: default, overlays banking, logistics, or paths of YAML files, comma-separated',
  },
  { name: 'LOG_LEVEL', fallback: 'info', zh: '日志级别', en: 'debug, info, warn, error or silent' },
  {
    name: 'HASH_SECRET',
    fallback: '',
    zh: '客户标识的散列密钥;多实例须一致',
    en: 'secret of the keyed hashes; the same for all replicas (at least 16 characters)',
  },
  {
    name: 'OPENAI_API_KEY',
    fallback: '',
    zh: '大模型接口密钥;留空则只用本地引擎',
    en: 'key of a language model endpoint; empty: the local engine alone',
  },
  {
    name: 'OPENAI_BASE_URL',
    fallback: 'https://api.openai.com/v1',
    zh: '兼容 OpenAI 的接口地址',
    en: 'address of any OpenAI-compatible endpoint',
  },
  { name: 'OPENAI_MODEL', fallback: 'gpt-4o-mini', zh: '大模型名称', en: 'name of the language model' },
  {
    name: 'LLM_BUDGET_MS',
    fallback: '2500',
    zh: '等待大模型的最长时间(毫秒),含重试与复核',
    en: 'longest wait for the language model in ms, retries and second looks included',
  },
  {
    name: 'LLM_PROMPTS',
    fallback: '',
    zh: '指定提示词版本,如 triage@1,verify@1;留空用最新',
    en: 'versions of prompts, such as triage@1,verify@1; empty: the newest',
  },
  {
    name: 'LLM_SHADOW_MODEL',
    fallback: '',
    zh: '影子对比的大模型名称;不影响答复',
    en: 'name of a model that is asked beside, without touching the answer',
  },
  {
    name: 'LLM_SHADOW_PROMPTS',
    fallback: '',
    zh: '影子对比的提示词版本,如 triage@2',
    en: 'versions of prompts for the shadow, such as triage@2',
  },
  {
    name: 'LLM_SHADOW_SHARE',
    fallback: '0',
    zh: '影子对比的抽样比例,0 至 1',
    en: 'share of complaints for the shadow, 0 to 1',
  },
  {
    name: 'EMBEDDING_MODEL',
    fallback: '',
    zh: '用接口做向量的模型名(512 维);留空用本地模型',
    en: 'model for vectors by the endpoint, at 512 dimensions; empty: the local model',
  },
]

const listOf = (text: string): string[] =>
  text
    .split(',')
    .map((part) => part.trim())
    .filter(Boolean)

const promptNames = z
  .string()
  .transform(listOf)
  .refine(
    (names) => names.every((n) => /^[a-z][a-z0-9-]*@\d+$/.test(n)),
    'such as triage@1,verify@1 / 形如 triage@1,verify@1',
  )

const schema = z.object({
  PORT: z.coerce.number().int().min(0).max(65_535),
  HOST: z.string().min(1),
  DATA_DIR: z.string().min(1),
  DATABASE_URL: z
    .string()
    .regex(/^(?:$|postgres(?:ql)?:\/\/)/, 'must begin with postgres:// or postgresql:// / 须以 postgres:// 开头'),
  MODEL_DIR: z.string(),
  MODEL_CACHE: z.string().min(1),
  POLICY: z.string().min(1),
  LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error', 'silent']),
  HASH_SECRET: z.string().refine((s) => s === '' || s.length >= 16, 'at least 16 characters / 至少 16 个字符'),
  OPENAI_API_KEY: z.string().regex(/^[\x21-\x7e]*$/, 'visible ASCII characters alone / 只能是可见 ASCII 字符'),
  OPENAI_BASE_URL: z.url({ protocol: /^https?$/, error: 'an http or https address / 须为 http 或 https 地址' }),
  OPENAI_MODEL: z.string().min(1).max(200),
  LLM_BUDGET_MS: z.coerce.number().int().min(100).max(60_000),
  LLM_PROMPTS: promptNames,
  LLM_SHADOW_MODEL: z.string().max(200),
  LLM_SHADOW_PROMPTS: promptNames,
  LLM_SHADOW_SHARE: z.coerce.number().min(0).max(1),
  EMBEDDING_MODEL: z.string().max(200),
})

export interface Config {
  port: number
  host: string
  dataDir: string
  databaseUrl: string | null
  modelDir: string | null
  modelCache: string
  policies: string[]
  logLevel: 'debug' | 'info' | 'warn' | 'error' | 'silent'
  hashSecret: string | null
  /** A language model endpoint; null without a key. */
  llm: LlmConfig | null
}

export interface LlmConfig {
  apiKey: string
  baseUrl: string
  model: string
  /** ms for one complaint, retries and second looks included */
  budgetMs: number
  /** Versions of prompts that are not to be the newest: `triage@1`. */
  prompts?: readonly string[]
  /** Asked beside, for a share of the complaints; null: none is. */
  shadow: { model: string; share: number; prompts?: readonly string[] } | null
  /** Vectors by the endpoint; null: by the local model. */
  embeddingModel: string | null
}

/** Reads the environment once. Throws one error that names every setting that is wrong; no value is ever printed. */
export function readConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const raw = Object.fromEntries(SETTINGS.map((s) => [s.name, env[s.name]?.trim() || s.fallback]))
  const parsed = schema.safeParse(raw)
  if (!parsed.success) {
    const problems = parsed.error.issues.map(
      (i) => `  ${i.path.join('.')}: ${i.message.replace(/received .*/, 'is not that')}`,
    )
    throw suzhenError('invalid_request', `Settings cannot be used / 配置有误:\n${problems.join('\n')}`)
  }
  const c = parsed.data
  return {
    port: c.PORT,
    host: c.HOST,
    dataDir: c.DATA_DIR,
    databaseUrl: c.DATABASE_URL || null,
    modelDir: c.MODEL_DIR || null,
    modelCache: c.MODEL_CACHE,
    policies: listOf(c.POLICY),
    logLevel: c.LOG_LEVEL,
    hashSecret: c.HASH_SECRET || null,
    llm: c.OPENAI_API_KEY
      ? {
          apiKey: c.OPENAI_API_KEY,
          baseUrl: c.OPENAI_BASE_URL.replace(/\/+$/, ''),
          model: c.OPENAI_MODEL,
          budgetMs: c.LLM_BUDGET_MS,
          ...(c.LLM_PROMPTS.length > 0 ? { prompts: c.LLM_PROMPTS } : {}),
          shadow:
            (c.LLM_SHADOW_MODEL || c.LLM_SHADOW_PROMPTS.length > 0) && c.LLM_SHADOW_SHARE > 0
              ? {
                  model: c.LLM_SHADOW_MODEL || c.OPENAI_MODEL,
                  share: c.LLM_SHADOW_SHARE,
                  ...(c.LLM_SHADOW_PROMPTS.length > 0 ? { prompts: c.LLM_SHADOW_PROMPTS } : {}),
                }
              : null,
          embeddingModel: c.EMBEDDING_MODEL || null,
        }
      : null,
  }
}

/** Whether an address can be reached from this machine alone. */
export const isLoopback = (host: string): boolean =>
  host === 'localhost' || host === '::1' || host === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(host)
