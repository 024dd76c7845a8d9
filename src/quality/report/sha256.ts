/** First 32 bits of the fractional parts of the square (cube) roots of the first primes, as FIPS 180-4 has them. */
const primes = (count: number): number[] => {
  const out: number[] = []
  for (let n = 2; out.length < count; n++) if (out.every((p) => n % p !== 0)) out.push(n)
  return out
}
const fraction = (x: number): number => ((x - Math.floor(x)) * 2 ** 32) >>> 0
const K = primes(64).map((p) => fraction(Math.cbrt(p)))
const START = primes(8).map((p) => fraction(Math.sqrt(p)))

/**
 * SHA-256 of a text's UTF-8 bytes, base64, as a content security policy wants it. Here because a renderer is a plain
 * function: the platform's own digest answers with a promise.
 */
export function sha256Base64(text: string): string {
  const bytes = new TextEncoder().encode(text)
  const padded = new Uint8Array(Math.ceil((bytes.length + 9) / 64) * 64)
  padded.set(bytes)
  padded[bytes.length] = 0x80
  const view = new DataView(padded.buffer)
  view.setUint32(padded.length - 8, Math.floor(bytes.length / 2 ** 29))
  view.setUint32(padded.length - 4, (bytes.length * 8) >>> 0)
  const hash = Uint32Array.from(START)
  for (let at = 0; at < padded.length; at += 64) addBlock(hash, view, at)
  const out = new DataView(new ArrayBuffer(32))
  for (const [i, word] of hash.entries()) out.setUint32(i * 4, word)
  return btoa(String.fromCharCode(...new Uint8Array(out.buffer)))
}

const turn = (x: number, by: number): number => (x >>> by) | (x << (32 - by))

function addBlock(hash: Uint32Array, view: DataView, at: number): void {
  const w = new Uint32Array(64)
  for (let i = 0; i < 16; i++) w[i] = view.getUint32(at + i * 4)
  for (let i = 16; i < 64; i++) {
    const [early, late] = [w[i - 15]!, w[i - 2]!]
    w[i] =
      w[i - 16]! +
      (turn(early, 7) ^ turn(early, 18) ^ (early >>> 3)) +
      w[i - 7]! +
      (turn(late, 17) ^ turn(late, 19) ^ (late >>> 10))
  }
  let [a, b, c, d, e, f, g, h] = hash as unknown as [number, number, number, number, number, number, number, number]
  for (let i = 0; i < 64; i++) {
    const first = (h + (turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)) + ((e & f) ^ (~e & g)) + K[i]! + w[i]!) | 0
    const second = ((turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) + ((a & b) ^ (a & c) ^ (b & c))) | 0
    ;[h, g, f, e, d, c, b, a] = [g, f, e, (d + first) | 0, c, b, a, (first + second) | 0]
  }
  ;[a, b, c, d, e, f, g, h].forEach((word, i) => {
    hash[i]! += word
  })
}
