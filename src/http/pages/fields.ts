import type { Kind } from '../../domain/knowledge.ts'
import { AUDIENCES, CHANNELS, FAMILIES, OUTCOMES } from '../../domain/labels.ts'

/** How a field of an item is put into a form. */
export interface FieldSpec {
  name: string
  input: 'line' | 'area' | 'select' | 'checks' | 'lines' | 'codes' | 'number' | 'date' | 'course'
  required: boolean
  /** Most characters: of the whole, or of each line of a list. */
  max?: number
  options?: readonly (string | number)[]
  /** The words of the options are `<group>.<option>`; without one they stand as they are. */
  group?: string
  /** The words under the field: `hint.<hint>`. */
  hint?: 'id' | 'code' | 'codes' | 'lines' | 'domain' | 'slots'
  /** Beside another field where there is room for both. */
  short?: boolean
}

const line = (name: string, max: number, more: Partial<FieldSpec> = {}): FieldSpec => ({
  name,
  input: 'line',
  required: true,
  max,
  ...more,
})
const area = (name: string, max: number): FieldSpec => ({ name, input: 'area', required: true, max })
const pick = (name: string, options: readonly (string | number)[], group?: string): FieldSpec => ({
  name,
  input: 'select',
  required: true,
  options,
  short: true,
  ...(group ? { group } : {}),
})
const list = (name: string, max: number, required: boolean, hint: 'lines' | 'slots' = 'lines'): FieldSpec => ({
  name,
  input: 'lines',
  required,
  max,
  hint,
})
const day = (name: string, required: boolean): FieldSpec => ({ name, input: 'date', required, short: true })
const SHARED_END = [pick('lang', ['zh', 'en'], 'lang'), day('validFrom', false), day('validTo', false)]
const id = line('id', 81, { hint: 'id' })

/** The forms of both kinds, field by field; a test holds them to the schemas. */
export const FIELDS: Record<Kind, readonly FieldSpec[]> = {
  case: [
    id,
    line('title', 120),
    line('code', 5, { short: true, hint: 'code' }),
    { name: 'codes', input: 'codes', required: true, hint: 'codes', short: true },
    pick('level', [1, 2, 3, 4], 'level'),
    day('occurredOn', true),
    pick('channel', CHANNELS, 'channel'),
    line('domain', 32, { short: true, hint: 'domain' }),
    line('product', 120, { required: false, short: true }),
    pick('audience', AUDIENCES, 'role'),
    list('departments', 60, true),
    area('summary', 600),
    { name: 'course', input: 'course', required: true },
    area('rootCause', 600),
    pick('outcome', OUTCOMES, 'outcome'),
    area('result', 600),
    area('remedy', 400),
    area('turningPoint', 400),
    area('lessons', 600),
    list('sources', 120, false),
    ...SHARED_END,
  ],
  script: [
    id,
    line('scene', 80),
    { name: 'codes', input: 'codes', required: false, hint: 'codes', short: true },
    { name: 'families', input: 'checks', required: false, options: FAMILIES, group: 'family' },
    pick(
      'stage',
      ['opening', 'empathy', 'explain', 'solution', 'remedy', 'deescalate', 'closing', 'followup', 'handover'],
      'stage',
    ),
    pick('emotionMin', [1, 2, 3, 4, 5]),
    pick('emotionMax', [1, 2, 3, 4, 5]),
    pick('audience', AUDIENCES, 'role'),
    line('domain', 32, { required: false, short: true, hint: 'domain' }),
    { name: 'maxPromiseYuan', input: 'number', required: true, short: true },
    area('text', 800),
    list('slots', 40, false, 'slots'),
    list('avoid', 200, false),
    ...SHARED_END,
  ],
}
