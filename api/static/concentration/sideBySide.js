// Suppliers of two or three inputs as bars on one scale; what nobody names is hatched, never blank.

import { percent } from "../parts.js";
import { html } from "../vendor/htm-preact.js";
import { figure } from "./figures.js";

const [PANEL, GAP, BAR, LINE, HEAD, LABEL] = [440, 40, 14, 24, 66, 170];
const NARROW = 360;

/** The bars of one input: suppliers with a share, then the remainder, then who is named without a share. */
function bars(row) {
  const named = row.suppliers.filter((one) => one.share != null).map((one) => ({ ...one, label: one.name }));
  const rest = row.remainder > 0.0005 ? [{ label: "not named", share: row.remainder, hatched: true }] : [];
  const silent = row.suppliers.filter((one) => one.share == null).map((one) => ({ ...one, label: one.name }));
  return [...named, ...rest, ...silent];
}

const clipped = (text, most) => (text.length > most ? `${text.slice(0, most - 1)}…` : text);

function Bar({ row, bar, y, width }) {
  const [from, room] = [LABEL, width - LABEL - 62];
  const unknown = bar.share == null;
  const told = unknown
    ? row.uncounted.includes(bar.id)
      ? "only other sources name it"
      : "share not known"
    : percent(bar.share);
  return html`<g><title>${bar.label}: ${told}</title>
    <text class="word end" x=${from - 8} y=${y + 11}>${clipped(bar.label, 26)}</text>
    ${!unknown && html`<rect class=${bar.hatched ? "hatched" : "held"} x=${from} y=${y} width=${Math.max(1, bar.share * room)} height=${BAR} fill=${bar.hatched ? "url(#unnamed)" : undefined} />`}
    <text class="word" x=${unknown ? from : from + bar.share * room + 6} y=${y + 11}>${told}</text></g>`;
}

function Panel({ row, x, y, width }) {
  const basis = [row.basis ?? "basis not stated", row.period ?? "undated"].join(", ");
  return html`<g transform=${`translate(${x} ${y})`}>
    <text class="head" x="0" y="16">${clipped(row.name, 44)}</text>
    <text class="word" x="0" y="34">HHI ${figure(row.hhi)}: as few as ${figure(row.effective, 1)} equal suppliers</text>
    <text class="word" x="0" y="50">${clipped(basis, 66)}</text>
    ${bars(row).map((bar, at) => html`<${Bar} row=${row} bar=${bar} y=${HEAD + at * LINE} width=${width} />`)}</g>`;
}

/** Panels beside each other, or one below the other where the window is narrow. @param {{rows: any[]}} of */
export function SideBySide({ rows }) {
  const narrow = matchMedia("(max-width: 700px)").matches;
  const width = narrow ? NARROW : PANEL;
  const heights = rows.map((row) => HEAD + bars(row).length * LINE + 14);
  const tops = narrow
    ? heights.map((_, at) => heights.slice(0, at).reduce((sum, one) => sum + one, 0))
    : heights.map(() => 0);
  const whole = narrow ? NARROW : rows.length * PANEL + (rows.length - 1) * GAP;
  const tall = narrow ? heights.reduce((sum, one) => sum + one, 0) : Math.max(...heights);
  const label = rows.map((row) => `${row.name}: HHI ${figure(row.hhi)}`).join("; ");
  return html`<svg class="figure sides" viewBox=${`0 0 ${whole} ${tall}`} style=${`max-width:${whole}px`} role="img" aria-label=${label}>
    <defs><pattern id="unnamed" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect class="gap" width="6" height="6" /><rect class="hatch" width="2" height="6" /></pattern></defs>
    ${rows.map((row, at) => html`<${Panel} row=${row} x=${narrow ? 0 : at * (PANEL + GAP)} y=${tops[at]} width=${width} />`)}</svg>`;
}
