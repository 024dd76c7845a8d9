/** What the runtime takes and gives; `data` is of the type that `type` says. */
export interface PlainTensor {
  type: string
  data: Float32Array | BigInt64Array
  dims: readonly number[]
}
export function createLoad(dir: string): (name: string | null) => Promise<(input: object) => Promise<object>>
