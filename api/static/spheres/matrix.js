// Layer by sphere: what the countries of each sphere rest on, direct and looked through.

import { ask } from "../api.js";
import { Export } from "../export/menu.js";
import { Basis, Choice, Failure, Loading, percent, useAnswer } from "../parts.js";
import { number, SPHERES, SphereKey, sphereName } from "../shares.js";
import { common } from "../state.js";
import { html } from "../vendor/htm-preact.js";

const [LEFT, COLUMN, BAR, ROW, TOP, END] = [148, 280, 236, 70, 30, 108];
const WIDTH = LEFT + 3 * COLUMN + END;
const HEADS = {
  US: "What the US sphere rests on",
  China: "What the China sphere rests on",
  other: "What other countries rest on",
};
const SHORT = { US: "US", China: "China", other: "other" };

export function Matrix({ state, go }) {
  const query = common(state);
  const { data, error, loading } = useAnswer(() => ask("/v1/fragmentation/matrix", query), [JSON.stringify(query)]);
  const title = "What the countries of each sphere rest on, layer by layer";
  return html`<div class="bar"><h2>Who rests on whom</h2>
      <${Choice} name="lens" value=${state.lens} values=${["ownership", "territory", "vendor"]} onChoose=${(lens) => go({ ...state, lens })} />
      <${Export} name="spheres-matrix" title=${title} answer=${data} table=${data && table(data.layers)} path="/v1/fragmentation/matrix" query=${query} /></div>
    <p>Of the suppliers of countries in a sphere, the part that belongs to each sphere. <em>Looked through</em> also counts what those suppliers rest on themselves;
      what one makes of another's parts rests on both, so it may sum to more than 100 %. A sphere is a power and what it controls, not one country: China with Hong Kong and Macao.</p>
    ${error && html`<${Failure} error=${error} state=${state} go=${go} />`}
    ${!data && !error && html`<${Loading} what="the matrices (each is set against 200 random worlds)" />`}
    ${
      data &&
      html`<div class=${`scroll ${loading ? "stale" : ""}`} tabindex="0" role="region" aria-label="Matrix"><${Figure} layers=${data.layers} title=${title} /></div>
      <p class="legend"><${SphereKey} /> · thick: direct; thin, one a sphere: looked through · in brackets how many countries, which weigh the same; below each layer how much of what our sources list has a known supplier · coupling r: 1 if each sphere rests on itself alone, 0 if who supplies whom does not depend on spheres</p>
      <details><summary>Every figure as a table</summary><${Figures} layers=${data.layers} /></details>
      <${Basis} meta=${data.meta} sources=${data.sources} />`
    }`;
}

function Figure({ layers, title }) {
  const height = TOP + layers.length * ROW;
  return html`<svg class="matrix figure" viewBox=${`0 0 ${WIDTH} ${height}`} role="img" aria-label=${`${title}; every figure is in the table below`}>
    ${SPHERES.map((name, column) => html`<text class="head" x=${LEFT + column * COLUMN} y="18">${HEADS[name]}</text>`)}
    <text class="head" x=${LEFT + 3 * COLUMN} y="18">Coupling r</text>
    ${layers.map((layer, row) => html`<${Layer} layer=${layer} y=${TOP + row * ROW} />`)}</svg>`;
}

function Layer({ layer, y }) {
  const rows = new Map(layer.rows.map((row) => [row.sphere, row]));
  return html`<g><line class="grid" x1="0" x2=${WIDTH} y1=${y} y2=${y} />
    <text class="layer" x="4" y=${y + 20}>${layer.layer}</text><text class="note" x="4" y=${y + 36}>${layer.tie.replaceAll("-", " ")}</text>
    <text class="note" x="4" y=${y + 50}>${layer.coverage.countries} countries${layer.coverage.share == null ? "" : `, ${percent(layer.coverage.share)}`}</text>
    ${
      layer.reason && layer.rows.length === 0
        ? html`<text class="note" x=${LEFT} y=${y + 20}>${layer.reason}</text>`
        : SPHERES.map((name, column) => html`<${Cell} row=${rows.get(name)} x=${LEFT + column * COLUMN} y=${y} />`)
    }
    <text class="layer" x=${LEFT + 3 * COLUMN} y=${y + 20}>${layer.null ? number(layer.coupling) : "–"}</text>
    <text class="note" x=${LEFT + 3 * COLUMN} y=${y + 36}>${layer.null ? `chance ${number(layer.null.mean)}` : ""}</text>
    <text class="note" x=${LEFT + 3 * COLUMN} y=${y + 50}>${layer.null?.z == null ? "" : `z ${number(layer.null.z, 1)}`}</text></g>`;
}

function Cell({ row, x, y }) {
  if (!row?.direct) return html`<text class="note" x=${x} y=${y + 20}>no such country is known</text>`;
  let at = x;
  const bars = SPHERES.map((name) => {
    const start = at;
    at += BAR * row.direct[name];
    return html`<rect class=${`part ${name}`} x=${start} y=${y + 8} width=${BAR * row.direct[name]} height="12" />`;
  });
  const words = (shares) =>
    SPHERES.filter((name) => shares[name] >= 0.005)
      .map((name) => `${SHORT[name]} ${Math.round(100 * shares[name])} %`)
      .join(" · ");
  return html`<g>${bars}<text class="cell" x=${x} y=${y + 33}>${words(row.direct)} <tspan class="note">(${row.countries})</tspan></text>
    ${SPHERES.map((name, line) => html`<rect class=${`part ${name}`} x=${x} y=${y + 40 + 4 * line} width=${BAR * row.looked_through[name]} height="3" />`)}
    <text class="note" x=${x} y=${y + 64}>through: ${words(row.looked_through)}</text></g>`;
}

function table(layers) {
  const rows = layers.flatMap((layer) =>
    layer.rows.map((row) => ({
      layer: layer.layer,
      tie: layer.tie,
      countries_of: sphereName(row.sphere),
      countries: row.countries,
      ...Object.fromEntries(
        SPHERES.flatMap((name) => [
          [`direct_${name}`, row.direct?.[name]],
          [`looked_through_${name}`, row.looked_through?.[name]],
        ]),
      ),
      coupling: layer.coupling,
      null_mean: layer.null?.mean,
      z: layer.null?.z,
      layer_known: layer.coverage.share,
    })),
  );
  return {
    columns: [
      "layer",
      "tie",
      "countries_of",
      "countries",
      ...["direct", "looked_through"].flatMap((way) => SPHERES.map((name) => `${way}_${name}`)),
      "coupling",
      "null_mean",
      "z",
      "layer_known",
    ],
    rows,
  };
}

function Figures({ layers }) {
  return html`<div class="scroll" tabindex="0" role="region" aria-label="Figures"><table><thead><tr><th>Layer</th><th>Countries</th><th class="number">How many</th>${["direct", "through"].map((way) => SPHERES.map((name) => html`<th class="number">${way}: ${sphereName(name)}</th>`))}</tr></thead>
    <tbody>${layers.flatMap((layer) =>
      layer.rows.map(
        (
          row,
        ) => html`<tr><th scope="row">${layer.layer}</th><td>${sphereName(row.sphere)}</td><td class="number">${row.countries}</td>
      ${[row.direct, row.looked_through].map((shares) => SPHERES.map((name) => html`<td class="number">${percent(shares?.[name])}</td>`))}</tr>`,
      ),
    )}</tbody></table></div>`;
}
