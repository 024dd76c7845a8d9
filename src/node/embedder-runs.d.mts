type Part = (input: object) => Promise<object>
export function createRuns(
  load: (name: string | null) => Promise<Part>,
  built: boolean,
): Promise<{
  /** What the tops are given: the tokens and what the lower half says of them. */
  lower(input: object): Promise<object>
  tops(
    below: object,
    only?: 'vector' | 'state',
  ): Promise<{ vector: Float32Array<ArrayBuffer> | null; state: Float32Array<ArrayBuffer> | null }>
}>
