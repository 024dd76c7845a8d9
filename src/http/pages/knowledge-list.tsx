/** @jsxRuntime automatic */
/** @jsxImportSource hono/jsx */
import { KINDS } from '../../domain/knowledge.ts'
import { ITEM_STATUSES } from '../../domain/knowledge-item.ts'
import { Choice, Field, Say } from './say.tsx'

const Filters = ({ review }: { review: boolean }) => (
  <form id="filters" class="card filters" autocomplete="off">
    <div class="grid">
      <Field k="list.kind" id="filter-kind">
        <select id="filter-kind">
          <Choice k="list.all" value="" />
          {KINDS.map((kind) => (
            <Choice k={`kind.${kind}`} value={kind} />
          ))}
        </select>
      </Field>
      {review ? null : (
        <Field k="list.status" id="filter-status">
          <select id="filter-status">
            <Choice k="list.all" value="" />
            {ITEM_STATUSES.map((status) => (
              <Choice k={`status.${status}`} value={status} />
            ))}
          </select>
        </Field>
      )}
      <Field k="list.code" id="filter-code" hint="list.code.hint">
        <input id="filter-code" maxlength={5} aria-describedby="filter-code-hint" />
      </Field>
      <Field k="list.words" id="filter-title">
        <input id="filter-title" type="search" maxlength={80} />
      </Field>
    </div>
    <p class="buttons">
      <button type="submit" class="main">
        <Say k="list.search" />
      </button>
      <button type="button" id="filter-clear">
        <Say k="list.clear" />
      </button>
    </p>
  </form>
)

/** The list of items; as the review queue it shows what waits for review only. */
export const KnowledgeList = ({ review, root }: { review: boolean; root: string }) => (
  <>
    <div class="title">
      <h1>
        <Say k={review ? 'review.title' : 'list.title'} />
      </h1>
      {review ? null : (
        <p class="buttons">
          <a class="button" href={`${root}knowledge/new?kind=case`}>
            <Say k="list.new.case" />
          </a>
          <a class="button" href={`${root}knowledge/new?kind=script`}>
            <Say k="list.new.script" />
          </a>
        </p>
      )}
    </div>
    {review ? (
      <p class="note">
        <Say k="review.note" />
      </p>
    ) : null}
    <Filters review={review} />
    <div id="failure" role="alert" />
    <output id="said" class="muted" />
    <table id="items" class="cards card">
      <caption class="unseen">
        <Say k="list.caption" />
      </caption>
      <thead>
        <tr>
          {(['list.item', 'list.status', 'list.codes', 'list.version', 'list.audience', 'list.updated'] as const).map(
            (k) => (
              <th scope="col">
                <Say k={k} />
              </th>
            ),
          )}
        </tr>
      </thead>
      <tbody id="item-rows" />
    </table>
    <p class="buttons">
      <button type="button" id="more" hidden>
        <Say k="list.more" />
      </button>
    </p>
  </>
)
