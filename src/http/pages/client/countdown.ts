import type { Clocks } from '../../../domain/decision.ts'
import type { WordKey } from '../words.ts'
import type { Dom, Fill } from './dom.ts'

/** The clocks of a case counting down, once a second. Answers what stops them. */
export function startClocks(dom: Dom, list: HTMLElement, clocks: Clocks): () => void {
  const { node, say } = dom
  const two = (n: number): string => String(n).padStart(2, '0')
  const names = ['firstResponseBy', 'teamBy', 'progressBy', 'resolveBy', 'legalBy'] as const
  const rows = names.flatMap((name) => {
    const by = clocks[name]
    if (by === null) return []
    const left = node('b', { class: 'left' })
    const line = node(
      'li',
      {},
      node('span', {}, say(`clock.${name}`)),
      left,
      node('span', { class: 'muted' }, dom.moment(by)),
    )
    return [{ by: Date.parse(by), left, line }]
  })
  rows.sort((a, b) => a.by - b.by)
  list.replaceChildren(...rows.map((r) => r.line))

  const tick = (): void => {
    for (const { by, left, line } of rows) {
      const ms = by - Date.now()
      const seconds = Math.floor(Math.abs(ms) / 1000)
      const days = Math.floor(seconds / 86_400)
      const time = `${two(Math.floor(seconds / 3600) % 24)}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`
      const length = (tongue: 0 | 1): string => (days > 0 ? dom.said('clock.days', { d: days, t: time })[tongue] : time)
      const key: WordKey = ms < 0 ? 'clock.late' : 'clock.left'
      const fill = (tongue: 0 | 1): Fill => ({ t: length(tongue) })
      left.replaceChildren(...dom.both(dom.said(key, fill(0))[0], dom.said(key, fill(1))[1]))
      line.classList.toggle('late', ms < 0)
      line.classList.toggle('soon', ms >= 0 && ms < 1_800_000)
    }
  }
  tick()
  const timer = setInterval(tick, 1000)
  return () => clearInterval(timer)
}
