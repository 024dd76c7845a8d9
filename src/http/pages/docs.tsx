/** @jsxRuntime automatic */
/** @jsxImportSource hono/jsx */

const Page = () => (
  <html lang="zh-CN">
    <head>
      <meta charset="utf-8" />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <title>诉诊 接口说明 · Suzhen API reference</title>
      <link rel="icon" href="data:," />
      <link rel="stylesheet" href="docs/swagger-ui.css" />
      <link rel="stylesheet" href="docs/page.css" />
    </head>
    <body>
      <header>
        <h1>
          诉诊 接口说明 <small lang="en">Suzhen API reference</small>
        </h1>
        <p>
          <a href="openapi.json">openapi.json</a>
        </p>
      </header>
      <noscript>
        <p>此页需要 JavaScript；接口描述见 openapi.json。This page needs JavaScript; openapi.json has it all.</p>
      </noscript>
      <main id="reference" />
      <script src="docs/swagger-ui-bundle.js" defer />
      <script src="docs/init.js" defer />
    </body>
  </html>
)

/** The reference page. Everything it loads is ours, by relative address, and nothing runs inline. */
export const docsPage = (): string => `<!doctype html>\n${Page().toString()}`

/** Starts the viewer; a file of its own, since the page's CSP allows no inline script. */
export const DOCS_INIT = `'use strict'
SwaggerUIBundle({
  url: 'openapi.json',
  dom_id: '#reference',
  deepLinking: true,
  validatorUrl: null,
  docExpansion: 'list',
  defaultModelsExpandDepth: 0,
  presets: [SwaggerUIBundle.presets.apis],
})
`

export const DOCS_CSS = `body { margin: 0; font-family: 'Noto Sans SC', 'PingFang SC', 'Microsoft YaHei', system-ui, sans-serif; }
header { padding: 1rem 1.5rem; border-bottom: 1px solid #d8dde3; display: flex; align-items: baseline; gap: 1.5rem; flex-wrap: wrap; }
header h1 { font-size: 1.4rem; margin: 0; }
header small { font-weight: 400; color: #56616e; font-size: 1rem; }
header p { margin: 0; }
`
