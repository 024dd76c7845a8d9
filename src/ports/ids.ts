/** New ids: a prefix and a time-ordered random part (`tri_01J...`). */
export interface Ids {
  next(prefix: 'tri' | 'req' | 'key' | 'evt' | 'imp'): string
}
