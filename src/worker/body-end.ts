/** A body that tells when it has been read to its end, or given up. */
export function whenRead(body: ReadableStream<Uint8Array> | null): {
  body: ReadableStream<Uint8Array> | null
  ended: Promise<void>
} {
  if (!body) return { body, ended: Promise.resolve() }
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>()
  // A reader that goes away is no failure of ours.
  return { body: readable, ended: body.pipeTo(writable).catch(() => {}) }
}
