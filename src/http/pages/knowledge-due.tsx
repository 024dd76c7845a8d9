/** @jsxRuntime automatic */
/** @jsxImportSource hono/jsx */
import { REVIEW_REASONS } from '../../ports/review-store.ts'
import { Choice, Say } from './say.tsx'

/** What is to be looked at again this month (G1), by reason. */
export const KnowledgeDue = () => (
  <>
    <h1>
      <Say k="due.title" />
    </h1>
    <p class="note">
      <Say k="due.note" />
    </p>
    <div class="bar">
      <div class="field inline">
        <label for="reason">
          <Say k="due.reason" />
        </label>
        <select id="reason">
          <Choice k="list.all" value="" />
          {REVIEW_REASONS.map((reason) => (
            <Choice k={`reason.${reason}`} value={reason} />
          ))}
        </select>
      </div>
      <output id="said" class="muted" />
    </div>
    <div id="failure" role="alert" />
    <table id="items" class="cards card" hidden>
      <caption class="unseen">
        <Say k="due.caption" />
      </caption>
      <thead>
        <tr>
          {(['list.item', 'due.reasons', 'due.used', 'due.rating', 'due.approved'] as const).map((k) => (
            <th scope="col">
              <Say k={k} />
            </th>
          ))}
        </tr>
      </thead>
      <tbody id="due-rows" />
    </table>
    <p class="buttons">
      <button type="button" id="more" hidden>
        <Say k="list.more" />
      </button>
    </p>
  </>
)
