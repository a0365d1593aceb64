/** The page's style sheet: one column, system fonts, light and dark color schemes, print. */

/** Text has a contrast of at least 4.5 with its background (WCAG 2.2, 1.4.3). */
const light = `
  --paper: #fbfaf8; --card: #ffffff; --ink: #1d1f23; --muted: #5b616b; --line: #e3e1dc;
  --bar: #3b6ea8; --bar-2: #9a5b13; --error: #a8201a; --error-wash: #fbeceb; --warning: #8a5a00; --warning-wash: #fbf3e0;
  --fine: #1f6f43; --red: #c0392b; --green: #2e8b57; --blue: #2f62b5;`;
const dark = `
  --paper: #131518; --card: #1a1d21; --ink: #e8e6e1; --muted: #a0a5ad; --line: #2d3138;
  --bar: #79aee6; --bar-2: #e0a45a; --error: #ff8f87; --error-wash: #331c1b; --warning: #f0bf63; --warning-wash: #2e2616;
  --fine: #7fd3a3; --red: #ff7b6e; --green: #6fd09b; --blue: #84b1ff;`;

export const style: string = `
:root { color-scheme: light dark; ${light} }
@media (prefers-color-scheme: dark) { :root { ${dark} } }
* { box-sizing: border-box }
html { -webkit-text-size-adjust: 100%; scroll-behavior: smooth }
body { margin: 0; background: var(--paper); color: var(--ink);
  font: 16px/1.55 Inter, system-ui, "Segoe UI", Roboto, "Helvetica Neue", sans-serif }
main, header, footer { max-width: 1080px; margin: 0 auto; padding: 0 24px }
header { padding-top: 56px } footer { padding-bottom: 64px; color: var(--muted); font-size: 14px }
h1, h2, h3 { line-height: 1.2; text-wrap: balance; margin: 0 }
h1 { font-size: clamp(28px, 5vw, 44px); letter-spacing: -.02em; overflow-wrap: anywhere }
h2 { font-size: 24px; letter-spacing: -.01em; margin: 72px 0 8px } h3 { font-size: 17px }
p { margin: 8px 0; max-width: 72ch } .muted, figcaption, .scale { color: var(--muted) }
.kicker { margin: 0 0 8px; color: var(--muted); font-size: 14px }
.verdict { font-size: 20px; margin: 16px 0 0; text-wrap: pretty }
a { color: inherit; text-underline-offset: 3px }
a:focus-visible, summary:focus-visible, input:focus-visible, select:focus-visible, [tabindex]:focus-visible { outline: 3px solid var(--bar); outline-offset: 2px; border-radius: 4px }
.overview { width: 100%; height: auto; margin-top: 28px }
nav { display: flex; flex-wrap: wrap; gap: 4px 20px; margin: 24px 0 0; padding: 12px 0; border-block: 1px solid var(--line); font-size: 15px }
dl.facts { display: grid; grid-template-columns: repeat(auto-fit, minmax(150px, 1fr)); gap: 16px 24px; margin: 28px 0 0 }
dl.facts dt { color: var(--muted); font-size: 14px } dl.facts dd { margin: 0; font-size: 22px; font-variant-numeric: tabular-nums }
ol.findings { list-style: none; margin: 20px 0 0; padding: 0; display: grid; gap: 14px; grid-template-columns: repeat(auto-fill, minmax(min(100%, 480px), 1fr)) }
.finding { background: var(--card); border: 1px solid var(--line); border-left: 4px solid var(--tone); border-radius: 6px; padding: 16px 20px }
.finding.error { --tone: var(--error); --wash: var(--error-wash) } .finding.warning { --tone: var(--warning); --wash: var(--warning-wash) }
.badge { display: inline-block; color: var(--tone); background: var(--wash); border-radius: 4px; padding: 1px 8px; font-size: 13px; font-weight: 600; margin: 0 10px 0 0; vertical-align: 2px } .finding h3 { display: inline }
.cure::before { content: "→ "; color: var(--tone) }
code { font: 0.92em/1.4 ui-monospace, "SF Mono", Menlo, Consolas, monospace; overflow-wrap: anywhere }
details summary { cursor: pointer; color: var(--muted); font-size: 15px }
details ul { margin: 8px 0 0; padding-left: 20px; max-height: 320px; overflow: auto; font-size: 13px }
figure { margin: 0 } figcaption { font-size: 15px; margin-bottom: 6px } figcaption b { color: var(--ink); margin-right: 8px }
.chart { display: block; width: 100%; height: 96px; border-bottom: 1px solid var(--line) }
.channels { height: 200px } .tall { height: 150px }
.bar rect { fill: var(--bar) } .bar.val rect { fill: var(--bar-2) } .bar .hit { fill: transparent }
.two:not(:has(figure)) { display: none }
.bar:hover rect { fill: var(--ink) } .bar:hover .hit { fill: var(--line) }
.line { fill: none; stroke-width: 1.75; vector-effect: non-scaling-stroke }
.red { stroke: var(--red) } .green { stroke: var(--green) } .blue { stroke: var(--blue) }
.grid { stroke: var(--line); stroke-width: 1; vector-effect: non-scaling-stroke; fill: none }
.scale { display: flex; justify-content: space-between; gap: 16px; margin: 4px 0 0; font-size: 13px; max-width: none; font-variant-numeric: tabular-nums }
.scale span:nth-child(2) { text-align: center }
.legend { display: flex; flex-wrap: wrap; gap: 4px 18px; font-size: 14px; color: var(--muted); margin: 8px 0 0; padding: 0; list-style: none }
.legend i { display: inline-block; width: 18px; height: 0; border-top: 3px solid; vertical-align: middle; margin-right: 6px }
.two { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 420px), 1fr)); gap: 32px 40px; margin-top: 24px }
.three { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 280px), 1fr)); gap: 28px 36px; margin-top: 24px }
.ticks { position: relative; height: 18px; margin: 4px 0 0; font-size: 13px; color: var(--muted); max-width: none; font-variant-numeric: tabular-nums }
.ticks span { position: absolute; transform: translateX(-50%) } .ticks span:first-child { transform: none } .ticks span:last-child { transform: translateX(-100%) }
.command { background: var(--card); border: 1px solid var(--line); border-left: 4px solid var(--fine); border-radius: 6px; padding: 14px 18px; margin: 16px 0 0; white-space: pre-wrap; user-select: all }
.refusal { color: var(--error); font-weight: 600 }
.plan { display: grid; gap: 10px; margin: 20px 0 12px } .plan div { display: grid; grid-template-columns: 110px 1fr; gap: 16px }
.plan dt { font-weight: 600 } .plan dd { margin: 0; max-width: 72ch }
.views { margin-top: 28px } .views ul { list-style: none; margin: 12px 0 0; padding: 0; display: grid; gap: 18px }
.views li { display: grid; grid-template-columns: 170px 180px 20px auto 20px auto auto 1fr; gap: 14px; align-items: center; color: var(--muted) }
.views li p { font-size: 14px; line-height: 1.4; margin: 0; overflow-wrap: anywhere; color: var(--ink) } .views li > img:first-of-type { justify-self: end; max-width: 180px; height: auto } .pixels { image-rendering: pixelated }
h3.group { margin-top: 40px } h3.group .muted { font-weight: 400 }
.scroll { overflow-x: auto; margin-top: 16px }
table { border-collapse: collapse; width: 100%; font-size: 15px; font-variant-numeric: tabular-nums }
th, td { text-align: right; padding: 7px 10px; border-bottom: 1px solid var(--line); white-space: nowrap }
th:first-child, td:first-child { text-align: left; padding-left: 0; white-space: normal } thead th { color: var(--muted); font-weight: 500; font-size: 14px }
tbody th { font-weight: 500 } tr.strong th { font-weight: 650; padding-top: 18px }
.pictures { display: grid; grid-template-columns: repeat(auto-fill, minmax(104px, 1fr)); gap: 16px; margin: 12px 0 0; padding: 0; list-style: none }
.pictures img { width: 100%; height: auto; aspect-ratio: 1 } img { display: block; border-radius: 3px; image-rendering: auto; background: var(--line); outline: 1px solid var(--line); outline-offset: -1px }
.pictures p, .pair p { font-size: 13px; line-height: 1.35; margin: 5px 0 0; overflow-wrap: anywhere }
.pairs { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 236px), 1fr)); gap: 16px; margin: 20px 0 0; padding: 0; list-style: none }
.pair { background: var(--card); border: 1px solid var(--line); border-radius: 6px; padding: 12px }
.pair > div { display: flex; gap: 10px } .pair figure { flex: 1; min-width: 0 } .pair img { width: 100%; aspect-ratio: 1; height: auto }
.pair .tag { color: var(--muted); font-size: 13px; margin: 8px 0 0 } .pair .tag b { color: var(--error) }
.meter { display: grid; grid-template-columns: minmax(90px, 170px) 1fr 92px; gap: 12px; align-items: center; font-size: 14px; margin: 4px 0 }
.meter span:first-child { overflow: hidden; text-overflow: ellipsis; white-space: nowrap }
.meter i { display: block; height: 12px; background: var(--bar); border-radius: 2px } .meter span:last-child { text-align: right; color: var(--muted); font-variant-numeric: tabular-nums }
.bars { margin-top: 24px } .bars .meter { max-width: none } .meter .split { display: flex; gap: 1px } .meter .val { background: var(--bar-2) }
form { display: flex; flex-wrap: wrap; gap: 12px; margin: 20px 0 } form label { font-size: 14px; color: var(--muted) }
input, select { display: block; font: inherit; color: inherit; background: var(--card); border: 1px solid var(--muted); border-radius: 6px; padding: 7px 10px; min-width: 220px; margin-top: 4px }
.classes { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 320px), 1fr)); gap: 22px 24px; margin: 16px 0 0; padding: 0; list-style: none }
.classes h3 { font-size: 15px; margin-bottom: 2px } .classes p { margin: 0 0 6px; font-size: 13px; color: var(--muted); overflow-wrap: anywhere }
.classes img { width: 100%; height: auto }
[hidden] { display: none !important }
@media (max-width: 860px) { .views li { display: flex; flex-wrap: wrap; gap: 10px } .views li p { flex: 1 0 100% } .views li > img:first-of-type { max-width: 88px } .pixels { width: 64px; height: 64px } .views li > span { display: none } }
@media (max-width: 560px) { .plan div { grid-template-columns: 1fr; gap: 0 } main, header, footer { padding-inline: 16px } header { padding-top: 32px } h2 { margin-top: 56px } .finding { padding: 14px 16px } th, td { padding: 6px 8px; font-size: 14px } .pictures { grid-template-columns: repeat(auto-fill, minmax(84px, 1fr)); gap: 12px } }
@page { margin: 14mm }
@media print { :root { ${light} --paper: #fff } body { font-size: 12px } main, header, footer { max-width: none; padding: 0 } nav, form { display: none } h2 { margin-top: 28px } .finding, .pair, figure, .classes li { break-inside: avoid } h2, h3 { break-after: avoid } * { print-color-adjust: exact; -webkit-print-color-adjust: exact } }
`;
