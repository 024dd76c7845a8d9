import type { ReadUpload } from '../../../knowledge/import/types.ts'
import type { PageParts } from '../script.ts'
import type { Asking } from './api.ts'
import type { ReadCard } from './read-item.ts'
import type { Tools } from './tools.ts'

/** Upload: files are read first and nothing is kept; what is wrong is mended here; what is ready is imported as drafts. */
export function startUpload(tools: Tools, parts: PageParts): void {
  const MOST_MB = 64
  const PAGE = 50
  const { dom, api, notice, data } = tools
  const { byId, say, node } = dom
  const [input, drop, said, failure] = [byId<HTMLInputElement>('files'), byId('drop'), byId('said'), byId('failure')]
  const [list, check, start, more, show] = [
    byId('read-items'),
    byId('check'),
    byId<HTMLButtonElement>('import'),
    byId('more'),
    byId<HTMLSelectElement>('show'),
  ]
  const finding = parts.createFindings(dom)
  const run = parts.startImport(tools, finding)
  let cards: ReadCard[] = []
  let files: File[] = []
  /** What was read is what the files say; mended items are sent as they stand on the page. */
  let fromFiles = true
  let limit = PAGE

  const ready = (): ReadCard[] => cards.filter((c) => !c.leftOut() && c.errors() === 0 && !c.mended())
  const mended = (): ReadCard[] => cards.filter((c) => !c.leftOut() && c.mended())
  const tellCount = (): void => {
    const count = ready().length
    start.disabled = count === 0
    start.replaceChildren(...(count === 0 ? say('upload.import.none') : say('upload.import', { n: count })))
    check.hidden = mended().length === 0
  }
  const makeCard = parts.createReadItem(dom, data.fields, parts.createItemForm, finding, tellCount, () => check.click())
  const draw = (): void => {
    const wanted = cards.filter(
      (c) => show.value === 'all' || (show.value === 'bad' ? c.errors() > 0 : c.warnings() > 0),
    )
    list.replaceChildren(...wanted.slice(0, limit).map((c) => c.element))
    more.hidden = wanted.length <= limit
  }
  const showRead = (read: ReadUpload): void => {
    // What has to be mended comes first.
    const errors = (i: ReadUpload['items'][number]): number => Number(i.findings.some((f) => f.severity === 'error'))
    cards = [...read.items].sort((a, b) => errors(b) - errors(a)).map(makeCard)
    const bad = cards.filter((c) => c.errors() > 0).length
    byId('summary').replaceChildren(
      ...(cards.length === 0
        ? say('upload.nothing')
        : say('upload.summary', { total: cards.length, ready: cards.length - bad, bad })),
    )
    byId('file-findings').replaceChildren(
      ...read.files
        .filter((f) => f.findings.length > 0)
        .map((f) =>
          node(
            'li',
            {},
            node('b', {}, node('bdi', {}, f.file)),
            f.findings.map((x) => finding({ ...x, field: null }, false)),
          ),
        ),
    )
    limit = PAGE
    show.value = 'all'
    byId('read').hidden = false
    draw()
    tellCount()
    byId('read-title').focus()
  }
  /** A file that was saved again or moved since it was chosen cannot be sent, which looks like a network that is down. */
  const unreadable = async (): Promise<boolean> => {
    try {
      for (const file of files) await file.slice(0, 1).arrayBuffer()
      return false
    } catch {
      said.replaceChildren(...say('upload.moved'))
      return true
    }
  }
  const formOf = (): FormData => {
    const form = new FormData()
    for (const file of files) form.append('file', file, file.name)
    return form
  }
  const itemsOf = (some: readonly ReadCard[]) => ({
    items: some.map((c) => ({ kind: c.kind, item: c.item(), file: c.file, row: c.row })),
  })
  const dryRun = async (asking: Asking, words: HTMLElement[]): Promise<void> => {
    notice.clear(failure)
    if (asking.form && (await unreadable())) return
    said.replaceChildren(...words)
    try {
      const { body } = await api.ask<ReadUpload>('v1/knowledge/imports?dryRun=true', { method: 'POST', ...asking })
      said.replaceChildren()
      showRead(body)
    } catch (error) {
      said.replaceChildren()
      notice.show(failure, error, () => void dryRun(asking, words))
    }
  }
  const take = (taken: readonly File[]): void => {
    if (taken.length === 0) return
    byId('running').hidden = true
    const mb = Math.ceil(taken.reduce((sum, f) => sum + f.size, 0) / 1_048_576)
    if (mb > MOST_MB) {
      said.replaceChildren(...say('upload.too.big', { mb }))
      return
    }
    files = [...taken]
    fromFiles = true
    void dryRun({ form: formOf() }, say('upload.reading', { n: files.length }))
  }

  input.addEventListener('change', () => {
    take([...(input.files ?? [])])
    // The same file once more, mended meanwhile, is a change as well.
    input.value = ''
  })
  for (const event of ['dragenter', 'dragover'])
    drop.addEventListener(event, (e) => {
      e.preventDefault()
      drop.classList.add('over')
    })
  drop.addEventListener('dragleave', () => drop.classList.remove('over'))
  drop.addEventListener('drop', (event) => {
    event.preventDefault()
    drop.classList.remove('over')
    take([...((event as DragEvent).dataTransfer?.files ?? [])])
  })
  // A file that misses the box must not take the page away.
  for (const event of ['dragover', 'drop']) addEventListener(event, (e) => e.preventDefault())
  show.addEventListener('change', () => {
    limit = PAGE
    draw()
  })
  more.addEventListener('click', () => {
    limit += PAGE
    draw()
  })
  check.addEventListener('click', () => {
    fromFiles = false
    const all = cards.filter((c) => !c.leftOut())
    void dryRun({ json: itemsOf(all) }, say('upload.checking'))
  })
  start.addEventListener('click', async () => {
    const some = ready()
    // Whole files keep the names of their rows, and what they are wrong in is refused by name.
    const whole = fromFiles && cards.every((c) => !c.leftOut() && !c.mended())
    notice.clear(failure)
    said.replaceChildren()
    start.disabled = true
    if (whole && (await unreadable())) return tellCount()
    try {
      const why = byId<HTMLInputElement>('import-why').value.trim()
      const form = formOf()
      if (why !== '') form.append('why', why)
      await run(whole ? { form } : { json: { ...itemsOf(some), ...(why === '' ? {} : { why }) } })
      byId<HTMLInputElement>('import-why').value = ''
      byId('read').hidden = true
    } catch (error) {
      notice.show(failure, error)
    }
    tellCount()
  })
}
