/** Colours, type, the frame of the page, tables. Every text colour has at least 4.5:1 on what it stands on. */
export const FRAME = `
:root {
  color-scheme: light dark;
  --page: #f3f5f7; --card: #ffffff; --ink: #17212b; --muted: #586573; --line: #dce2e8; --soft: #eef1f5;
  --accent: #1c5cab; --accent-rgb: 28 92 171; --good: #17703f; --good-soft: #e2f3e9; --bad: #b3261e; --bad-rgb: 196 50 40;
  --bad-soft: #fbe7e5; --warn: #855400; --warn-rgb: 201 133 16; --violet-rgb: 128 74 190; --violet: #6d3bab; --focus: #0b57d0;
}
@media (prefers-color-scheme: dark) {
  :root {
    --page: #0f141a; --card: #171e26; --ink: #e4eaf0; --muted: #9fadbb; --line: #2c3742; --soft: #1f2832;
    --accent: #82b4f7; --accent-rgb: 72 135 214; --good: #6fd09b; --good-soft: #14321f; --bad: #ff9a90; --bad-rgb: 226 88 76;
    --bad-soft: #40191a; --warn: #e8b75a; --warn-rgb: 214 156 46; --violet-rgb: 160 112 224; --violet: #c7a3f5; --focus: #a8c7fa;
  }
}
* { box-sizing: border-box; }
html { scroll-padding-top: 56px; -webkit-text-size-adjust: 100%; }
body {
  margin: 0; background: var(--page); color: var(--ink); line-height: 1.5;
  font: 14px/1.5 system-ui, -apple-system, "Segoe UI", "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "Noto Sans SC", sans-serif;
  font-variant-numeric: tabular-nums;
}
html[data-lang="zh"] .en, html[data-lang="en"] .zh { display: none; }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.skip { position: absolute; left: -9999px; }
.skip:focus { left: 8px; top: 8px; z-index: 9; background: var(--card); padding: 8px 12px; }
:focus-visible { outline: 2px solid var(--focus); outline-offset: 2px; border-radius: 3px; }
a { color: inherit; }
header.title, nav.parts, .unread, main, footer { max-width: 1280px; margin: 0 auto; padding: 0 24px; }
header.title { display: flex; justify-content: space-between; align-items: flex-start; gap: 16px; padding-top: 24px; }
p.unread { margin: 6px auto 0; color: var(--warn); font-weight: 600; }
h1 { font-size: 24px; line-height: 1.25; margin: 0; }
h1 .set { font-weight: 400; color: var(--muted); }
h2 { font-size: 18px; margin: 0 0 4px; }
h3 { font-size: 15px; margin: 0 0 8px; }
.plot h3, .part h3 { font-size: 13px; margin: 0 0 4px; }
section { margin: 36px 0 0; }
.note { margin: 0 0 12px; color: var(--muted); max-width: 110ch; }
.facts-line { margin: 6px 0 0; color: var(--muted); display: flex; flex-wrap: wrap; gap: 2px 14px; font-size: 13px; overflow-wrap: anywhere; }
.facts-line b { color: var(--ink); }
.muted { color: var(--muted); font-weight: 400; }
.good { color: var(--good); } .bad { color: var(--bad); }
nav.parts { position: sticky; top: 0; z-index: 5; display: flex; gap: 4px; overflow-x: auto; background: var(--page); padding-top: 10px; padding-bottom: 10px; margin-top: 10px; border-bottom: 1px solid var(--line); scrollbar-width: none; }
nav.parts a { flex: none; padding: 4px 10px; border-radius: 6px; text-decoration: none; color: var(--muted); }
nav.parts a:hover { background: var(--soft); color: var(--ink); }
footer { color: var(--muted); padding-top: 32px; padding-bottom: 40px; font-size: 13px; }
.card { background: var(--card); border: 1px solid var(--line); border-radius: 8px; padding: 16px; margin: 0 0 16px; min-width: 0; }
.two { display: grid; grid-template-columns: repeat(2, minmax(0, 1fr)); gap: 16px; align-items: start; }
.wide { display: grid; grid-template-columns: minmax(0, 2.4fr) minmax(0, 1fr); gap: 16px; align-items: start; }
.two > .card, .wide > .card { margin: 0; }
details.card > summary { cursor: pointer; font-weight: 600; }
details.card[open] > summary { margin-bottom: 12px; }
section + details.card { margin-top: 16px; }
.verdict { display: flex; flex-wrap: wrap; gap: 4px 10px; align-items: center; margin: 20px 0 0; padding: 12px 16px; border-radius: 8px; border: 1px solid; font-size: 16px; }
.verdict.good { background: var(--good-soft); } .verdict.bad { background: var(--bad-soft); }
.verdict .sign { font-weight: 700; }
.verdict a { text-underline-offset: 3px; }
button, select, input { font: inherit; color: inherit; }
button { cursor: pointer; }
#language, .pager button, #clear { background: var(--card); border: 1px solid var(--line); border-radius: 6px; padding: 6px 12px; flex: none; }
#language:hover, .pager button:hover, #clear:hover { border-color: var(--muted); }
button:disabled { opacity: .45; cursor: default; }
.ask { background: none; border: 0; padding: 0; color: var(--accent); text-align: inherit; text-decoration: underline; text-decoration-color: rgb(var(--accent-rgb) / .35); text-underline-offset: 3px; }
.ask:hover { text-decoration-color: currentColor; }
.badge, .chip { display: inline-block; border-radius: 4px; padding: 0 6px; font-size: 12px; line-height: 18px; white-space: nowrap; }
.badge.good { background: var(--good-soft); color: var(--good); } .badge.bad { background: var(--bad-soft); color: var(--bad); } .badge.quiet { background: var(--soft); color: var(--muted); }
.chip { background: var(--soft); border: 0; margin: 1px 3px 1px 0; }
th .badge { margin-left: 6px; }
code { font: 12px/1.4 ui-monospace, "SF Mono", Menlo, Consolas, monospace; color: var(--muted); }
th code { margin-left: 6px; font-weight: 400; }
th code:first-child { margin-left: 0; color: var(--ink); }
.scrolls { overflow-x: auto; position: relative; }
.tall > .scrolls { max-height: 640px; overflow-y: auto; }
.tall thead th { position: sticky; top: 0; background: var(--card); z-index: 1; }
table { border-collapse: collapse; width: 100%; }
th, td { padding: 6px 10px 6px 0; text-align: left; vertical-align: middle; border-bottom: 1px solid var(--line); font-weight: 400; }
tbody tr:last-child > * { border-bottom: 0; }
thead th { color: var(--muted); font-size: 12px; white-space: nowrap; }
.number { text-align: right; white-space: nowrap; }
.strong { font-weight: 600; }
th.group { padding-top: 16px; font-weight: 600; }
.sorter { background: none; border: 0; padding: 0; color: inherit; font-size: 12px; white-space: nowrap; }
.sorter::after { content: "\\2195"; opacity: .55; margin-left: 3px; }
[aria-sort="descending"] .sorter::after { content: "\\2193"; opacity: 1; }
[aria-sort="ascending"] .sorter::after { content: "\\2191"; opacity: 1; }
[aria-sort="descending"], [aria-sort="ascending"] { color: var(--ink); }
.sentence { min-width: 260px; }
`
