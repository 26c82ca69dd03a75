// The matrix as a picture: three cells a layer, beside each other or, where the window is narrow, one below the other.

import { wholePercent } from "../parts.js";
import { drawn, Hatching, isPart, ranged, SPHERES, sphereName, told } from "../shares.js";
import { html } from "../vendor/htm-preact.js";

const [LEFT, COLUMN, BAR, ROW, TOP, LETTERS] = [150, 316, 296, 130, 30, 46];
const WIDE = LEFT + 3 * COLUMN;
const [CELL, NARROW] = [138, 350];
const TALL = 3 * CELL + 48;
const SHORT = { US: "US", China: "China", other: "other" };

const TEXTS = 4; // lines between the thick bar and the thin ones
const LONGEST = 54; // letters of the narrow form
const LONGEST_REASON = 150; // letters beside the name of a layer that is withheld

/** Whether no share of a row may be anything. */
export const firm = (row) => SPHERES.every((name) => told(row.direct_range?.[name]));

/** What a layer says of the two poles, in words; no share that may be anything decides. */
export function inWords(layer) {
  const [us, china] = ["US", "China"].map((name) => layer.rows.find((row) => row.sphere === name));
  if (layer.reason) return layer.reason;
  if (!us?.direct || !china?.direct) return "one pole only is known";
  const said = (row, other) => ranged(row.direct[other], row.direct_range?.[other]);
  if (!told(china.direct_range?.US)) return `China’s part from the US ${said(china, "US")}`;
  if (!told(us.direct_range?.China)) return `the US’s part from China ${said(us, "China")}`;
  if (china.direct.US >= 0.25) return `China has ${said(china, "US")} from the US`;
  if (us.direct.China >= 0.25) return `the US has ${said(us, "China")} from China`;
  const own = Math.min(...[us, china].map((row) => row.direct_range?.[row.sphere]?.[0] ?? row.direct[row.sphere]));
  return own >= 0.6 ? "each pole mostly on its own" : "both poles much on others";
}

const clipped = (text, most) => (text.length > most ? `${text.slice(0, most - 1)}…` : text);

/** Parts in lines of at most so many letters. */
function lines(parts, most, count, between = ", ") {
  const rows = [""];
  for (const name of parts) {
    const tried = rows.at(-1) ? `${rows.at(-1)}${between}${name}` : name;
    if (tried.length <= most) rows[rows.length - 1] = tried;
    else if (rows.length < count) rows.push(name);
    else break;
  }
  return rows.map((row) => clipped(row, most));
}

/** A sentence in lines. */
function wrapped(text, most) {
  const rows = [""];
  for (const word of text.split(" ")) {
    const tried = rows.at(-1) ? `${rows.at(-1)} ${word}` : word;
    if (tried.length <= most || !rows.at(-1)) rows[rows.length - 1] = tried;
    else rows.push(word);
  }
  return rows.slice(0, 7);
}

export function Figure({ layers, title }) {
  const narrow = matchMedia("(max-width: 700px)").matches;
  const width = narrow ? NARROW : WIDE;
  const tops = [narrow ? 6 : TOP];
  for (const layer of layers) tops.push(tops.at(-1) + heightOf(layer, narrow));
  const height = tops.at(-1);
  return html`<svg class=${`matrix figure ${narrow ? "narrow" : ""}`} viewBox=${`0 0 ${width} ${height}`} role="img" aria-label=${`${title}; every figure is in the table below`}>
    <${Hatching} />
    ${!narrow && SPHERES.map((name, column) => html`<text class="head" x=${LEFT + column * COLUMN} y="18">${heading(name)}</text>`)}
    ${layers.map((layer, row) => html`<${nothingTold(layer) ? Withheld : Layer} layer=${layer} y=${tops[row]} narrow=${narrow} width=${width} />`)}</svg>`;
}

/** Whether a layer has no shares at all: its reason is all that it says, and it takes no more room than that. */
const nothingTold = (layer) => layer.reason && !layer.rows.some((row) => row.direct);

