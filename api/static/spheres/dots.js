// A dot plot from −1 to +1: one row a country, its range as a line, ranked ones filled.

import { number } from "../shares.js";
import { html } from "../vendor/htm-preact.js";

const [LINE, TOP, END, COLUMN] = [22, 26, 140, 64];

export function Dots({ rows, title }) {
  const narrow = matchMedia("(max-width: 700px)").matches;
  const [width, label, letters] = narrow ? [350, 126, 17] : [900, 150, 22];
  const x = (value) => label + ((value + 1) / 2) * (width - label - END);
  const columnAt = (column) => width - END + 12 + column * COLUMN;
  const height = TOP + rows.length * LINE + 8;
  const side = (value) => (value > 1 / 3 ? "US" : value < -1 / 3 ? "China" : "none");
  return html`<svg class="chart dots figure" viewBox=${`0 0 ${width} ${height}`} role="img" aria-label=${`${title}; the table below has every figure`}>
    ${(narrow ? [-1, 0, 1] : [-1, -0.5, 0, 0.5, 1]).map((value) => html`<g><line class="grid" x1=${x(value)} x2=${x(value)} y1=${TOP - 6} y2=${height - 4} /><text class="tick" x=${x(value)} y="14">${number(value, value % 1 ? 1 : 0)}</text></g>`)}
    ${["alignment", "contested"].map((name, column) => html`<text class="tick columnhead" x=${columnAt(column)} y="14">${name}</text>`)}
    ${rows.map((row, at) => {
      const y = TOP + at * LINE + LINE / 2;
      const { alignment, alignment_range: range, contestedness, unranked } = row.place;
      const [low, high] = range ?? [alignment, alignment];
      return html`<g><title>${row.name}: ${alignment == null ? "may be" : `${number(alignment)},`} ${number(low)} to ${number(high)}</title><text class="name" x=${label - 10} y=${y + 4}>${row.name.length > letters ? `${row.name.slice(0, letters - 1)}…` : row.name}</text>
        <line class="range" x1=${x(low)} x2=${x(high)} y1=${y} y2=${y} />
        ${alignment != null && html`<circle class=${`dot ${side(alignment)} ${unranked ? "open" : ""}`} cx=${x(alignment)} cy=${y} r="6" />`}${[alignment, contestedness].map((value, column) => html`<text class="value" x=${columnAt(column)} y=${y + 4}>${number(value)}</text>`)}</g>`;
    })}</svg>`;
}
