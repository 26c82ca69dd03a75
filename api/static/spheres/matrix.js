// Layer by sphere: what the countries of each sphere rest on, direct and looked through.

import { ask } from "../api.js";
import { Export } from "../export/menu.js";
import { tableOf } from "../export/table.js";
import { Basis, Choice, Failure, Loading, percent, percents, useAnswer, wholePercent } from "../parts.js";
import { Same } from "../same.js";
import { number, SPHERES, SphereKey, sphereName } from "../shares.js";
import { common } from "../state.js";
import { html } from "../vendor/htm-preact.js";
import { Figure, inWords } from "./matrix_figure.js";

export function Matrix({ state, go }) {
  const query = common(state);
  const { data, error } = useAnswer(() => ask("/v1/fragmentation/matrix", query), [JSON.stringify(query)]);
  const title = "What the countries of each sphere rest on, by layer";
  return html`<div class="bar"><h2>${data ? finding(data.layers) : "Who rests on whom"}</h2>
      <${Choice} name="lens" value=${state.lens} values=${["ownership", "territory", "vendor"]} onChoose=${(lens) => go({ ...state, lens })} />
      <${Export} name="spheres" title=${title} answer=${data} table=${data && table(data.layers)} path="/v1/fragmentation/matrix" query=${query} /></div>
    <p>For each layer: from whom the countries of a sphere have what they use, with the largest suppliers by name; and below, thin, what that in turn rests on. A sphere is measured by control: the United States; China with Hong Kong and Macao.</p>
    ${error && html`<${Failure} error=${error} state=${state} go=${go} />`}
    ${!data && !error && html`<${Loading} what="the matrices (each is set against 200 random worlds)" />`}
    ${
      data &&
      html`<div class="scroll" tabindex="0" role="region" aria-label="Matrix"><${Figure} layers=${data.layers} title=${title} /></div>
      <p class="legend"><${SphereKey} /> <span class="key hatched"></span>not known · thick: direct; thin, one a sphere: looked through · in brackets how many countries, which weigh the same</p>
      <details><summary>How this is measured</summary><p>Direct shares sum to 1. Looked through, what one sphere makes out of another's parts rests on both, so these may sum to more. Coupling r is 1 if each sphere rests on itself alone, 0 if who supplies whom does not depend on spheres; it is read beside what random worlds with the same numbers of ties would give.</p><${Coupling} layers=${data.layers} /></details>
      <details><summary>Every figure as a table</summary><${Figures} layers=${data.layers} /></details>
      <${Basis} meta=${data.meta} sources=${data.sources} />`
    }
    <${Same} state=${state} go=${go} path="/v1/fragmentation/matrix" query=${query} saved=${["clouds-by-country", {}]} />`;
}

const WIDEST = 0.5; // a share that may be anything is no headline: findings do not tell it either

/** Where each pole rests most on the other, as a sentence with numbers, of the layers whose range says something. */
function finding(layers) {
  const most = (pole, other) =>
    layers
      .map((layer) => {
        const row = layer.rows.find((one) => one.sphere === pole);
        const range = row?.direct_range?.[other];
        const told = row?.direct && !(range && range[1] - range[0] > WIDEST);
        const share = told ? row.direct[other] : -1;
        const span = range && percents(range) !== wholePercent(share) ? ` (${percents(range)})` : "";
        return { layer: layer.layer, share, span };
      })
      .reduce((best, one) => (one.share > best.share ? one : best));
  const [china, us] = [most("China", "US"), most("US", "China")];
  if (china.share < 0 || us.share < 0) return "Who rests on whom";
  return `Where enough is known, the China sphere has most from the US sphere of ${china.layer}, ${wholePercent(china.share)}${china.span}, and the US sphere from China of ${us.layer}, ${wholePercent(us.share)}${us.span}`;
}

function Coupling({ layers }) {
  return html`<div class="scroll" tabindex="0" role="region" aria-label="Coupling"><table><thead><tr><th>Layer</th><th>In words</th><th class="number">Coupling r</th><th class="number">Chance</th><th class="number">z</th><th>Coverage</th></tr></thead>
    <tbody>${layers.map(
      (
        layer,
      ) => html`<tr><th scope="row">${layer.layer}</th><td>${inWords(layer)}</td><td class="number">${number(layer.coupling)}</td><td class="number">${number(layer.null?.mean)}</td><td class="number">${number(layer.null?.z, 1)}</td>
      <td>${layer.coverage.countries} countries${layer.coverage.share == null ? "" : `, ${percent(layer.coverage.share)} of what our sources list`}</td></tr>`,
    )}</tbody></table></div>`;
}

function table(layers) {
  const rows = layers.flatMap((layer) =>
    layer.rows.map((row) => ({
      layer: layer.layer,
      tie: layer.tie,
      countries_of: sphereName(row.sphere),
      countries: row.countries,
      suppliers: (row.suppliers ?? []).map((one) => `${one.name} ${percent(one.share)}`),
      ...Object.fromEntries(
        ["direct", "looked_through"].flatMap((way) => SPHERES.map((name) => [`${way}_${name}`, row[way]?.[name]])),
      ),
      coupling: layer.coupling,
      null_mean: layer.null?.mean,
      z: layer.null?.z,
      layer_known: layer.coverage.share,
    })),
  );
  return tableOf(rows);
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
