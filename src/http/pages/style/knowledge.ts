/** The knowledge pages: filters, the form of an item, differences, the box to drop files in, items as they were read. */
export const KNOWLEDGE_STYLE = `
.filters { display: flex; flex-wrap: wrap; gap: 0 16px; padding-bottom: 10px; }
.filters .grid { flex: 1 1 560px; }
.filters .buttons { margin: 26px 0 12px; align-self: start; }
.fields textarea { min-height: 64px; }
.course textarea { min-height: 40px; }
.back { margin-bottom: 4px; }
#items th[scope="row"] { width: 42%; }
#items th[scope="row"] a { font-weight: 600; }
.fields { display: grid; grid-template-columns: repeat(4, minmax(0, 1fr)); gap: 0 16px; }
.fields > * { grid-column: 1 / -1; }
.fields > .short { grid-column: span 1; }
fieldset { border: 1px solid var(--line); border-radius: 8px; padding: 8px 14px 12px; margin: 0 0 12px; min-width: 0; }
fieldset legend { padding: 0 6px; }
.required { color: var(--bad); }
.issues { color: var(--bad); font-size: 14px; }
.issues p { margin: 3px 0 0; }
.issues .finding { margin: 4px 0; color: var(--ink); }
.wrong > label, .wrong > legend { color: var(--bad); }
.wrong input, .wrong textarea, .wrong select, fieldset.wrong { border-color: var(--bad); }
.course { list-style: none; margin: 0; padding: 0; }
.course li { display: grid; grid-template-columns: 5em 11em minmax(0, 1.4fr) minmax(0, 1fr) auto; gap: 0 12px; align-items: start; border-bottom: 1px solid var(--line); padding: 10px 0 0; margin-bottom: 10px; }
.course .step { padding-top: 26px; font-size: 13px; }
.course .remove { margin-top: 24px; min-width: 36px; padding: 4px; border-color: var(--line); }
.course .field > label { font-weight: 400; font-size: 13px; }
.diff { margin-top: 4px; gap: 10px 16px; }
.diff dd { white-space: pre-wrap; line-height: 1.8; }
del { background: var(--bad-soft); color: var(--bad); text-decoration: line-through; }
ins { background: var(--good-soft); color: var(--good); text-decoration: underline; text-underline-offset: 3px; }
svg.dots { display: block; max-width: 100%; height: auto; }
.dots .axis { stroke: var(--line); stroke-width: 2; }
.dots .way { stroke: var(--accent); stroke-width: 2; }
.dots .was { fill: var(--card); stroke: var(--accent); stroke-width: 2; }
.dots .is { fill: var(--accent); }
.words tbody th { font-weight: 600; white-space: nowrap; }
.words tbody tr:last-child > * { border-bottom: 0; }
#due-rows th[scope="row"] { width: 32%; }
#due-rows th[scope="row"] a { font-weight: 600; }
#due-rows p { margin: 0 0 2px; }
.samples a { padding: 2px 0; }
#merge { margin-top: 8px; }
#merge > section { border-top: 1px solid var(--line); padding-top: 12px; }
.asking { display: flex; gap: 8px; max-width: 560px; }
.asking button { flex: none; }
.merging { margin-top: 10px; }
.merging table { table-layout: fixed; }
.merging th[scope="row"] { width: 9em; }
.merging thead th:first-child { width: 9em; }
.merging .value { white-space: pre-wrap; }
.merging .value, .merging td > div { min-width: 0; }
.own { font-weight: 600; margin: 10px 0 0; }
.star { min-width: 40px; padding: 4px 8px; font-size: 18px; line-height: 1.2; color: var(--warn); }
.drop { border: 2px dashed var(--field); border-radius: 12px; background: var(--card); text-align: center; padding: 28px 20px; margin: 0 0 16px; }
.drop.over { border-color: var(--accent); background: var(--soft); }
.drop .big { font-size: 18px; font-weight: 600; }
.drop p:last-child { margin: 0; }
.drop input:focus-visible + label { outline: 2px solid var(--focus); outline-offset: 2px; }
.read.card { margin-bottom: 12px; }
.read .findings .finding { font-size: 14px; }
progress { width: 100%; height: 14px; accent-color: var(--main); }
@media (max-width: 1000px) { .fields { grid-template-columns: repeat(2, minmax(0, 1fr)); } }
@media (max-width: 700px) {
  #due-rows th[scope="row"], .merging th[scope="row"] { width: auto; }
  .merging .cell-name { flex-basis: 7em; }
  .course li { grid-template-columns: minmax(0, 1fr) auto; }
  .course .step { padding: 0; grid-column: 1; }
  .course .remove { margin: 0; grid-column: 2; grid-row: 1; }
  .course .field { grid-column: 1 / -1; }
  .diff { grid-template-columns: minmax(0, 1fr); gap: 2px; }
  .diff dd { margin-bottom: 10px; }
}
`
