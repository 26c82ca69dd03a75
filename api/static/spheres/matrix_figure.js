// The matrix as a picture: three cells a layer, beside each other or, where the window is narrow, one below the other.

import { Hatching, SPHERES, sphereName } from "../shares.js";
import { html } from "../vendor/htm-preact.js";

const [LEFT, COLUMN, BAR, ROW, TOP, LETTERS] = [150, 316, 296, 116, 30, 46];
const WIDE = LEFT + 3 * COLUMN;
const [NARROW, TALL] = [350, 3 * 124 + 48];
const SHORT = { US: "US", China: "China", other: "other" };

const of100 = (share) => `${Math.round(100 * share)} %`;

/** What a layer says of the two poles, in words. */
export function inWords(layer) {
  const [us, china] = ["US", "China"].map((name) => layer.rows.find((row) => row.sphere === name)?.direct);
  if (layer.reason) return layer.reason;
  if (!us || !china) return "one pole only is known";
  if (china.US >= 0.25) return `China has ${of100(china.US)} from the US`;
  if (us.China >= 0.25) return `the US has ${of100(us.China)} from China`;
  if (Math.min(us.US, china.China) >= 0.6) return "each pole mostly on its own";
  return "both poles much on others";
}

const clipped = (text, most) => (text.length > most ? `${text.slice(0, most - 1)}…` : text);

/** Names in lines of at most so many letters. */
function lines(names, most, count) {
  const rows = [""];
  for (const name of names) {
    const tried = rows.at(-1) ? `${rows.at(-1)}, ${name}` : name;
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
  return rows.slice(0, 5);
}

export function Figure({ layers, title }) {
  const narrow = matchMedia("(max-width: 700px)").matches;
  const [width, each] = narrow ? [NARROW, TALL] : [WIDE, ROW];
  const height = (narrow ? 6 : TOP) + layers.length * each;
  return html`<svg class=${`matrix figure ${narrow ? "narrow" : ""}`} viewBox=${`0 0 ${width} ${height}`} role="img" aria-label=${`${title}; every figure is in the table below`}>
    <${Hatching} />
    ${!narrow && SPHERES.map((name, column) => html`<text class="head" x=${LEFT + column * COLUMN} y="18">${heading(name)}</text>`)}
    ${layers.map((layer, row) => html`<${Layer} layer=${layer} y=${(narrow ? 6 : TOP) + row * each} narrow=${narrow} width=${width} />`)}</svg>`;
}

const heading = (name) => (name === "other" ? "Other countries have it from" : `What the ${sphereName(name)} rests on`);

function Layer({ layer, y, narrow, width }) {
  const rows = new Map(layer.rows.map((row) => [row.sphere, row]));
  const said = narrow ? [`${layer.coverage.countries} countries; ${inWords(layer)}`] : wrapped(inWords(layer), 22);
  return html`<g><line class="grid" x1="0" x2=${width} y1=${y} y2=${y} />
    <text class="layer" x="0" y=${y + 20}>${layer.layer}</text>
    ${said.map((line, at) => html`<text class="note" x="0" y=${y + 36 + 14 * at}>${clipped(line, narrow ? 54 : 24)}</text>`)}
    ${SPHERES.map((name, at) =>
      narrow
        ? html`<g><text class="head" x="0" y=${y + 60 + at * 124}>${heading(name)}</text><${Cell} row=${rows.get(name)} why=${layer.reason} x=${0} y=${y + 62 + at * 124} bar=${NARROW - 10} /></g>`
        : html`<${Cell} row=${rows.get(name)} why=${layer.reason} x=${LEFT + at * COLUMN} y=${y} bar=${BAR} />`,
    )}</g>`;
}

function words(shares) {
  return SPHERES.filter((name) => shares[name] >= 0.005)
    .map((name) => `${SHORT[name]} ${Math.round(100 * shares[name])} %`)
    .join(" · ");
}

function Cell({ row, why, x, y, bar }) {
  if (!row?.direct)
    return html`<text class="note" x=${x} y=${y + 20}>${why ? "withheld: too little is known" : "no such country is known here"}</text>`;
  const known = row.known ?? 1;
  let at = x;
  const part = (name, width) => {
    const start = at;
    at += width;
    return width > 0 && html`<rect class=${`part ${name}`} x=${start} y=${y + 8} width=${width} height="12" />`;
  };
  const names = lines(
    (row.suppliers ?? []).map((one) => one.name),
    LETTERS,
    2,
  );
  return html`<g>${SPHERES.map((name) => part(name, bar * known * row.direct[name]))}${known < 0.995 && part("none", bar * (1 - known))}
    <text class="cell" x=${x} y=${y + 33}>${words(row.direct)} <tspan class="note">(${row.countries}${known < 0.995 ? `; ${of100(known)} known` : ""})</tspan></text>
    ${names.map((line, number) => html`<text class="cell" x=${x} y=${y + 48 + 14 * number}>${line}</text>`)}
    ${SPHERES.map((name, line) => html`<rect class=${`part ${name}`} x=${x} y=${y + 70 + 5 * line} width=${bar * row.looked_through[name]} height="4" />`)}
    <text class="note" x=${x} y=${y + 98}>looked through: ${words(row.looked_through)}</text></g>`;
}
