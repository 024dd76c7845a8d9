/** The bits of each number as an IEEE half float, rounded to the nearest (a tie to the even one): what a `halfvec` column keeps of it. For numbers within ±65,504. */
export const toHalves = (values: Float32Array): Uint16Array => Uint16Array.from(values, halfOf)

export const fromHalves = (bits: Uint16Array): Float32Array => Float32Array.from(bits, numberOf)

/** The least number that is no longer written with a leading 1, and the step below it. */
const NORMAL = 2 ** -14
const STEP = 2 ** -24

function halfOf(value: number): number {
  const size = Math.abs(value)
  const sign = value < 0 || Object.is(value, -0) ? 0x8000 : 0
  if (size < NORMAL) return sign | toEven(size / STEP)
  const exponent = Math.floor(Math.log2(size))
  // A mantissa that is rounded up to 2 carries into the exponent by itself.
  return sign | (((exponent + 14) << 10) + toEven((size / 2 ** exponent) * 1024))
}

function toEven(x: number): number {
  const below = Math.floor(x)
  const rest = x - below
  return rest > 0.5 || (rest === 0.5 && below % 2 === 1) ? below + 1 : below
}

function numberOf(bits: number): number {
  const exponent = (bits >> 10) & 0x1f
  const mantissa = bits & 0x3ff
  const size = exponent === 0 ? mantissa * STEP : (1 + mantissa / 1024) * 2 ** (exponent - 15)
  return bits & 0x8000 ? -size : size
}
