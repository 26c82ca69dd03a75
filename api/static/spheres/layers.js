// The index of each layer, with its null model, coverage and range over blocs.

import { ask } from "../api.js";
import { Export } from "../export/menu.js";
import { tableOf } from "../export/table.js";
import { Basis, Choice, Failure, Loading, percent, useAnswer } from "../parts.js";
import { Same } from "../same.js";
import { Scroll } from "../scroll.js";
import { figure, number, Shares } from "../shares.js";
import { common } from "../state.js";
import { html } from "../vendor/htm-preact.js";

const span = (pair) => (pair ? `${number(pair[0])} to ${number(pair[1])}` : "–");

export function Layers({ state, go }) {
  const query = common(state);
  const { data, error } = useAnswer(() => ask("/v1/fragmentation", query), [JSON.stringify(query)]);
  return html`<div class="bar"><h2>How far the world is divided</h2>
      <${Choice} name="lens" value=${state.lens} values=${["ownership", "territory", "vendor"]} onChoose=${(lens) => go({ ...state, lens })} />
      <${Export} name="fragmentation" title="How far the world is divided" answer=${data} table=${data && table(data.layers)} path="/v1/fragmentation" query=${query} /></div>
    <p>The index is Theil's H: 0 where all countries have the same mix of suppliers, 1 where each rests on one sphere. A figure only means
    something beside its <em>null</em>: what random worlds with the same numbers of ties would show.</p>
    ${error && html`<${Failure} error=${error} state=${state} go=${go} />`}
    ${!data && !error && html`<${Loading} what="the measures (each is set against 200 random worlds)" />`}
    ${
      data &&
      html`<${Scroll} label="Layers"><table><thead><tr><th>Layer</th><th>Whose suppliers (all countries)</th><th class="number">Index</th><th class="number">Null mean, z</th><th class="number">Bits</th><th class="number">Bipolarity</th><th class="number">Coupling</th><th class="number">Range over blocs</th><th>Coverage</th></tr></thead>
      <tbody>${data.layers.map((row) => html`<${Layer} row=${row} />`)}</tbody></table><//>
      <${Basis} meta=${data.meta} sources=${data.sources} />`
    }
    <${Same} state=${state} go=${go} path="/v1/fragmentation" query=${query} />`;
}

const z = (chance) => (chance.z == null ? "–" : number(chance.z, 1));

function Layer({ row }) {
  const figures = html`<td class="number"><b>${row.null ? figure(row.index, row.interval?.index) : "–"}</b></td><td class="number">${row.null ? `${number(row.null.mean)}, ${z(row.null)}` : "–"}</td>
    <td class="number">${number(row.bits)}</td><td class="number">${number(row.bipolarity)}</td>
    <td class="number">${row.coupling_null ? html`${number(row.coupling)}<div class="dim">null ${number(row.coupling_null.mean)}, z ${z(row.coupling_null)}</div>` : "–"}</td><td class="number">${span(row.range?.index)}</td>`;
  const cover = row.coverage;
  return html`<tr><th scope="row">${row.layer}<div class="dim">${row.meaning ?? ""}</div></th><td><${Shares} spheres=${row.spheres} ranges=${row.interval?.spheres} /></td>
    ${row.index == null ? html`<td colspan="6">${row.reason ?? "no figure"}</td>` : figures}
    <td>${cover ? `${cover.countries} countries, ${cover.suppliers} suppliers${cover.share == null ? "" : `, ${percent(cover.share)} of what our sources list`}` : "–"}</td></tr>`;
}

function table(layers) {
  const rows = layers.map((row) => ({
    layer: row.layer,
    tie: row.tie,
    index: row.index,
    index_low: row.interval?.index?.[0],
    index_high: row.interval?.index?.[1],
    null_mean: row.null?.mean,
    z: row.null?.z,
    bits: row.bits,
    bipolarity: row.bipolarity,
    coupling: row.coupling,
    coupling_null: row.coupling_null?.mean,
    us_sphere: row.spheres?.US,
    china_sphere: row.spheres?.China,
    other: row.spheres?.other,
    countries: row.coverage?.countries,
    suppliers: row.coverage?.suppliers,
    layer_known: row.coverage?.share,
    reason: row.reason,
  }));
  return tableOf(rows);
}
