/** @jsxRuntime automatic */
/** @jsxImportSource hono/jsx */
import { AUDIENCES, CHANNELS } from '../../domain/labels.ts'
import { Choice, Field, Say } from './say.tsx'
import type { WordKey } from './words.ts'

const Part = ({ id, k, children }: { id: string; k: WordKey; children?: unknown }) => (
  <section class="card" id={id} aria-labelledby={`${id}-title`}>
    <h2 id={`${id}-title`}>
      <Say k={k} />
    </h2>
    {children}
  </section>
)

/** The agent console: the complaint goes in above, what is judged of it stands below. */
export const Console = () => (
  <>
    <h1>
      <Say k="console.title" />
    </h1>
    <form id="intake" class="card" autocomplete="off">
      <Field k="console.text" id="complaint" hint="console.text.hint">
        <textarea id="complaint" rows={5} maxlength={8000} aria-describedby="complaint-hint" />
      </Field>
      <details>
        <summary>
          <Say k="console.more" />
        </summary>
        <div class="grid">
          <Field k="console.channel" id="channel">
            <select id="channel">
              {[...CHANNELS].reverse().map((c) => (
                <Choice k={`channel.${c}`} value={c} />
              ))}
            </select>
          </Field>
          <Field k="console.role" id="role">
            <select id="role">
              {AUDIENCES.map((a) => (
                <Choice k={`role.${a}`} value={a} />
              ))}
            </select>
          </Field>
          <Field k="console.domain" id="domain" hint="console.domain.hint">
            <input id="domain" maxlength={32} pattern="[a-z][a-z0-9\-]*" aria-describedby="domain-hint" />
          </Field>
          <Field k="console.customer.name" id="customer-name">
            <input id="customer-name" maxlength={128} />
          </Field>
          <Field k="console.customer.id" id="customer-id">
            <input id="customer-id" maxlength={128} />
          </Field>
          <Field k="console.customer.phone" id="customer-phone">
            <input id="customer-phone" maxlength={64} inputmode="tel" />
          </Field>
          <Field k="console.tier" id="tier">
            <select id="tier">
              <Choice k="console.tier.ordinary" value="ordinary" />
              <Choice k="console.tier.vip" value="vip" />
            </select>
          </Field>
          <Field k="console.order.id" id="order-id">
            <input id="order-id" maxlength={128} />
          </Field>
          <Field k="console.order.product" id="order-product">
            <input id="order-product" maxlength={200} />
          </Field>
        </div>
      </details>
      <p class="buttons">
        <button type="submit" class="main" id="judge">
          <Say k="console.judge" />
        </button>
        <button type="button" id="clear">
          <Say k="console.clear" />
        </button>
        <output id="said" class="muted" />
      </p>
      <div id="failure" role="alert" />
    </form>
    <div id="outcome" hidden>
      <section id="headline" aria-labelledby="headline-title">
        <h2 id="headline-title" class="unseen" tabindex={-1}>
          <Say k="console.result" />
        </h2>
        <div id="verdict" />
        <section class="card feedback" aria-labelledby="feedback-title">
          <h3 id="feedback-title">
            <Say k="console.feedback" />
          </h3>
          <div id="feedback-box" />
        </section>
      </section>
      <div class="columns">
        <div>
          <Part id="marked" k="console.marked">
            <p class="note">
              <Say k="console.marked.hint" />
            </p>
            <div id="words" />
            <ul id="judgements" class="judgements" />
          </Part>
          <Part id="clocks" k="console.clocks">
            <ul id="clock-list" class="clocks" />
          </Part>
          <Part id="routing" k="console.routing">
            <dl id="routing-list" />
          </Part>
          <Part id="cases" k="console.cases">
            <ul id="case-list" class="plain" />
          </Part>
        </div>
        <div>
          <section class="card" id="reply-part" aria-labelledby="reply-title">
            <h2 id="reply-title">
              <label for="reply">
                <Say k="console.reply" />
              </label>
            </h2>
            <p class="buttons">
              <button type="button" id="reply-draft" aria-describedby="reply-draft-said">
                <Say k="console.draft" />
              </button>
              <output id="reply-draft-said" class="muted" />
            </p>
            <div id="reply-draft-failure" role="alert" />
            <textarea id="reply" rows={6} maxlength={4000} aria-describedby="reply-hint" />
            <p class="hint" id="reply-hint">
              <Say k="console.reply.hint" />
            </p>
            <output id="reply-said" class="muted" />
            <div id="reply-findings" />
          </section>
          <Part id="scripts" k="console.scripts">
            <ul id="script-list" class="plain" />
          </Part>
        </div>
      </div>
    </div>
  </>
)
