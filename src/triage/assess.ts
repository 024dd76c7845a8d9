import type { AssessInput } from '../domain/assessment.ts'
import type { Masked } from '../domain/text/mask.ts'
import type { Reading } from '../domain/text/reading.ts'
import type { Assessor, AssessorResult } from '../ports/assessor.ts'

/** Stage 3. What the engine thinks of the text alone; `onFirst` as the port has it. */
export const assess = (
  assessor: Assessor,
  reading: Reading,
  masked: Masked,
  {
    signal,
    ...options
  }: Pick<AssessInput, 'explain' | 'engine' | 'account' | 'since'> & { signal: AbortSignal | undefined },
  onFirst?: (first: AssessorResult) => void,
): Promise<AssessorResult> =>
  assessor.assess(
    { reading, masked: masked.text, spans: masked.spans, ...options, ...(signal ? { signal } : {}) },
    onFirst,
  )
