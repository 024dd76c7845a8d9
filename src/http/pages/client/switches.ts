import type { Dom } from './dom.ts'

/** The two buttons at the top: tongue and colours, both kept where the browser allows it. */
export function startSwitches(doc: Document, dom: Dom): void {
  const root = doc.documentElement
  const keep = (key: string, value: string): void => {
    try {
      localStorage.setItem(key, value)
    } catch {
      // A browser that keeps nothing: Chinese and the system's colours again next time.
    }
  }
  const language = dom.byId<HTMLButtonElement>('language')
  const speak = (lang: string): void => {
    root.lang = lang === 'en' ? 'en' : 'zh-CN'
    root.dataset.lang = lang
    for (const told of doc.querySelectorAll<HTMLElement>('[data-say]')) {
      const text = told.dataset[lang] ?? ''
      if (told.dataset.say === 'text') told.textContent = text
      else told.setAttribute(told.dataset.say!, text)
    }
    language.textContent = lang === 'en' ? '中文' : 'English'
    language.lang = lang === 'en' ? 'zh' : 'en'
  }
  language.addEventListener('click', () => {
    const lang = root.dataset.lang === 'en' ? 'zh' : 'en'
    keep('suzhen-language', lang)
    speak(lang)
  })

  const theme = dom.byId<HTMLButtonElement>('theme')
  const colour = (name: string): void => {
    if (name === 'auto') delete root.dataset.theme
    else root.dataset.theme = name
    theme.replaceChildren(...dom.say(`theme.${name as 'auto'}`))
  }
  theme.addEventListener('click', () => {
    const turn: Record<string, string> = { light: 'dark', dark: 'auto' }
    const name = turn[root.dataset.theme ?? ''] ?? 'light'
    keep('suzhen-theme', name)
    colour(name)
  })
  colour(root.dataset.theme ?? 'auto')
  speak(root.dataset.lang === 'en' ? 'en' : 'zh')
}
