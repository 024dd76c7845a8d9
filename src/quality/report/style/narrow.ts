/** Telephones, and paper. */
export const NARROW = `
@media (max-width: 1100px) {
  .two, .wide { grid-template-columns: minmax(0, 1fr); }
}
@media (max-width: 1000px) {
  .cases .at-levelConfidence, .cases .at-codeConfidence, .cases .at-emotion { display: none; }
}
@media (max-width: 720px) {
  header.title, nav.parts, .unread, main, footer { padding-left: 14px; padding-right: 14px; }
  header.title { padding-top: 16px; }
  h1 { font-size: 20px; }
  .card { padding: 12px; }
  section { margin-top: 28px; }
  .plots, .detail { grid-template-columns: minmax(0, 1fr); gap: 16px; }
  .whiskers thead { display: none; }
  .whiskers tr { display: grid; grid-template-columns: minmax(0, 1fr) auto; gap: 0 12px; padding: 5px 0; }
  .whiskers tbody tr { border-bottom: 1px solid var(--soft); }
  .whiskers th[scope="row"], .whiskers .picture { width: auto; }
  .whiskers td, .whiskers th { border: 0; padding: 0; }
  .whiskers .picture { grid-row: 2; grid-column: 1; padding: 0 6px; }
  .whiskers .strong { grid-row: 1; grid-column: 2; font-size: 16px; }
  .whiskers td.number.muted { grid-row: 2; grid-column: 2; font-size: 12px; }
  .whiskers td.count.muted { grid-row: 1; grid-column: 1; }
  .whiskers td.count::before { content: "n="; }
  .whiskers th[scope="row"] { padding-right: 64px; grid-row: 1; grid-column: 1; }
  .whiskers tfoot td:not(.picture) { display: none; }
  .whiskers tfoot .picture { grid-row: 1; }
  .whiskers tfoot tr { grid-template-columns: minmax(0, 1fr) 88px; padding-top: 0; }
  .whiskers tbody tr { grid-template-columns: minmax(0, 1fr) 88px; }
  .whiskers tbody td { text-align: right; }
  .control { flex: 1 1 140px; } .control select, .control input { max-width: none; width: 100%; min-height: 40px; }
  .control:first-child { flex-basis: 100%; }
  .cases { padding: 4px 12px; display: block; }
  .cases > thead { display: none; }
  .cases > tbody, .inside > td { display: block; }
  .cases > tbody > tr { display: grid; grid-template-columns: auto auto 1fr; gap: 0 14px; padding: 8px 0; border-bottom: 1px solid var(--line); }
  .cases > tbody > tr > * { border: 0; padding: 0; width: auto; }
  .case .at-id { grid-column: 1 / -1; }
  .opener { min-height: 32px; }
  .case .at-wrong { grid-column: 1 / -1; grid-row: 4; }
  .case .at-length { grid-column: 1 / -1; grid-row: 3; min-width: 0; }
  .cases > tbody > tr.inside { display: block; padding-top: 0; }
  .inside > td { padding: 0; }
}
@media print {
  :root { --page: #fff; --card: #fff; --ink: #000; --muted: #444; --line: #bbb; --soft: #eee; }
  nav.parts, .skip, #language, .controls, .pager, .sorter::after { display: none; }
  body { font-size: 11px; }
  header.title, main, footer { max-width: none; padding: 0; }
  .card { break-inside: avoid; border-color: #bbb; }
  details.card, .cases { break-inside: auto; }
  tr { break-inside: avoid; }
  .scrolls, .tall > .scrolls { overflow: visible; max-height: none; }
  .cases thead th { position: static; }
  * { -webkit-print-color-adjust: exact; print-color-adjust: exact; }
}
@media (prefers-reduced-motion: no-preference) { html { scroll-behavior: smooth; } }
`
