import type { Dom } from './dom.ts'

export interface SignIn {
  /** The key as headers; none where none was given. */
  headers(): Record<string, string>
  /** Asks for a key; false when the person would rather not. Two that ask at once share one question. */
  ask(): Promise<boolean>
}

/** Keeps the key in the tab's session storage. It is sent as a header and nowhere else. */
export function createSignIn(dom: Dom, root: string): SignIn {
  const KEY = 'suzhen-key'
  let key: string | null = null
  try {
    key = sessionStorage.getItem(KEY)
  } catch {
    // A browser that keeps nothing: the key holds until the page is left.
  }
  const keep = (value: string | null): void => {
    key = value
    dom.byId('sign-out').hidden = value === null
    try {
      if (value === null) sessionStorage.removeItem(KEY)
      else sessionStorage.setItem(KEY, value)
    } catch {
      // The same.
    }
  }
  const headersOf = (value: string | null): Record<string, string> =>
    value === null ? {} : { authorization: `Bearer ${value}` }
  const dialog = dom.byId<HTMLDialogElement>('sign-in')
  const field = dom.byId<HTMLInputElement>('sign-in-key')
  const said = dom.byId('sign-in-said')
  let asking: Promise<boolean> | null = null
  let answer: (in_: boolean) => void = () => {}

  /** What is wrong with a key, as a word; null when it holds. */
  const trial = async (value: string): Promise<'sign.blank' | 'sign.wrong' | 'sign.unreachable' | null> => {
    if (value === '') return 'sign.blank'
    // What no header can carry is no key of ours.
    if (!/^[\x21-\x7e]+$/.test(value)) return 'sign.wrong'
    try {
      const { status } = await fetch(`${root}v1/policy`, { headers: headersOf(value), cache: 'no-store' })
      return status === 401 ? 'sign.wrong' : status >= 500 ? 'sign.unreachable' : null
    } catch {
      return 'sign.unreachable'
    }
  }
  dom.byId('sign-in-form').addEventListener('submit', async (event) => {
    event.preventDefault()
    const value = field.value.trim()
    const wrong = await trial(value)
    said.replaceChildren(...(wrong ? dom.say(wrong) : []))
    if (wrong) {
      field.focus()
      return
    }
    keep(value)
    answer(true)
    dialog.close()
  })
  dom.byId('sign-in-cancel').addEventListener('click', () => dialog.close())
  dialog.addEventListener('close', () => {
    field.value = ''
    said.replaceChildren()
    answer(false)
    asking = null
  })
  dom.byId('sign-out').addEventListener('click', () => {
    keep(null)
    location.reload()
  })
  keep(key)
  return {
    headers: () => headersOf(key),
    ask() {
      asking ??= new Promise((resolve) => {
        answer = resolve
        dialog.showModal()
        field.focus()
      })
      return asking
    },
  }
}
