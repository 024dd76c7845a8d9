import type { Kind } from '../../../domain/knowledge.ts'
import type { PageParts } from '../script.ts'
import type { Asking, Failure } from './api.ts'
import type { PageMove } from './item-moves.ts'
import type { ItemHistory } from './item-past.ts'
import type { ShownItem } from './items-list.ts'
import type { Tools } from './tools.ts'

/** The editor of one item. Every change brings the ETag that was seen; where another was faster, nothing is lost on either side. */
export function startItem(tools: Tools, parts: PageParts): void {
  const { doc, dom, api, notice, data } = tools
  const { node, byId, say, named } = dom
  const root = doc.body.dataset.root ?? ''
  const fresh = doc.body.dataset.page === 'new'
  const kind: Kind =
    (fresh ? new URLSearchParams(location.search).get('kind') : doc.body.dataset.kind) === 'script' ? 'script' : 'case'
  const path = `v1/knowledge/items/${kind}/${doc.body.dataset.id}`
  const fields = data.fields[kind]
  const form = parts.createItemForm(dom, fields, 'field', fresh ? [] : ['id'])
  const [edit, why, said, failure, saveFailure] = [
    byId<HTMLFormElement>('edit'),
    byId<HTMLInputElement>('why'),
    byId('said'),
    byId('failure'),
    byId('save-failure'),
  ]
  let item: ShownItem | null = null
  let etag: string | null = null
  let clean = ''

  const current = (): string => JSON.stringify(form.read())
  const dirty = (): boolean => current() !== clean
  const tellDirty = (): void => byId('unsaved').replaceChildren(...(dirty() ? say('item.unsaved') : []))
  const settle = (held: Readonly<Record<string, unknown>>): void => {
    form.fill(held)
    form.show([])
    clean = current()
    tellDirty()
  }
  byId('fields').append(form.element)
  edit.addEventListener('input', tellDirty)
  addEventListener('beforeunload', (event) => {
    if (clean !== '' && dirty()) event.preventDefault()
  })

  const past = fresh
    ? null
    : parts.startPast(
        dom,
        fields,
        parts.createDiffView(dom, parts.createDiff()),
        (version) =>
          void change(`${path}/restore`, { method: 'POST', json: { version } }, () =>
            said.replaceChildren(...say('move.done.restore', { n: version })),
          ),
      )

  const step = (move: PageMove | 'merge', json: object): void => {
    if (dirty()) {
      notice.clear(failure)
      said.replaceChildren(...say('move.unsaved'))
      byId('save').focus()
    } else
      void change(`${path}/${move}`, { method: 'POST', json }, () => said.replaceChildren(...say(`move.done.${move}`)))
  }
  const usage = fresh ? null : parts.createItemUsage(tools)
  const merge = fresh
    ? null
    : parts.createItemMerge(tools, fields, parts.createDiff(), (into, reason) => step('merge', { into, why: reason }))

  const draw = async (held: ShownItem, tag: string | null): Promise<void> => {
    item = held
    etag = tag
    byId('item-title').replaceChildren(node('bdi', {}, held.title))
    const [status, statusEn] = dom.saidOf('status', held.status)
    const author = node('span', { class: 'muted', title: held.author }, say('item.author', { who: held.author }))
    byId('state').replaceChildren(
      node(
        'span',
        { class: `badge status-${held.status}` },
        dom.both(
          dom.said('item.state', { v: held.version, status })[0],
          dom.said('item.state', { v: held.version, status: statusEn })[1],
        ),
      ),
      node(
        'span',
        {},
        held.publishedVersion === null
          ? say('item.state.unshown')
          : say('item.state.shown', { n: held.publishedVersion }),
      ),
      node('span', { class: 'muted' }, named('kind', held.kind), ' ', node('code', {}, held.id)),
      author,
      ...(held.mergedInto
        ? [
            node(
              'a',
              { href: `${root}knowledge/${held.kind}/${held.mergedInto}` },
              say('item.merged', { id: held.mergedInto }),
            ),
          ]
        : []),
    )
    byId('steps').hidden = held.status === 'retired'
    parts.startMoves(dom, byId('moves'), held, (move, reason) => step(move, { why: reason }))
    merge?.(byId('merge'), held)
    void usage?.(path, held.publishedVersion !== null)
    settle(held.item as never)
    edit.hidden = false
    const { body } = await api.ask<ItemHistory>(`${path}/history`)
    author.replaceChildren(...say('item.author', { who: body.people[held.author] ?? held.author }))
    past!.show(body, held.version)
    // What is published against what waits for review is what an approver wants to see first.
    if (held.publishedVersion !== null && held.publishedVersion !== held.version)
      past!.compare(held.publishedVersion, held.version)
    byId('past').hidden = false
  }
  const load = async (): Promise<void> => {
    notice.clear(failure)
    try {
      const { body, etag: tag } = await api.ask<ShownItem>(path)
      await draw(body, tag)
    } catch (error) {
      notice.show(failure, error, () => void load())
    }
  }

  /** Somebody was faster: what was written stays in the form, and the person decides. */
  const stale = (at: HTMLElement): void => {
    const seen = item!.version
    const latest = async (): Promise<ShownItem | null> => {
      try {
        const [now, history] = await Promise.all([api.ask<ShownItem>(path), api.ask<ItemHistory>(`${path}/history`)])
        past!.show(history.body, now.body.version)
        etag = now.etag
        return now.body
      } catch (error) {
        notice.show(at, error)
        return null
      }
    }
    const over = dom.button(say('item.stale.over'), () => {
      notice.clear(at)
      void save()
    })
    over.hidden = true
    at.replaceChildren(
      node(
        'div',
        { class: 'problem', 'data-code': 'precondition_failed' },
        node('p', {}, say('item.stale')),
        node(
          'p',
          { class: 'buttons' },
          dom.button(say('item.stale.compare'), async () => {
            const now = await latest()
            if (!now) return
            past!.compare(seen, now.version)
            over.hidden = false
            byId('diff-title').focus()
          }),
          over,
          dom.button(say('item.stale.reload'), () => {
            notice.clear(at)
            void load()
          }),
        ),
      ),
    )
  }
  /** A message of the service in both tongues; one that is English only says at least in both that something is wrong. */
  const told = (message: string): ReturnType<typeof dom.sentence> =>
    /\p{Script=Han}/u.test(message) ? dom.sentence(message) : say('issue.other', { said: message })
  async function change(to: string, asking: Asking, done: (now: ShownItem) => void, at = failure): Promise<void> {
    notice.clear(failure)
    notice.clear(saveFailure)
    said.replaceChildren()
    try {
      const { body, etag: tag } = await api.ask<ShownItem>(to, { ...asking, headers: etag ? { 'if-match': etag } : {} })
      why.value = ''
      done(body)
      if (fresh) {
        clean = current()
        location.assign(`${root}knowledge/${body.kind}/${body.id}`)
      } else {
        await draw(body, tag)
        // The button that was pressed may be gone with the step that it stood for.
        if (doc.activeElement === doc.body) byId('item-title').focus()
      }
    } catch (error) {
      const { status, problem } = error as Failure
      if (status === 412) return stale(at)
      const issues = (problem?.issues ?? []).map((i) => ({
        path: i.path.replace(/^item\./, ''),
        message: told(i.message),
      }))
      const left = form.show(issues)
      if (issues.length > 0 && left.length === 0)
        at.replaceChildren(node('p', { class: 'problem' }, say('item.fix', { n: issues.length })))
      else
        notice.show(
          at,
          error,
          () => void change(to, asking, done, at),
          problem?.issues?.filter((_, n) => left.includes(issues[n]!)),
        )
      form.toFirst()
    }
  }
  async function save(): Promise<void> {
    const issues = form.check()
    form.show(issues)
    if (issues.length > 0) {
      saveFailure.replaceChildren(node('p', { class: 'problem' }, say('item.fix', { n: issues.length })))
      form.toFirst()
      return
    }
    const reason = why.value.trim() || null
    const asking: Asking = fresh
      ? { method: 'POST', json: { kind, item: form.read(), why: reason } }
      : { method: 'PUT', json: { item: form.read(), why: reason } }
    await change(
      fresh ? 'v1/knowledge/items' : path,
      asking,
      (now) => said.replaceChildren(...say('item.saved', { n: now.version })),
      saveFailure,
    )
  }
  edit.addEventListener('submit', (event) => {
    event.preventDefault()
    void save()
  })

  if (fresh) {
    byId('item-title').replaceChildren(...say(`item.new.${kind}`))
    // What the page before knows of it already, such as a word without a script.
    const known = new URLSearchParams(location.hash.slice(1))
    const codes = (known.get('codes') ?? '').split(',').filter((code) => /^[A-Z]{2}-\d{2}$/.test(code))
    settle({
      lang: 'zh',
      audience: 'supervisor',
      ...(kind === 'script'
        ? { emotionMin: 1, emotionMax: 5, maxPromiseYuan: 0, scene: (known.get('scene') ?? '').slice(0, 80), codes }
        : {}),
    })
    edit.hidden = false
  } else void load()
}
