/** The table of cases, its controls, and what a row opens to. Marks differ by line as well as by colour. */
export const CASES = `
.controls { display: flex; flex-wrap: wrap; gap: 10px 12px; align-items: flex-end; }
.control { display: grid; gap: 2px; min-width: 0; }
.control label { font-size: 12px; color: var(--muted); }
.control select, .control input { background: var(--page); border: 1px solid var(--muted); border-radius: 6px; padding: 5px 8px; max-width: 210px; min-height: 34px; }
.control input { width: 210px; }
.control input::placeholder { color: var(--muted); opacity: 1; }
.shown { display: flex; flex-wrap: wrap; gap: 4px 12px; align-items: center; min-height: 32px; }
.shown p { margin: 0; color: var(--muted); }
.shown .chip { padding: 3px 8px; background: var(--card); border: 1px solid var(--accent); color: var(--accent); white-space: normal; overflow-wrap: anywhere; }
.cases { padding: 4px 16px; border-collapse: separate; border-spacing: 0; table-layout: fixed; }
.cases thead th { position: sticky; top: 49px; background: var(--card); z-index: 2; }
.cases .at-id { width: 108px; } .cases .at-level { width: 76px; } .cases .at-levelConfidence, .cases .at-codeConfidence { width: 66px; text-align: right; padding-right: 18px; }
.cases .at-code { width: 146px; } .cases .at-emotion { width: 76px; } .cases .at-wrong { width: 230px; }
.case { cursor: pointer; }
.case:hover > * { background: var(--soft); }
.case.open > * { border-bottom-color: transparent; }
.case > * { white-space: nowrap; }
.case .at-wrong { white-space: normal; }
.case .at-levelConfidence, .case .at-codeConfidence { color: var(--muted); }
.opener { background: none; border: 0; padding: 2px 0; text-align: left; font-weight: 600; max-width: 100%; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.opener::before { content: "\\25B8"; display: inline-block; width: 14px; color: var(--accent); font-size: 12px; }
[aria-expanded="true"].opener::before { content: "\\25BE"; }
.turn b { color: var(--bad); } .turn.over b { color: var(--warn); }
.preview { display: block; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; color: var(--muted); }
.inside > td { padding: 0 0 16px 12px; }
.detail { display: grid; grid-template-columns: minmax(0, 1.15fr) minmax(0, 1fr); gap: 24px; padding-top: 4px; }
.detail ul { margin: 0; padding-left: 18px; } .detail li { margin: 2px 0; overflow-wrap: anywhere; }
.part { margin-top: 14px; }
.text { white-space: pre-wrap; overflow-wrap: anywhere; font-size: 16px; line-height: 1.85; padding: 12px 14px; background: var(--page); border-radius: 6px; }
.marks { margin: 0 0 6px; min-height: 24px; display: flex; flex-wrap: wrap; gap: 4px; }
.legend-mark { background: none; border: 1px solid var(--line); border-radius: 5px; padding: 1px 7px; font-size: 13px; }
.legend-mark[aria-pressed="false"] { opacity: .55; text-decoration: line-through; }
mark { background: none; color: inherit; }
.mark-level { background: rgb(var(--bad-rgb) / .22); border-radius: 3px; box-shadow: 0 0 0 1px rgb(var(--bad-rgb) / .45); }
.mark-threat { background: rgb(var(--violet-rgb) / .24); border-bottom: 3px double rgb(var(--violet-rgb)); }
.mark-code { text-decoration: underline 2px solid var(--accent); text-underline-offset: 4px; }
.mark-emotion { text-decoration: underline 2px wavy rgb(var(--warn-rgb)); text-underline-offset: 7px; text-decoration-skip-ink: none; }
.mark-repeat { text-decoration: underline 2px dotted var(--good); text-underline-offset: 5px; }
.mark-group { text-decoration: overline 2px dashed var(--violet); }
.without-level .mark-level, .without-threat .mark-threat { background: none; box-shadow: none; border: 0; }
.without-code .mark-code, .without-emotion .mark-emotion, .without-repeat .mark-repeat, .without-group .mark-group { text-decoration: none; }
.unseen-character { unicode-bidi: isolate; }
.unseen-character::before { content: attr(data-code); font: 10px/1 ui-monospace, Consolas, monospace; border: 1px dashed var(--muted); border-radius: 3px; padding: 0 2px; color: var(--muted); }
.about { margin: 8px 0 0; display: flex; flex-wrap: wrap; gap: 2px 14px; font-size: 13px; }
.outcomes th, .outcomes td { padding-top: 3px; padding-bottom: 3px; vertical-align: top; overflow-wrap: anywhere; }
.outcomes thead th { background: none; position: static; }
.outcomes th { width: 92px; white-space: nowrap; }
.outcomes .right .answer { color: var(--muted); }
.outcomes .wrong .answer { color: var(--bad); font-weight: 600; }
.before.better { color: var(--good); } .before.worse { color: var(--bad); }
.failed { color: var(--bad); margin-top: 0; }
.levels > div { display: grid; grid-template-columns: 150px 1fr 40px; gap: 8px; align-items: center; }
.level-track { background: var(--soft); border-radius: 3px; height: 8px; } .level-bar { display: block; height: 8px; border-radius: 3px; background: var(--accent); }
.level-share { text-align: right; color: var(--muted); }
.part p { margin: 4px 0 0; }
q { quotes: "「" "」" "『" "』"; }
html[data-lang="en"] q { quotes: "«" "»"; }
.pager { display: flex; gap: 12px; align-items: center; justify-content: center; margin-top: 4px; }
`
