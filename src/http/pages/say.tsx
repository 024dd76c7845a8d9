/** @jsxRuntime automatic */
/** @jsxImportSource hono/jsx */
import { WORDS, type WordKey } from './words.ts'

/** Words in both tongues; the style sheet shows one. */
export const Say = ({ k }: { k: WordKey }) => (
  <>
    <span class="zh" lang="zh">
      {WORDS[k][0]}
    </span>
    <span class="en" lang="en">
      {WORDS[k][1]}
    </span>
  </>
)

/** What the page's script needs to say an attribute, or the text of an option, in the tongue that is shown. */
export const told = (what: 'text' | 'aria-label', k: WordKey) => ({
  'data-say': what,
  'data-zh': WORDS[k][0],
  'data-en': WORDS[k][1],
  ...(what === 'text' ? {} : { [what]: WORDS[k][0] }),
})

/** An option of a list, in Chinese until the script turns it. */
export const Choice = ({ k, value }: { k: WordKey; value: string }) => (
  <option value={value} {...told('text', k)}>
    {WORDS[k][0]}
  </option>
)

/** A label over its field. */
export const Field = ({ k, id, hint, children }: { k: WordKey; id: string; hint?: WordKey; children?: unknown }) => (
  <div class="field">
    <label for={id}>
      <Say k={k} />
    </label>
    {children}
    {hint ? (
      <p class="hint" id={`${id}-hint`}>
        <Say k={hint} />
      </p>
    ) : null}
  </div>
)
