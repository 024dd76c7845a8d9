/** Whiskers, bars, heat maps, plots. Shades are transparent layers over the card, so that ink keeps its contrast on them. */
export const CHARTS = `
svg { display: block; width: 100%; overflow: visible; }
svg text { fill: var(--muted); font-size: 11px; }
.tick { stroke: var(--line); stroke-width: 1; }
.tick.zero { stroke: var(--muted); }
.range { stroke: var(--accent); stroke-width: 2.5; stroke-linecap: round; }
.end { stroke: var(--accent); stroke-width: 1.5; }
.dot { fill: var(--accent); stroke: var(--card); stroke-width: 1.5; }
.base { fill: var(--card); stroke: var(--muted); stroke-width: 1.5; }
.bound { stroke: var(--warn); stroke-width: 2.5; }
.whisker.bad .range, .whisker.bad .end { stroke: var(--bad); } .whisker.bad .dot { fill: var(--bad); }
.whisker.good .range, .whisker.good .end { stroke: var(--good); } .whisker.good .dot { fill: var(--good); }
.differences .whisker.plain .range, .differences .whisker.plain .end { stroke: var(--muted); } .differences .whisker.plain .dot { fill: var(--muted); }
.legend { margin: -8px 0 10px; color: var(--muted); font-size: 13px; }
.legend:empty { display: none; }
.key { display: inline-block; width: 12px; height: 12px; margin: 0 5px 0 12px; vertical-align: -1px; border-radius: 3px; }
.key:first-child { margin-left: 0; }
.key.bound { width: 3px; height: 14px; background: var(--warn); border-radius: 0; }
.key.base { width: 10px; height: 10px; border-radius: 50%; border: 1.5px solid var(--muted); vertical-align: 0; }
.key.under { background: rgb(var(--bad-rgb) / .6); } .key.over { background: rgb(var(--warn-rgb) / .6); }
.whiskers th[scope="row"] { width: 27%; }
.whiskers .picture { width: 46%; padding-left: 4px; padding-right: 14px; }
.whiskers tbody td, .whiskers tbody th { border-bottom-color: var(--soft); padding-top: 4px; padding-bottom: 4px; }
.whiskers tfoot td { border: 0; padding-top: 0; }
.differences th[scope="row"] { min-width: 132px; }
.sortable th[scope="row"], .sortable td:nth-child(2):not(.number) { min-width: 96px; }
.tall th[scope="row"] { min-width: 150px; width: 30%; }
.differences .picture { width: 26%; min-width: 160px; padding-left: 14px; padding-right: 14px; }
.differences tfoot td { border: 0; }
.bar { min-width: 128px; }
.bar .figure { font-weight: 600; }
.figures { display: flex; justify-content: space-between; align-items: baseline; gap: 8px; white-space: nowrap; }
.bar .interval { color: var(--muted); font-size: 11px; }
.share { margin: 1px 0; }
.track { fill: var(--soft); }
.fill { fill: rgb(var(--accent-rgb) / .45); }
.share .range { stroke: var(--ink); stroke-width: 1; opacity: .75; } .share .end { stroke: var(--ink); stroke-width: 1; opacity: .75; }
.whiskers3 .bar { min-width: 190px; width: 26%; padding: 4px 20px 2px 0; }
.bar { padding: 4px 16px 4px 0; }
.whiskers3 .number, .whiskers3 th:nth-child(2) { padding-right: 24px; }
.whiskers3 .whisker { height: 16px; }
.heat { table-layout: auto; }
.heat td, .heat th { border: 2px solid var(--card); padding: 0; text-align: center; }
.heat th { padding: 4px 8px; color: var(--muted); white-space: nowrap; font-size: 13px; }
.heat tbody th { text-align: right; color: var(--ink); }
.heat td { height: 44px; min-width: 46px; border-radius: 4px; background: var(--soft); }
.heat td.number { background: none; }
.heat td.empty { color: var(--muted); }
.heat .ask { display: block; width: 100%; min-height: 44px; padding: 3px; color: var(--ink); text-align: center; text-decoration: none; line-height: 1.2; }
.heat small { display: block; font-size: 11px; }
${[1, 2, 3, 4, 5, 6, 7, 8, 9, 10]
  .map((n) => {
    const depth = (0.06 + n * 0.052).toFixed(2)
    return `.shade${n}.same { background: rgb(var(--accent-rgb) / ${depth}); } .shade${n}.over { background: rgb(var(--warn-rgb) / ${depth}); } .shade${n}.under { background: rgb(var(--bad-rgb) / ${depth}); }`
  })
  .join('\n')}
.pairs { margin: 0; padding: 0; list-style: none; }
.pairs li { display: grid; grid-template-columns: 34px 1fr; padding: 4px 0; border-bottom: 1px solid var(--soft); align-items: baseline; }
.arrow { color: var(--muted); }
.plots { display: grid; grid-template-columns: repeat(2, minmax(0, 1fr)); gap: 16px; }
.plot { margin: 0; }
.plot svg { max-width: 420px; margin: 0 auto; }
.plot .name { font-size: 12px; }
.plot figcaption { color: var(--muted); font-size: 12px; margin-top: 6px; }
.diagonal { stroke: var(--muted); stroke-dasharray: 4 4; }
.curve { fill: none; stroke: var(--accent); stroke-width: 2; stroke-linejoin: round; }
.plot .range { stroke-width: 1.5; opacity: .6; }
.review { fill: var(--warn); stroke: var(--card); stroke-width: 1.5; }
.bins span { display: inline-block; margin-right: 14px; }
.facts { display: grid; grid-template-columns: repeat(auto-fit, minmax(150px, 1fr)); gap: 14px 20px; margin: 0; }
.facts dt { color: var(--muted); font-size: 13px; } .facts dd { margin: 0; font-size: 18px; font-weight: 600; }
.facts small { font-size: 12px; font-weight: 400; color: var(--muted); } .facts .why { font-size: 12px; font-weight: 400; overflow-wrap: anywhere; }
.runs { display: grid; gap: 2px; margin: 0 0 12px; color: var(--muted); font-size: 13px; overflow-wrap: anywhere; }
.runs b { color: var(--ink); }
.changes ul { margin: 0 0 10px; padding: 0; list-style: none; }
.changes li { padding: 4px 0; border-bottom: 1px solid var(--soft); overflow-wrap: anywhere; }
.changes h3 .muted { font-size: 13px; }
section > h3 { margin-top: 20px; }
`