const reasonOf = (layer, narrow) => wrapped(layer.reason, narrow ? LONGEST : LONGEST_REASON);

function heightOf(layer, narrow) {
  if (!nothingTold(layer)) return narrow ? TALL : ROW;
  return (narrow ? 36 : 20) + 14 * reasonOf(layer, narrow).length;
}

function Withheld({ layer, y, narrow, width }) {
  const [x, top] = narrow ? [0, y + 36] : [LEFT, y + 20];
  return html`<g><line class="grid" x1="0" x2=${width} y1=${y} y2=${y} />
    <text class="layer" x="0" y=${y + 20}>${layer.layer}</text>
    ${reasonOf(layer, narrow).map((line, at) => html`<text class="note" x=${x} y=${top + 14 * at}>${line}</text>`)}</g>`;
}

const heading = (name) => (name === "other" ? "Other countries have it from" : `What the ${sphereName(name)} rests on`);

function Layer({ layer, y, narrow, width }) {
  const rows = new Map(layer.rows.map((row) => [row.sphere, row]));
  const said = narrow ? [`${layer.coverage.countries} countries; ${inWords(layer)}`] : wrapped(inWords(layer), 22);
  return html`<g><line class="grid" x1="0" x2=${width} y1=${y} y2=${y} />
    <text class="layer" x="0" y=${y + 20}>${layer.layer}</text>
    ${said.map((line, at) => html`<text class="note" x="0" y=${y + 36 + 14 * at}>${clipped(line, narrow ? LONGEST : 24)}</text>`)}
    ${SPHERES.map((name, at) =>
      narrow
        ? html`<g><text class="head" x="0" y=${y + 60 + at * CELL}>${heading(name)}</text><${Cell} row=${rows.get(name)} why=${layer.reason} x=${0} y=${y + 62 + at * CELL} bar=${NARROW - 10} /></g>`
        : html`<${Cell} row=${rows.get(name)} why=${layer.reason} x=${LEFT + at * COLUMN} y=${y} bar=${BAR} />`,
    )}</g>`;
}

/** The shares of a row that are not nothing for certain. */
function words(shares, ranges) {
  return SPHERES.filter((name) => Math.max(shares[name], ranges?.[name]?.[1] ?? 0) >= 0.005).map(
    (name) => `${SHORT[name]} ${ranges ? ranged(shares[name], ranges[name]) : wholePercent(shares[name])}`,
  );
}

function Cell({ row, why, x, y, bar }) {
  if (!row?.direct)
    return html`<text class="note" x=${x} y=${y + 20}>${why ? "withheld: too little is known" : "no such country is known here"}</text>`;
  const known = row.known ?? 1;
  const open = (name) => (told(row.direct_range?.[name]) ? "" : "open");
  const widths = drawn(row.direct);
  let at = x;
  const part = (name, width) => {
    const start = at;
    at += width;
    return (
      width > 0 && html`<rect class=${`part ${name} ${open(name)}`} x=${start} y=${y + 8} width=${width} height="12" />`
    );
  };
  const said = lines(words(row.direct, row.direct_range), LETTERS, 3, " · ");
  const names = lines(
    (row.suppliers ?? []).map((one) => one.name),
    LETTERS,
    TEXTS - said.length,
  );
  return html`<g>${SPHERES.map((name) => part(name, bar * known * widths[name]))}${isPart(known) && part("none", bar * (1 - known))}
    ${[...said, ...names].map((line, number) => html`<text class="cell" x=${x} y=${y + 33 + 14 * number}>${line}${number === said.length - 1 && html` <tspan class="note">(${row.countries}${isPart(known) ? `; ${wholePercent(known)} known` : ""})</tspan>`}</text>`)}
    ${SPHERES.map((name, line) => html`<rect class=${`part ${name} ${open(name)}`} x=${x} y=${y + 84 + 5 * line} width=${bar * row.looked_through[name]} height="4" />`)}
    <text class="note" x=${x} y=${y + 112}>looked through: ${firm(row) ? words(row.looked_through).join(" · ") : "no surer than that"}</text></g>`;
}
