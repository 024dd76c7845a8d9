/** Runs before the page is drawn, so that it appears at once in the tongue and the colours that were chosen before. */
export function early(doc: Document): void {
  const root = doc.documentElement
  const kept = (key: string): string | null => {
    try {
      return localStorage.getItem(key)
    } catch {
      return null
    }
  }
  const asked = new URLSearchParams(location.search).get('lang')
  const lang = asked === 'en' || asked === 'zh' ? asked : kept('suzhen-language') === 'en' ? 'en' : 'zh'
  if (asked === lang) {
    try {
      localStorage.setItem('suzhen-language', lang)
    } catch {
      // A browser that keeps nothing: the address still decides.
    }
  }
  root.dataset.lang = lang
  root.lang = lang === 'en' ? 'en' : 'zh-CN'
  const theme = kept('suzhen-theme')
  if (theme === 'light' || theme === 'dark') root.dataset.theme = theme
}
