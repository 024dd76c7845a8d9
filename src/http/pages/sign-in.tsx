/** @jsxRuntime automatic */
/** @jsxImportSource hono/jsx */
import { Say } from './say.tsx'

/** Asks for the key where keys are on. It is kept in the tab and sent as a header only. */
export const SignIn = () => (
  <dialog id="sign-in" aria-labelledby="sign-in-title">
    <form id="sign-in-form" method="dialog">
      <h2 id="sign-in-title">
        <Say k="sign.title" />
      </h2>
      <p class="note">
        <Say k="sign.why" />
      </p>
      <div class="field">
        <label for="sign-in-key">
          <Say k="sign.key" />
        </label>
        <input id="sign-in-key" type="password" autocomplete="off" spellcheck={false} maxlength={200} />
      </div>
      <p id="sign-in-said" role="alert" class="bad" />
      <p class="buttons">
        <button type="submit" class="main">
          <Say k="sign.in" />
        </button>
        <button type="button" id="sign-in-cancel">
          <Say k="sign.cancel" />
        </button>
      </p>
    </form>
  </dialog>
)
