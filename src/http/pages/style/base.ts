const DARK = `
  --page: #0f141a; --card: #171e26; --ink: #e4eaf0; --muted: #9fadbb; --line: #2c3742; --field: #5d6b79; --soft: #1f2832;
  --accent: #82b4f7; --main: #2f6fd0; --on-main: #ffffff; --good: #6fd09b; --good-soft: #14321f; --bad: #ff9a90; --bad-soft: #40191a;
  --warn: #e8b75a; --warn-soft: #3a2c10; --focus: #a8c7fa;
  --l1: #b3332a; --l2: #9a5510; --l3: #2a62b8; --l4: #3b6b52;
  --m-level: #5a2323; --m-type: #1e3a5f; --m-emotion: #55401a; --m-threat: #4a2a5f; --m-other: #1e4a45; --lit: #e8c14d; --on-lit: #17130a;
  color-scheme: dark;
`

/** Colours in both schemes, type, the frame of every page, buttons, fields, tables. Every text has at least 4.5:1 on what it stands on. */
export const BASE = `
:root {
  color-scheme: light;
  --page: #f3f5f7; --card: #ffffff; --ink: #17212b; --muted: #56636f; --line: #dce2e8; --field: #7b8794; --soft: #eef1f5;
  --accent: #1c5cab; --main: #1c5cab; --on-main: #ffffff; --good: #17703f; --good-soft: #e2f3e9; --bad: #b3261e; --bad-soft: #fbe7e5;
  --warn: #855400; --warn-soft: #fdf1d8; --focus: #0b57d0;
  --l1: #b3261e; --l2: #a04a00; --l3: #1c5cab; --l4: #2f6b4a;
  --m-level: #fbdcd9; --m-type: #d9e7fa; --m-emotion: #fbeac4; --m-threat: #ecdcf8; --m-other: #d5efe9; --lit: #ffd84d; --on-lit: #17212b;
}
@media (prefers-color-scheme: dark) { :root:not([data-theme="light"]) { ${DARK} } }
:root[data-theme="dark"] { ${DARK} }
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; }
body {
  margin: 0; background: var(--page); color: var(--ink);
  font: 15px/1.6 system-ui, -apple-system, "Segoe UI", "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "Noto Sans SC", sans-serif;
  font-variant-numeric: tabular-nums; overflow-wrap: anywhere;
}
html[data-lang="zh"] .en, html[data-lang="en"] .zh { display: none; }
[hidden] { display: none !important; }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.skip { position: absolute; left: -9999px; }
.skip:focus { left: 8px; top: 8px; z-index: 9; background: var(--card); padding: 8px 12px; }
:focus-visible { outline: 2px solid var(--focus); outline-offset: 2px; border-radius: 3px; }
h1[tabindex="-1"]:focus, h2[tabindex="-1"]:focus, main:focus { outline: none; }
a { color: var(--accent); text-underline-offset: 3px; }
header.site { display: flex; flex-wrap: wrap; align-items: center; gap: 4px 20px; padding: 10px 24px; background: var(--card); border-bottom: 1px solid var(--line); }
header.site p { margin: 0; }
header.site .name { font-weight: 700; font-size: 18px; letter-spacing: .04em; }
header.site nav { display: flex; flex-wrap: wrap; gap: 2px; flex: 1; }
header.site nav a { padding: 6px 12px; border-radius: 6px; text-decoration: none; color: var(--muted); }
header.site nav a:hover { background: var(--soft); color: var(--ink); }
header.site nav a[aria-current] { background: var(--soft); color: var(--ink); font-weight: 600; }
.tools { display: flex; gap: 6px; }
main { display: block; max-width: 1240px; margin: 0 auto; padding: 20px 24px 60px; }
h1 { font-size: 24px; line-height: 1.3; margin: 0 0 12px; }
h2 { font-size: 17px; line-height: 1.4; margin: 0 0 10px; }
h3 { font-size: 15px; line-height: 1.5; margin: 0 0 4px; }
p { margin: 0 0 8px; }
output { display: inline-block; min-height: 1px; }
ul.plain, ol.plain, ul.plain-lines { list-style: none; margin: 0; padding: 0; }
.card { background: var(--card); border: 1px solid var(--line); border-radius: 10px; padding: 16px 18px; margin: 0 0 16px; min-width: 0; }
.title { display: flex; flex-wrap: wrap; justify-content: space-between; align-items: baseline; gap: 4px 16px; }
.bar { display: flex; flex-wrap: wrap; justify-content: space-between; align-items: end; gap: 8px 16px; margin: 0 0 12px; }
.note { color: var(--muted); max-width: 90ch; }
.muted, .hint { color: var(--muted); }
.hint { font-size: 13px; margin: 2px 0 0; }
.sub { display: block; font-size: 13px; font-weight: 400; }
.good { color: var(--good); } .bad { color: var(--bad); } .warn { color: var(--warn); }
.facts { display: flex; flex-wrap: wrap; gap: 2px 14px; align-items: center; }
.chips { display: flex; flex-wrap: wrap; gap: 4px 6px; align-items: center; }
.chip, .badge { display: inline-block; border-radius: 5px; padding: 1px 8px; font-size: 13px; line-height: 20px; background: var(--soft); color: var(--ink); }
.chip.bad, .badge.bad { background: var(--bad-soft); color: var(--bad); }
.chip.good, .badge.good, .badge.status-published { background: var(--good-soft); color: var(--good); }
.chip.warn, .badge.warn, .badge.status-in_review { background: var(--warn-soft); color: var(--warn); }
.badge { font-weight: 600; }
.badge.level-1 { background: var(--l1); color: #fff; } .badge.level-2 { background: var(--l2); color: #fff; }
.badge.level-3 { background: var(--l3); color: #fff; } .badge.level-4 { background: var(--l4); color: #fff; }
code { font: 13px/1.5 ui-monospace, "SF Mono", Menlo, Consolas, monospace; color: inherit; }
button, select, input, textarea { font: inherit; color: inherit; }
button, .button { display: inline-block; cursor: pointer; background: var(--card); color: var(--ink); border: 1px solid var(--field); border-radius: 7px; padding: 6px 14px; min-height: 36px; text-decoration: none; }
button:hover, .button:hover { background: var(--soft); }
button.main { background: var(--main); border-color: var(--main); color: var(--on-main); }
button.main:hover { filter: brightness(1.08); }
button.grave { color: var(--bad); border-color: var(--bad); }
button.link { background: none; border: 0; color: var(--accent); text-decoration: underline; text-underline-offset: 3px; padding: 2px 4px; min-height: 28px; }
button:disabled { opacity: .5; cursor: default; }
header.site button { border-color: var(--line); font-size: 13px; padding: 4px 10px; min-height: 32px; }
.buttons { display: flex; flex-wrap: wrap; align-items: center; gap: 8px; margin: 10px 0 0; }
.title .buttons, .bar .buttons { margin: 0 0 8px; }
input, select, textarea { width: 100%; background: var(--card); border: 1px solid var(--field); border-radius: 7px; padding: 6px 10px; min-height: 36px; }
textarea { resize: vertical; display: block; field-sizing: content; max-height: 70vh; }
input[type="checkbox"] { width: 18px; height: 18px; min-height: 0; margin: 0; accent-color: var(--main); flex: none; }
input:disabled { background: var(--soft); color: var(--muted); }
.field { margin: 0 0 12px; min-width: 0; }
.field > label, legend { display: block; font-weight: 600; font-size: 14px; margin: 0 0 3px; padding: 0; }
.field.inline { display: flex; align-items: center; gap: 8px; margin: 0 0 8px; }
.field.inline > label { flex: none; margin: 0; }
.check { display: inline-flex; align-items: center; gap: 6px; margin-right: 14px; }
.grid { display: grid; grid-template-columns: repeat(auto-fill, minmax(200px, 1fr)); gap: 0 16px; }
details { margin: 4px 0 8px; }
summary { cursor: pointer; color: var(--accent); padding: 4px 0; }
details .grid { padding-top: 8px; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; vertical-align: top; padding: 9px 12px 9px 0; border-bottom: 1px solid var(--line); font-weight: 400; }
thead th { color: var(--muted); font-size: 13px; white-space: nowrap; }
.cell-name { display: none; }
table.card { padding: 4px 18px; border-collapse: separate; border-spacing: 0; }
table.card tbody tr:last-child > * { border-bottom: 0; }
dl { margin: 0; display: grid; grid-template-columns: max-content minmax(0, 1fr); gap: 6px 14px; }
dt { color: var(--muted); } dd { margin: 0; }
.problem { border-left: 4px solid var(--bad); background: var(--bad-soft); padding: 10px 14px; border-radius: 6px; margin: 10px 0; }
.problem p:last-child, .problem ul { margin-bottom: 0; }
.problem .muted { color: var(--ink); opacity: .8; font-size: 13px; }
dialog { background: var(--card); color: var(--ink); border: 1px solid var(--line); border-radius: 12px; padding: 22px; width: min(440px, calc(100vw - 32px)); }
dialog::backdrop { background: rgb(0 0 0 / .5); }
@media (max-width: 700px) {
  header.site, main { padding-left: 14px; padding-right: 14px; }
  header.site nav { order: 3; flex-basis: 100%; overflow: visible; }
  header.site nav a { padding: 6px 7px; }
  .tools { margin-left: auto !important; }
  .card { padding: 14px; }
  .grid { grid-template-columns: repeat(2, minmax(0, 1fr)); gap: 0 12px; }
  table.cards thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  table.cards, table.cards tbody, table.cards tr, table.cards th, table.cards td { display: block; }
  table.cards tr { border-bottom: 1px solid var(--line); padding: 10px 0; }
  table.cards th, table.cards td { border: 0; padding: 2px 0; }
  table.cards td { display: flex; gap: 8px; }
  .cell-name { display: inline; color: var(--muted); font-size: 13px; flex: 0 0 5em; }
  .sub { display: block; }
}
`
