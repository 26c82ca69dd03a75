// Layer by sphere: what the countries of each sphere rest on, direct and looked through.

import { ask } from "../api.js";
import { Export } from "../export/menu.js";
import { tableOf } from "../export/table.js";
import { Basis, Choice, Failure, Loading, percent, useAnswer } from "../parts.js";
import { Same } from "../same.js";
import { Scroll } from "../scroll.js";
import { number, OpenKey, ranged, SPHERES, SphereKey, sphereName, told } from "../shares.js";
import { common } from "../state.js";
import { html } from "../vendor/htm-preact.js";
import { Figure, firm, inWords } from "./matrix_figure.js";

export function Matrix({ state, go }) {
  const query = common(state);
  const { data, error } = useAnswer(() => ask("/v1/fragmentation/matrix", query), [JSON.stringify(query)]);
  const title = "What the countries of each sphere rest on, by layer";
  return html`<div class="bar"><h2>${data ? finding(data.layers) : "Who rests on whom"}</h2>
      <${Choice} name="lens" value=${state.lens} values=${["ownership", "territory", "vendor"]} onChoose=${(lens) => go({ ...state, lens })} />
      <${Export} name="spheres" title=${title} answer=${data} table=${data && table(data.layers)} path="/v1/fragmentation/matrix" query=${query} /></div>
    ${data && leftOut(data.layers) && html`<p class="standfirst">${leftOut(data.layers)}</p>`}
    <p>For each layer: from whom the countries of a sphere have what they use, with the largest suppliers by name; and below, thin, what that in turn rests on. A sphere is measured by control: the United States; China with Hong Kong and Macao.</p>
    ${error && html`<${Failure} error=${error} state=${state} go=${go} />`}
    ${!data && !error && html`<${Loading} what="the matrices (each is set against 200 random worlds)" />`}
    ${
      data &&
      html`<${Scroll} label="Matrix"><${Figure} layers=${data.layers} title=${title} /><//>
      <p class="legend"><${SphereKey} /> <span class="key hatched"></span>not known <${OpenKey} /> · thick: direct; thin, one a sphere: looked through · in brackets the range that the facts leave open, and last how many countries, which weigh the same</p>
      <details><summary>How this is measured</summary><p>Direct shares sum to 1. Looked through, what one sphere makes out of another's parts rests on both, so these may sum to more. Coupling r is 1 if each sphere rests on itself alone, 0 if who supplies whom does not depend on spheres; it is read beside what random worlds with the same numbers of ties would give.</p><${Coupling} layers=${data.layers} /></details>
      <details><summary>Every figure as a table</summary><${Figures} layers=${data.layers} /></details>
      <${Basis} meta=${data.meta} sources=${data.sources} />`
    }
    <${Same} state=${state} go=${go} path="/v1/fragmentation/matrix" query=${query} saved=${["clouds-by-country", {}]} />`;
}

/** What a pole has from the other on each layer that is known, the most first. */
function taken(layers, pole, other) {
  return layers
    .flatMap((layer) => {
      const row = layer.rows.find((one) => one.sphere === pole);
      const range = row?.direct_range?.[other];
      return row?.direct ? [{ layer: layer.layer, share: row.direct[other], range }] : [];
    })
    .sort((a, b) => b.share - a.share);
}

/** Where each pole rests most on the other, as a sentence with numbers, of the layers whose range says something. */
function finding(layers) {
  const most = (pole, other) => taken(layers, pole, other).find((one) => told(one.range));
  const [china, us] = [most("China", "US"), most("US", "China")];
  if (!china || !us) return "Who rests on whom";
  return `Where enough is known, the China sphere has most from the US sphere of ${china.layer}, ${ranged(china.share, china.range)}, and the US sphere from China of ${us.layer}, ${ranged(us.share, us.range)}`;
}

/** What the finding leaves out, with the reason. */
function leftOut(layers) {
  const open = [
    ["the China sphere has from the US sphere", taken(layers, "China", "US")],
    ["the US sphere has from the China sphere", taken(layers, "US", "China")],
  ].flatMap(([what, all]) => {
    const wide = all.filter((one) => !told(one.range));
    return wide.length > 0
      ? [`what ${what} of ${wide.map((one) => `${one.layer} (${ranged(one.share, one.range)})`).join(" and ")}`]
      : [];
  });
  return open.length > 0 ? `Not compared, because too much is open: ${open.join("; ")}.` : "";
}

function Coupling({ layers }) {
  return html`<${Scroll} label="Coupling"><table><thead><tr><th>Layer</th><th>In words</th><th class="number">Coupling r</th><th class="number">Chance</th><th class="number">z</th><th>Coverage</th></tr></thead>
    <tbody>${layers.map(
      (
        layer,
      ) => html`<tr><th scope="row">${layer.layer}</th><td>${inWords(layer)}</td><td class="number">${number(layer.coupling)}</td><td class="number">${number(layer.null?.mean)}</td><td class="number">${number(layer.null?.z, 1)}</td>
      <td>${layer.coverage.countries} countries${layer.coverage.share == null ? "" : `, ${percent(layer.coverage.share)} of what our sources list`}</td></tr>`,
    )}</tbody></table><//>`;
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
      ...Object.fromEntries(
        ["low", "high"].flatMap((end, at) =>
          SPHERES.map((name) => [`direct_${name}_${end}`, row.direct_range?.[name]?.[at]]),
        ),
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
  return html`<${Scroll} label="Figures"><table><thead><tr><th>Layer</th><th>Countries</th><th class="number">How many</th>${["direct", "through"].map((way) => SPHERES.map((name) => html`<th class="number">${way}: ${sphereName(name)}</th>`))}</tr></thead>
    <tbody>${layers.flatMap((layer) =>
      layer.rows.map(
        (
          row,
        ) => html`<tr><th scope="row">${layer.layer}</th><td>${sphereName(row.sphere)}</td><td class="number">${row.countries}</td>
      ${SPHERES.map((name) => html`<td class="number">${row.direct ? ranged(row.direct[name], row.direct_range?.[name]) : "unknown"}</td>`)}
      ${SPHERES.map((name) => html`<td class="number">${percent(row.looked_through?.[name])}${row.direct && !firm(row) ? " *" : ""}</td>`)}</tr>`,
      ),
    )}</tbody></table><//>
    <p class="dim">In brackets what the facts leave open. * no range is worked out for what is looked through: it is no surer than the direct shares, some of which may be anything.</p>`;
}
