/** A controller for while modules load: its signal tells nobody, and belongs to no request. */
class LoadTimeController {
  #aborted = false
  readonly signal: object
  constructor() {
    const aborted = () => this.#aborted
    this.signal = {
      get aborted() {
        return aborted()
      },
      addEventListener() {},
      removeEventListener() {},
    }
  }
  abort(): void {
    this.#aborted = true
  }
}

const Real = globalThis.AbortController

/**
 * Must be imported before everything else. cockatiel makes two AbortControllers when it is imported; a Worker may make
 * none outside a request, and would not start. While modules load there is a stand-in, until `loaded` is called.
 */
globalThis.AbortController = LoadTimeController as unknown as typeof AbortController

/** Puts the runtime's own back: at the first request, when all modules have been read. */
export function loaded(): void {
  globalThis.AbortController = Real
}
