/** Whether a triage is of the sample: by its id alone, so that every replica says the same. `share` from 0 to 1. */
export const isSampled = (triageId: string, share: number): boolean => place(triageId) < share

/** Where an id falls in [0, 1): FNV-1a, its bits mixed once more (MurmurHash3), since ids of one moment differ in their ends. */
function place(id: string): number {
  let h = 0x811c9dc5
  for (let i = 0; i < id.length; i++) h = Math.imul(h ^ id.charCodeAt(i), 0x01000193)
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35)
  return ((h ^ (h >>> 16)) >>> 0) / 2 ** 32
}
