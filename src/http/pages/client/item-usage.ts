import type { Tools } from './tools.ts'

interface Usage {
  uses: number
  lastUsedAt: string | null
  ratings: number
  mean: number | null
  stars: number[]
  own: number | null
  recent: { days: number; uses: number }
}

/** Use and ratings of a published item, and one's own rating in one click. */
export function createItemUsage({ dom, api, notice }: Tools): (path: string, published: boolean) => Promise<void> {
  const { node, byId, say } = dom
  const [part, box] = [byId('usage'), byId('usage-box')]
  const said = node('span', { role: 'status', class: 'good' })
  const failure = node('div', { role: 'alert' })
  const row = (name: HTMLElement[], value: Parameters<typeof node>[2]): HTMLElement[] => [
    node('dt', {}, name),
    node('dd', {}, value),
  ]

  const draw = (path: string, u: Usage): void => {
    const rate = async (stars: number): Promise<void> => {
      notice.clear(failure)
      said.replaceChildren()
      try {
        const { body } = await api.ask<Usage>(`${path}/rating`, { method: 'POST', json: { stars } })
        draw(path, body)
        said.replaceChildren(...say('usage.rated', { n: stars }))
        box.querySelector<HTMLElement>('[aria-pressed="true"]')?.focus()
      } catch (error) {
        notice.show(failure, error, () => void rate(stars))
      }
    }
    const buttons = [1, 2, 3, 4, 5].map((n) => {
      const button = dom.button(n <= (u.own ?? 0) ? '★' : '☆', () => void rate(n), {
        class: 'star',
        'aria-pressed': String(n === u.own),
        'data-stars': n,
      })
      return dom.tell(button, 'aria-label', dom.said('usage.star', { n }))
    })
    const group = node('div', { class: 'buttons', role: 'group', 'aria-labelledby': 'usage-own' }, buttons, said)
    box.replaceChildren(
      node(
        'dl',
        {},
        row(say('usage.uses'), [
          say('usage.recent', { d: u.recent.days, n: u.recent.uses }),
          ' · ',
          say('usage.all', { n: u.uses }),
          u.lastUsedAt !== null && [' · ', say('usage.last'), ' ', dom.moment(u.lastUsedAt)],
        ]),
        row(
          say('usage.mean'),
          u.mean === null ? say('usage.unrated') : say('usage.mean.of', { mean: u.mean, n: u.ratings }),
        ),
        u.ratings > 0 &&
          row(
            say('usage.stars'),
            node(
              'span',
              { class: 'facts' },
              u.stars.map((n, i) => node('span', {}, say('usage.star', { n: i + 1 }), ` ${n}`)),
            ),
          ),
      ),
      node('p', { id: 'usage-own', class: 'own' }, say('usage.own')),
      group,
      failure,
    )
  }
  return async (path, published) => {
    part.hidden = !published
    // What is not published is used and rated by nobody.
    if (!published) return
    notice.clear(failure)
    said.replaceChildren()
    try {
      draw(path, (await api.ask<Usage>(`${path}/usage`)).body)
    } catch (error) {
      box.replaceChildren(failure)
      notice.show(failure, error)
    }
  }
}
