/** Keyed hashes by which a customer is known without being named (design, Data). */
export interface Pseudonyms {
  /** Stable for one value and one secret; the value cannot be had back. `kind` keeps an id and a phone apart. */
  of(kind: 'customer' | 'phone' | 'order' | 'body' | 'key', value: string): string
}
