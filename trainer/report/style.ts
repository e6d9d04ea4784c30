/** How a page looks. The colours of lines are told apart by the colour-blind too, on either ground. */

const light = ['#0072b2', '#c44f00', '#00805c', '#a8487f', '#2a8fc7', '#555555'];
const dark = ['#5fb3e6', '#f08a4b', '#3fc79a', '#e39ac4', '#9fd3f2', '#bbbbbb'];

const colours = (values: readonly string[]): string =>
  values.map((value, index) => `--s${index}: ${value};`).join(' ');

/** Charts with more lines begin again with the first colour; their dashes differ. */
export const colourCount = light.length;

const series = light
  .map((_, index) => `.s${index} { stroke: var(--s${index}); fill: var(--s${index}); }`)
  .join('\n');

export const pageStyle = `
:root {
  color-scheme: light dark;
  --ground: #fff; --text: #1c1e21; --soft: #5a6068; --line: #d9dce0; --raised: #f5f6f8; ${colours(light)}
}
@media (prefers-color-scheme: dark) {
  :root { --ground: #17191c; --text: #e6e8ea; --soft: #a3aab2; --line: #3a3f45; --raised: #202327; ${colours(dark)} }
}
body { font: 16px/1.5 system-ui, sans-serif; margin: 0; background: var(--ground); color: var(--text); }
main { max-width: 62rem; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.7rem; line-height: 1.25; overflow-wrap: anywhere; }
h2 { font-size: 1.25rem; margin-top: 2.5rem; border-bottom: 1px solid var(--line); padding-bottom: 0.25rem; }
p { max-width: 48rem; overflow-wrap: anywhere; }
pre { overflow-x: auto; background: var(--raised); padding: 1rem; border-radius: 6px; font-size: 0.85rem; }
.grid { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 24rem), 1fr)); gap: 1.5rem 2rem; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; margin: 1rem 0; font-size: 0.95rem; font-variant-numeric: tabular-nums; }
caption { text-align: left; color: var(--soft); padding-bottom: 0.5rem; }
th, td { text-align: left; padding: 0.3rem 1.25rem 0.3rem 0; border-bottom: 1px solid var(--line); vertical-align: top; }
thead th { color: var(--soft); font-weight: 600; }
tbody th { font-weight: 400; }
.amount { text-align: right; white-space: nowrap; }
figure { margin: 1rem 0; min-width: 0; }
figcaption { font-weight: 600; }
figcaption p { font-weight: 400; margin: 0.1rem 0 0.4rem; color: var(--soft); font-size: 0.9rem; }
details { margin: 0.5rem 0; } summary { cursor: pointer; color: var(--soft); font-size: 0.9rem; }
.legend { list-style: none; display: flex; flex-wrap: wrap; gap: 0.2rem 1.2rem; padding: 0; margin: 0.3rem 0; font-size: 0.9rem; }
.legend svg { width: 28px; height: 10px; vertical-align: middle; margin-right: 0.4rem; }
.drawing { width: 100%; max-width: 42rem; height: auto; display: block; }
.drawing text { font-size: 15px; fill: var(--soft); }
.drawing .label { fill: var(--text); }
.gridline { stroke: var(--line); fill: none; }
.reference { stroke: var(--soft); fill: none; stroke-dasharray: 4 4; }
${series}
.line, .whisker { fill: none; stroke-width: 2; stroke-linejoin: round; }
.band { stroke: none; fill-opacity: 0.15; }
@media print { details { display: none; } }
`;
