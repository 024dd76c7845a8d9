/** The console: verdict, marked words, judgements, clocks, scripts, the reply and what was found in it. */
export const CONSOLE_STYLE = `
.columns { display: grid; grid-template-columns: minmax(0, 1fr) minmax(0, 1fr); gap: 16px; align-items: start; }
#complaint { min-height: 128px; }
#reply { min-height: 150px; }
.feedback { padding: 10px 18px; }
.feedback h3 { float: left; margin: 16px 14px 0 0; }
.feedback .choices { max-width: 760px; clear: both; }
#headline { scroll-margin-top: 8px; }
.verdict { border: 1px solid var(--line); border-left: 8px solid var(--l4); background: var(--card); border-radius: 10px; padding: 14px 18px; margin: 0 0 16px; }
.verdict.level-1 { border-left-color: var(--l1); } .verdict.level-2 { border-left-color: var(--l2); } .verdict.level-3 { border-left-color: var(--l3); }
.verdict .big { display: flex; flex-wrap: wrap; gap: 6px 12px; align-items: center; font-size: 18px; font-weight: 600; }
.verdict .big .badge { font-size: 17px; line-height: 28px; padding: 2px 12px; }
.verdict .big code { font-size: 17px; }
.verdict p:last-child { margin-bottom: 0; }
.review { margin-top: 6px; }
.review ul { display: inline; }
.review li { display: inline; margin-left: 10px; }
.text { white-space: pre-wrap; background: var(--soft); border-radius: 8px; padding: 12px 14px; max-height: 340px; overflow-y: auto; line-height: 1.9; }
mark { background: var(--m-other); color: var(--ink); border-radius: 3px; padding: 1px 0; box-decoration-break: clone; -webkit-box-decoration-break: clone; }
mark.on-level, mark.on-block { background: var(--m-level); } mark.on-type, mark.on-hint { background: var(--m-type); }
mark.on-emotion, mark.on-warn { background: var(--m-emotion); } mark.on-threat { background: var(--m-threat); }
mark.many { text-decoration: underline; text-decoration-thickness: 2px; text-underline-offset: 4px; }
.lighting mark { background: transparent; text-decoration: none; }
.lighting mark.lit { background: var(--lit); color: var(--on-lit); }
.unseen-character::before { content: attr(data-code); font-size: 11px; border: 1px solid var(--field); border-radius: 3px; padding: 0 2px; margin: 0 2px; }
.judgements { list-style: none; margin: 12px 0 0; padding: 0; }
.judgement { border-left: 4px solid var(--line); padding: 4px 0 6px 12px; margin: 0 0 8px; }
.judgement p { margin: 0; }
.of-level { border-left-color: var(--l1); } .of-type { border-left-color: var(--l3); } .of-emotion { border-left-color: var(--l2); } .of-threat { border-left-color: #8a52c4; }
.judgement:hover { background: var(--soft); }
.quotes { font-size: 13px; padding: 2px 10px; min-height: 28px; margin-top: 3px; }
.quotes[aria-pressed="true"] { background: var(--lit); color: var(--on-lit); border-color: transparent; }
.clocks { list-style: none; margin: 0; padding: 0; }
.clocks li { display: grid; grid-template-columns: 7em minmax(0, 1fr) max-content; gap: 4px 10px; padding: 5px 0; border-bottom: 1px solid var(--line); }
.clocks li:last-child { border-bottom: 0; }
.clocks .soon .left { color: var(--warn); } .clocks .late .left { color: var(--bad); }
.script, .case { border-top: 1px solid var(--line); padding: 12px 0; }
.script:first-child, .case:first-child { border-top: 0; padding-top: 0; }
.said { background: var(--soft); border-radius: 8px; padding: 10px 12px; white-space: pre-wrap; }
.slot { background: var(--warn-soft); color: var(--warn); border-radius: 3px; padding: 0 3px; font-weight: 600; }
.why { display: flex; flex-wrap: wrap; gap: 4px 6px; }
.why .chip { font-size: 12px; }
.finding { border-left: 4px solid var(--field); padding: 6px 0 6px 12px; margin: 8px 0; }
.finding.hint { color: inherit; font-size: inherit; }
.finding p { margin: 0 0 2px; }
.finding.block, .finding.error { border-left-color: var(--bad); } .finding.warn, .finding.warning { border-left-color: var(--warn); }
.finding.warn, .finding.warning { color: inherit; }
.finding .tag { color: var(--muted); } .finding.block .tag, .finding.error .tag { color: var(--bad); } .finding.warn .tag, .finding.warning .tag { color: var(--warn); }
.better { background: var(--good-soft); border-radius: 6px; padding: 6px 10px; }
.refined { border-left: 4px solid var(--warn); padding: 4px 0 4px 12px; margin: 0 0 12px; }
.refined.muted { border-left-color: var(--line); }
.refined p { margin: 0 0 4px; }
.refined .was { color: var(--muted); text-decoration: line-through; }
.engine { margin: 0 0 16px; font-size: 13px; }
.engine p { margin: 0; }
#reply-part h2 { margin-bottom: 6px; }
.choices { margin-top: 10px; }
.choice { display: block; width: 100%; text-align: left; margin: 0 0 6px; }
.agree { border-color: var(--good); color: var(--good); }
@media (max-width: 900px) { .columns { grid-template-columns: minmax(0, 1fr); gap: 0; } }
@media (max-width: 700px) {
  .clocks li { grid-template-columns: 6em minmax(0, 1fr); }
  .clocks li .muted { grid-column: 2; font-size: 13px; }
  .text { max-height: 260px; }
}
`
