import { isSuzhenError } from '../domain/errors.ts'

export interface ServerEvent {
  event: string
  data: unknown
}

/** Long enough to cost nothing, short enough that no proxy takes the line for dead. */
const HEARTBEAT_MS = 15_000

/**
 * Events as `text/event-stream`, with a comment line whenever nothing came for a while. A reader that goes away ends the
 * events and calls `onGone`; events that fail end the stream with `event: error` and the failure's code.
 */
export function eventStream(
  events: AsyncGenerator<ServerEvent, void>,
  heartbeatMs = HEARTBEAT_MS,
  onGone: () => void = () => {},
): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder()
  const line = ({ event, data }: ServerEvent) => encoder.encode(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`)
  let next: Promise<IteratorResult<ServerEvent, void>> | null = null
  let timer: ReturnType<typeof setTimeout> | undefined
  return new ReadableStream({
    async pull(controller) {
      next ??= events.next()
      const silence = new Promise<null>((resolve) => {
        timer = setTimeout(() => resolve(null), heartbeatMs)
      })
      try {
        const came = await Promise.race([next, silence])
        if (came === null) return controller.enqueue(encoder.encode(': \n\n'))
        next = null
        if (came.done) controller.close()
        else controller.enqueue(line(came.value))
      } catch (error) {
        const code = isSuzhenError(error) ? error.code : 'internal'
        controller.enqueue(line({ event: 'error', data: { code } }))
        controller.close()
      } finally {
        clearTimeout(timer)
      }
    },
    cancel() {
      clearTimeout(timer)
      onGone()
      // Not waited for: it ends once what it waits for has come.
      events.return().catch(() => {})
    },
  })
}
