/** Harmonic mean of precision and recall from counts; NaN where there was nothing to find and nothing was found. */
export const f1 = (hits: number, falseAlarms: number, missed: number): number =>
  hits + falseAlarms + missed === 0 ? Number.NaN : (2 * hits) / (2 * hits + falseAlarms + missed)

/** NaN where nothing was answered. */
export const precision = (hits: number, falseAlarms: number): number => hits / (hits + falseAlarms)

/** NaN where there was nothing to find. */
export const recall = (hits: number, missed: number): number => hits / (hits + missed)

/** Harmonic mean; 0 where either is 0. */
export const harmonic = (p: number, r: number): number => (p + r === 0 ? 0 : (2 * p * r) / (p + r))
