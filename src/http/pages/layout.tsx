/** @jsxRuntime automatic */
/** @jsxImportSource hono/jsx */
import { Say, told } from './say.tsx'
import { SignIn } from './sign-in.tsx'
import { WORDS, type WordKey } from './words.ts'

export type PageName = 'console' | 'list' | 'review' | 'due' | 'words' | 'item' | 'new' | 'upload'

export interface Shell {
  page: PageName
  title: WordKey
  /** How the page's address leads back to the service's root: '', '../' or '../../'. */
  root: string
  /** Whether callers need a key. */
  guarded: boolean
  /** Changes with the style sheet and the scripts, so that they may be cached for long. */
  version: string
  /** What the script is told of the page besides. */
  data?: Record<string, string>
  children?: unknown
}

const LINKS: readonly [href: string, word: WordKey, pages: readonly PageName[]][] = [
  ['console', 'nav.console', ['console']],
  ['knowledge', 'nav.knowledge', ['list', 'item', 'new']],
  ['knowledge/review', 'nav.review', ['review']],
  ['knowledge/due', 'nav.due', ['due']],
  ['knowledge/words', 'nav.words', ['words']],
  ['knowledge/upload', 'nav.upload', ['upload']],
  ['docs', 'nav.docs', []],
]

const Page = ({ page, title, root, guarded, version, data, children }: Shell) => (
  <html lang="zh-CN" data-lang="zh">
    <head>
      <meta charset="utf-8" />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <title {...told('text', title)}>{WORDS[title][0]}</title>
      <link rel="icon" href="data:," />
      <link rel="stylesheet" href={`${root}pages/style.css?v=${version}`} />
      <script src={`${root}pages/early.js?v=${version}`} />
      <script src={`${root}pages/script.js?v=${version}`} defer />
    </head>
    <body data-page={page} data-root={root} data-guarded={String(guarded)} {...data}>
      <a class="skip" href="#content">
        <Say k="skip" />
      </a>
      <header class="site">
        <p class="name">
          <Say k="site.name" />
        </p>
        <nav {...told('aria-label', 'nav.label')}>
          {LINKS.map(([href, word, pages]) => (
            <a href={root + href} {...(pages.includes(page) ? { 'aria-current': 'page' } : {})}>
              <Say k={word} />
            </a>
          ))}
        </nav>
        <p class="tools">
          <button type="button" id="sign-out" hidden>
            <Say k="sign.out" />
          </button>
          <button type="button" id="theme" />
          <button type="button" id="language" />
        </p>
      </header>
      <main id="content" tabindex={-1}>
        <noscript>
          <p>
            {WORDS.noscript[0]} {WORDS.noscript[1]}
          </p>
        </noscript>
        {children}
      </main>
      <SignIn />
    </body>
  </html>
)

/** A whole page: a shell without data, in both tongues, that loads our own files by relative address. */
export const renderPage = (shell: Shell): string => `<!doctype html>\n${Page(shell).toString()}`
