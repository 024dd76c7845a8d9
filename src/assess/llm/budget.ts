/** One question's time. Whatever happens, `race` is over when it is. */
export interface Budget {
  readonly signal: AbortSignal
  /** Milliseconds that are left. */
  left(): number
  /** Why it is over; null while it is not. */
  ended(): 'timeout' | 'aborted' | null
  /** The promise's value, or null once the budget is over; what the promise does then is nobody's concern. */
  race<T>(promise: Promise<T>): Promise<T | null>
  /** Resolves after so many ms, or when the budget is over. */
  sleep(ms: number): Promise<void>
  /** Lets go of timer and listener. */
  close(): void
}

/** Starts the clock. `signal`: the caller's own, whose abort ends the budget as `aborted`. */
export function startBudget(budgetMs: number, signal?: AbortSignal): Budget {
  const until = performance.now() + budgetMs
  const controller = new AbortController()
  let why: 'timeout' | 'aborted' | null = null
  const end = (reason: 'timeout' | 'aborted') => {
    why ??= reason
    controller.abort()
  }
  const abort = () => end('aborted')
  const timer = setTimeout(() => end('timeout'), Math.max(0, budgetMs))
  if (signal?.aborted) abort()
  else if (budgetMs <= 0) end('timeout')
  else signal?.addEventListener('abort', abort, { once: true })
  const over = new Promise<null>((resolve) => {
    if (controller.signal.aborted) resolve(null)
    else controller.signal.addEventListener('abort', () => resolve(null), { once: true })
  })

  return {
    signal: controller.signal,
    left: () => Math.max(0, until - performance.now()),
    ended: () => why,
    race: (promise) => Promise.race([promise, over]),
    async sleep(ms) {
      let timer: ReturnType<typeof setTimeout> | undefined
      const slept = new Promise<void>((resolve) => {
        timer = setTimeout(resolve, ms)
      })
      await Promise.race([slept, over])
      clearTimeout(timer)
    },
    close() {
      clearTimeout(timer)
      signal?.removeEventListener('abort', abort)
    },
  }
}
