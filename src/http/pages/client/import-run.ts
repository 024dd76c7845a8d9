import type { ImportResult, ItemFinding } from '../../../knowledge/import/types.ts'
import type { Asking } from './api.ts'
import type { Bit } from './dom.ts'
import type { Tools } from './tools.ts'

interface ImportState {
  id: string
  status: string
  total: number
  done: number
  results?: ImportResult[]
}

/** Starts an import and follows it to its end: progress as it goes, then what became of each item. */
export function startImport(
  { doc, dom, api, notice }: Tools,
  finding: (f: ItemFinding, withField: boolean) => HTMLElement,
): (asking: Asking) => Promise<void> {
  const ONCE_MORE_MS = 1000
  const { node, byId, say, named } = dom
  const root = doc.body.dataset.root ?? ''
  const bar = byId<HTMLProgressElement>('progress')
  const [said, failure, cancel, results] = [
    byId('progress-said'),
    byId('failure'),
    byId<HTMLButtonElement>('cancel'),
    byId('results'),
  ]
  let running: string | null = null

  const progress = ({ done, total }: Pick<ImportState, 'done' | 'total'>): void => {
    bar.max = Math.max(total, 1)
    bar.value = done
    said.replaceChildren(...say('upload.progress', { done, total }))
  }
  const ENDS: Record<string, 'upload.done' | 'upload.cancelled' | 'upload.interrupted' | 'upload.failed'> = {
    done: 'upload.done',
    cancelled: 'upload.cancelled',
    interrupted: 'upload.interrupted',
    failed: 'upload.failed',
  }
  const row = (r: ImportResult): { outcome: string; cells: Bit[] } => ({
    outcome: r.outcome,
    cells: [
      [
        r.id !== null && r.outcome !== 'refused'
          ? node('a', { href: `${root}knowledge/${r.kind}/${r.id}` }, node('bdi', {}, r.title ?? r.id))
          : node('bdi', {}, r.title ?? r.id ?? '—'),
        r.findings.filter((f) => f.severity === 'error').map((f) => finding(f, true)),
      ],
      node('span', { class: r.outcome === 'refused' ? 'badge bad' : 'badge good' }, named('result', r.outcome)),
      [node('bdi', {}, r.file), r.row !== null && [' ', say('upload.row', { n: r.row })]],
    ],
  })
  const end = (state: ImportState): void => {
    running = null
    cancel.hidden = true
    progress(state)
    byId('running-title').replaceChildren(...say(ENDS[state.status] ?? 'upload.done'))
    const all = state.results ?? []
    const count = (outcome: string): number => all.filter((r) => r.outcome === outcome).length
    // What was refused is what somebody has to look at.
    const sorted = [...all].sort((a, b) => Number(b.outcome === 'refused') - Number(a.outcome === 'refused'))
    results.replaceChildren(
      node(
        'p',
        { class: 'chips' },
        ['created', 'updated', 'unchanged', 'refused']
          .filter((outcome) => count(outcome) > 0)
          .map((outcome) =>
            node(
              'span',
              { class: outcome === 'refused' ? 'chip bad' : 'chip good' },
              named('result', outcome),
              ` ${count(outcome)}`,
            ),
          ),
      ),
      node(
        'p',
        { class: 'buttons' },
        node('a', { href: `${root}knowledge` }, say('upload.to.list')),
        node('a', { href: `${root}knowledge/review` }, say('upload.to.review')),
      ),
      dom.table('upload.results.caption', ['list.item', 'upload.result', 'upload.from'], sorted.slice(0, 500).map(row)),
    )
    byId('running-title').focus()
  }
  /** Follows the stream; where it breaks off, the state is asked for until the import has ended. */
  const watch = async (id: string): Promise<void> => {
    const path = `v1/knowledge/imports/${id}`
    await api.follow(path, (event, data) => {
      if (event === 'progress') progress(data as ImportState)
    })
    for (;;) {
      const { body } = await api.ask<ImportState>(path)
      if (body.status !== 'running') return end(body)
      progress(body)
      await new Promise((go) => setTimeout(go, ONCE_MORE_MS))
    }
  }
  cancel.addEventListener('click', () => {
    if (running === null) return
    api
      .ask(`v1/knowledge/imports/${running}/cancel`, { method: 'POST', json: {} })
      .catch((error) => notice.show(failure, error))
  })
  return async (asking) => {
    const { body } = await api.ask<ImportState>(
      `v1/knowledge/imports?submit=${byId<HTMLInputElement>('submit').checked}`,
      { method: 'POST', ...asking },
    )
    running = body.id
    byId('running').hidden = false
    byId('running-title').replaceChildren(...say('upload.importing'))
    results.replaceChildren()
    cancel.hidden = false
    progress(body)
    byId('running-title').focus()
    await watch(body.id)
  }
}
