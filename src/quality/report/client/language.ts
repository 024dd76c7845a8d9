/** Chinese first; the button turns the page to English and back, and the choice is kept where the browser allows it. */
export function startLanguage(doc: Document, button: HTMLElement): void {
  const KEY = 'suzhen-report-language'
  const remembered = (): string | null => {
    try {
      return localStorage.getItem(KEY)
    } catch {
      return null
    }
  }
  const show = (lang: string): void => {
    const root = doc.documentElement
    root.lang = lang === 'en' ? 'en' : 'zh-CN'
    root.dataset.lang = lang
    for (const said of doc.querySelectorAll<HTMLElement>('[data-say]')) {
      const text = said.dataset[lang] ?? ''
      if (said.dataset.say === 'text') said.textContent = text
      else said.setAttribute(said.dataset.say!, text)
    }
    button.textContent = lang === 'en' ? '中文' : 'English'
    button.setAttribute('lang', lang === 'en' ? 'zh' : 'en')
    button.setAttribute('aria-label', lang === 'en' ? '切换到中文' : 'Switch to English')
  }
  button.addEventListener('click', () => {
    const lang = doc.documentElement.dataset.lang === 'en' ? 'zh' : 'en'
    show(lang)
    try {
      localStorage.setItem(KEY, lang)
    } catch {
      // A browser that keeps nothing for local files: Chinese again next time.
    }
  })
  show(remembered() === 'en' ? 'en' : 'zh')
}
