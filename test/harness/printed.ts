import { afterEach, beforeEach, vi } from 'vitest'

/** What a command writes during each test, instead of the terminal. Call at the top of a file. */
export function capturePrinted(): { out: string; err: string } {
  const printed = { out: '', err: '' }
  beforeEach(() => {
    printed.out = ''
    printed.err = ''
    vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
      printed.out += text
      return true
    })
    vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
      printed.err += text
      return true
    })
  })
  afterEach(() => vi.restoreAllMocks())
  return printed
}
