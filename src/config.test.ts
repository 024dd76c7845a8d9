import { describe, expect, it } from 'vitest'
import { isLoopback, readConfig, SETTINGS } from './config.ts'
import type { SuzhenError } from './domain/errors.ts'

function refused(env: Record<string, string>): SuzhenError {
  try {
    readConfig(env)
  } catch (error) {
    return error as SuzhenError
  }
  throw new Error('the settings were taken')
}

describe('readConfig', () => {
  it('works with nothing set', () => {
    expect(readConfig({})).toEqual({
      port: 8787,
      host: '127.0.0.1',
      dataDir: './data',
      databaseUrl: null,
      modelDir: null,
      modelCache: './.cache/models',
      policies: ['default'],
      logLevel: 'info',
      hashSecret: null,
      llm: null,
    })
  })

  it('asks a language model once a key is there, and a shadow only with a model and a share', () => {
    expect(readConfig({ OPENAI_API_KEY: 'sk-x', OPENAI_BASE_URL: 'http://127.0.0.1:11434/v1/' }).llm).toEqual({
      apiKey: 'sk-x',
      baseUrl: 'http://127.0.0.1:11434/v1',
      model: 'gpt-4o-mini',
      budgetMs: 2500,
      shadow: null,
      embeddingModel: null,
    })
    const shadow = { OPENAI_API_KEY: 'sk-x', LLM_SHADOW_MODEL: 'other' }
    expect(readConfig(shadow).llm?.shadow).toBeNull()
    const prompts = { OPENAI_API_KEY: 'sk-x', LLM_PROMPTS: 'triage@1', LLM_SHADOW_PROMPTS: 'triage@2, verify@2' }
    expect(readConfig({ ...prompts, LLM_SHADOW_SHARE: '1' }).llm).toMatchObject({
      prompts: ['triage@1'],
      shadow: { model: 'gpt-4o-mini', share: 1, prompts: ['triage@2', 'verify@2'] },
    })
    expect(() => readConfig({ LLM_SHADOW_PROMPTS: 'triage' })).toThrow(/LLM_SHADOW_PROMPTS.*triage@1/)
    expect(readConfig({ ...shadow, LLM_SHADOW_SHARE: '0.1' }).llm?.shadow).toEqual({ model: 'other', share: 0.1 })
  })

  it('names a wrong setting of the language model and never its value', () => {
    const wrong = {
      OPENAI_API_KEY: 'sk-geheim\u00e9',
      OPENAI_BASE_URL: 'ftp://geheim',
      LLM_BUDGET_MS: '1',
      LLM_SHADOW_SHARE: '2',
    }
    expect(() => readConfig(wrong)).toThrow(
      /OPENAI_API_KEY[\s\S]*OPENAI_BASE_URL[\s\S]*LLM_BUDGET_MS[\s\S]*LLM_SHADOW_SHARE/,
    )
    expect(() => readConfig(wrong)).not.toThrow(/geheim/)
  })

  it('reads what is set, without blanks around it; a blank one is its default', () => {
    expect(
      readConfig({
        PORT: ' 0 ',
        HOST: '0.0.0.0',
        DATABASE_URL: 'postgresql://u:p@db/x',
        POLICY: 'default, banking ,,./own.yaml',
        LOG_LEVEL: 'silent',
        HASH_SECRET: 'sixteen letters!',
        DATA_DIR: '   ',
        UNKNOWN: 'whatever',
      }),
    ).toMatchObject({
      port: 0,
      host: '0.0.0.0',
      databaseUrl: 'postgresql://u:p@db/x',
      policies: ['default', 'banking', './own.yaml'],
      logLevel: 'silent',
      hashSecret: 'sixteen letters!',
      dataDir: './data',
    })
  })

  it('lists all that is wrong in one error, each by its name, and prints no value', () => {
    const wrong = {
      PORT: 'hunter2port',
      DATABASE_URL: 'mysql://root:hunter2db@db/x',
      LOG_LEVEL: 'hunter2log',
      HASH_SECRET: 'hunter2hash',
    }
    const error = refused(wrong)
    expect(error).toMatchObject({ name: 'SuzhenError', code: 'invalid_request' })
    const named = [...error.message.matchAll(/^ {2}([A-Z_]+): \S/gm)].map((m) => m[1])
    expect(named).toEqual(Object.keys(wrong))
    expect(error.message).not.toContain('hunter2')
    expect(JSON.stringify(error)).not.toContain('hunter2')
    expect(error.cause).toBeUndefined()
  })

  it.each(['-1', '65536', '80.5', 'eighty', 'NaN', 'Infinity'])('refuses the port %s', (PORT) => {
    const { message } = refused({ PORT })
    expect(message).toMatch(/PORT:/)
    expect(message).not.toMatch(/undefined|received/)
  })

  it('says what a secret or an address must look like', () => {
    expect(refused({ HASH_SECRET: 'x'.repeat(15) }).message).toContain('at least 16 characters')
    expect(refused({ DATABASE_URL: 'localhost:5432' }).message).toContain('postgres://')
    expect(refused({ LOG_LEVEL: 'trace' }).message).toMatch(/"debug"\|"info"/)
  })

  it('has a default and both languages for every setting that is read', () => {
    for (const s of SETTINGS) {
      expect(s.zh, s.name).not.toBe('')
      expect(s.en, s.name).not.toBe('')
    }
    expect(new Set(SETTINGS.map((s) => s.name)).size).toBe(SETTINGS.length)
  })
})

describe('isLoopback', () => {
  it('is this machine alone', () => {
    for (const h of ['127.0.0.1', '127.8.9.1', 'localhost', '::1', '[::1]']) expect(isLoopback(h), h).toBe(true)
    for (const h of ['0.0.0.0', '::', '10.0.0.1', '127.0.0.1.example.com', 'localhost.example.com', '128.0.0.1'])
      expect(isLoopback(h), h).toBe(false)
  })
})
