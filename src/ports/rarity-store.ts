/** What the published cases are written with: enough to say how rare a word is. */
export interface RarityStore {
  /** The distinct search tokens of each of up to `limit` published cases, whichever their audience; always the same ones while the base stands still. */
  sampleTokens(limit: number): Promise<string[][]>
  /** How many cases are published. */
  countCases(): Promise<number>
}
