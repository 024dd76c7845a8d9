import type { Page } from '../harness/chromium.ts'

/** What a person does on a page, and what they see. */
export function createPerson(page: Page) {
  const q = JSON.stringify
  const see = <T>(expression: string) => page.ask<T>(expression)
  const person = {
    see,
    count: (selector: string) => see<number>(`document.querySelectorAll(${q(selector)}).length`),
    /** The words that are shown of an element. */
    text: (selector: string) => see<string>(`document.querySelector(${q(selector)})?.innerText ?? ''`),
    value: (selector: string) => see<string>(`document.querySelector(${q(selector)}).value`),
    shown: (selector: string) =>
      see<boolean>(`(document.querySelector(${q(selector)})?.getClientRects().length ?? 0) > 0`),
    async click(selector: string) {
      await see(
        `(() => { const e = document.querySelector(${q(selector)}); e.scrollIntoView({ block: 'center' }); e.focus(); e.click() })()`,
      )
    },
    /** Types into a field that is emptied first. */
    async write(selector: string, text: string) {
      await see(`(() => { const e = document.querySelector(${q(selector)}); e.focus(); e.select() })()`)
      if (text === '')
        await see(
          `(() => { const e = document.activeElement; e.value = ''; e.dispatchEvent(new Event('input', { bubbles: true })) })()`,
        )
      else await page.send('Input.insertText', { text })
    },
    async choose(selector: string, value: string) {
      await see(
        `(() => { const e = document.querySelector(${q(selector)}); e.value = ${q(value)}; for (const t of ['input', 'change']) e.dispatchEvent(new Event(t, { bubbles: true })) })()`,
      )
    },
    /** Waits until something holds on the page; says what did not. */
    async until(expression: string) {
      const look = `new Promise((done, late) => {
        const end = Date.now() + 20000
        const look = () => {
          if (${expression}) done()
          else if (Date.now() > end) late(new Error('never: ' + ${q(expression)} + ' · ' + document.querySelector('main').innerText.slice(0, 600)))
          else setTimeout(look, 20)
        }
        look()
      })`
      // A page that is left meanwhile takes the question with it: it is asked again of the next.
      for (let left = 0; ; left++) {
        try {
          await page.ask(look)
          return
        } catch (error) {
          if (left === 3 || !/navigated|destroyed|null/.test((error as Error).message)) throw error
        }
      }
    },
    untilShown: (selector: string) =>
      person.until(`(document.querySelector(${q(selector)})?.getClientRects().length ?? 0) > 0`),
    untilText: (selector: string, text: string) =>
      person.until(`(document.querySelector(${q(selector)})?.innerText ?? '').includes(${q(text)})`),
    async files(selector: string, paths: string[]) {
      const { root } = (await page.send('DOM.getDocument')) as { root: { nodeId: number } }
      const { nodeId } = await page.send('DOM.querySelector', { nodeId: root.nodeId, selector })
      await page.send('DOM.setFileInputFiles', { nodeId, files: paths })
    },
  }
  return person
}
export type Person = ReturnType<typeof createPerson>
