import type { Masked } from '../domain/text/mask.ts'
import type { Reading } from '../domain/text/reading.ts'
import type { Assessor, AssessorResult } from '../ports/assessor.ts'

/** Stage 3. What the engine thinks of the text alone. */
export const assess = (
  assessor: Assessor,
  reading: Reading,
  masked: Masked,
  options: { explain: boolean; signal?: AbortSignal | undefined },
): Promise<AssessorResult> =>
  assessor.assess({
    reading,
    masked: masked.text,
    explain: options.explain,
    ...(options.signal ? { signal: options.signal } : {}),
  })
