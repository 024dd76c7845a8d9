/** @jsxRuntime automatic */
/** @jsxImportSource hono/jsx */
import { Choice, Field, Say } from './say.tsx'

/** What rose in customers' words in a month (G2), and for which a script is missing. */
export const KnowledgeWords = () => (
  <>
    <h1>
      <Say k="words.title" />
    </h1>
    <p class="note">
      <Say k="words.note" />
    </p>
    <form id="filters" class="card filters" autocomplete="off">
      <div class="grid">
        <Field k="words.month" id="month" hint="words.month.hint">
          <input id="month" type="month" aria-describedby="month-hint" />
        </Field>
        <Field k="words.show" id="show">
          <select id="show">
            <Choice k="words.show.all" value="" />
            <Choice k="words.show.rose" value="rose" />
            <Choice k="words.show.new" value="new" />
            <Choice k="words.show.missing" value="missing" />
          </select>
        </Field>
      </div>
    </form>
    <div id="failure" role="alert" />
    <output id="said" class="muted" />
    <template id="dots">
      <svg class="dots" viewBox="0 0 180 18" width={180} height={18} aria-hidden="true">
        <line class="axis" x1={6} x2={174} y1={9} y2={9} />
        <line class="way" y1={9} y2={9} />
        <circle class="was" cy={9} r={4} />
        <circle class="is" cy={9} r={5} />
      </svg>
    </template>
    <div id="found" />
  </>
)
