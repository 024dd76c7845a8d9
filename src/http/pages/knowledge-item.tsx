/** @jsxRuntime automatic */
/** @jsxImportSource hono/jsx */
import { Say } from './say.tsx'

/** One item: its form, its steps, its versions and how two of them differ. The script makes the fields. */
export const KnowledgeItemPage = ({ root, fresh }: { root: string; fresh: boolean }) => (
  <>
    <p class="back">
      <a href={`${root}knowledge`}>
        <Say k="item.back" />
      </a>
    </p>
    <h1 id="item-title" tabindex={-1}>
      <Say k="item.title" />
    </h1>
    <p id="state" class="facts" />
    <div id="failure" role="alert" />
    <output id="said" class="good" />
    {fresh ? null : (
      <section class="card" id="steps" aria-labelledby="steps-title" hidden>
        <h2 id="steps-title">
          <Say k="item.steps" />
        </h2>
        <div id="moves" />
        <div id="merge" />
      </section>
    )}
    <form id="edit" class="card" autocomplete="off" novalidate hidden>
      <h2>
        <Say k="item.edit" />
      </h2>
      <div id="fields" />
      <div class="field">
        <label for="why">
          <Say k="item.why" />
        </label>
        <input id="why" maxlength={500} />
      </div>
      <p class="buttons">
        <button type="submit" class="main" id="save">
          <Say k={fresh ? 'item.create' : 'item.save'} />
        </button>
        <span id="unsaved" class="warn" />
      </p>
      <div id="save-failure" role="alert" />
    </form>
    {fresh ? null : (
      <section class="card" id="usage" aria-labelledby="usage-title" hidden>
        <h2 id="usage-title">
          <Say k="usage.title" />
        </h2>
        <div id="usage-box" />
      </section>
    )}
    {fresh ? null : (
      <div id="past" hidden>
        <section class="card" aria-labelledby="diff-title">
          <h2 id="diff-title" tabindex={-1}>
            <Say k="diff.title" />
          </h2>
          <div class="grid">
            <div class="field">
              <label for="diff-from">
                <Say k="diff.from" />
              </label>
              <select id="diff-from" />
            </div>
            <div class="field">
              <label for="diff-to">
                <Say k="diff.to" />
              </label>
              <select id="diff-to" />
            </div>
          </div>
          <div id="diff" aria-live="polite" />
        </section>
        <section class="card" aria-labelledby="versions-title">
          <h2 id="versions-title">
            <Say k="item.versions" />
          </h2>
          <div id="versions" />
        </section>
        <section class="card" aria-labelledby="history-title">
          <h2 id="history-title">
            <Say k="item.history" />
          </h2>
          <div id="history" />
        </section>
      </div>
    )}
  </>
)
