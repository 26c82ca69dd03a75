// Countries between the two poles, the most contested first.

import { ask } from "../api.js";
import { Export } from "../export/menu.js";
import { Basis, Failure, Go, Loading, useAnswer } from "../parts.js";
import { number } from "../shares.js";
import { common } from "../state.js";
import { html, useState } from "../vendor/htm-preact.js";

const FIRST = 25;

export function Countries({ state, go }) {
  const [all, setAll] = useState(false);
  const query = common(state);
  const { data, error } = useAnswer(() => ask("/v1/fragmentation/countries", query), [JSON.stringify(query)]);
  if (error) return html`<${Failure} error=${error} state=${state} go=${go} />`;
  if (!data) return html`<${Loading} what="the countries" />`;
  const rows = data.countries.filter((row) => !row.unranked);
  const apart = data.countries.filter((row) => row.unranked && row.contestedness != null);
  const unknown = data.countries.length - rows.length - apart.length;
  const shown = all ? [...rows, ...apart] : rows.slice(0, FIRST);
  return html`<div class="bar"><h2>Contested countries</h2>
      <${Export} name="contested-countries" title="Contested countries" answer=${data} table=${table(data.countries)} path="/v1/fragmentation/countries" query=${query} /></div>
    <p>Alignment is the US sphere's share less the China sphere's share of a country's suppliers, −1 to 1; contestedness is twice the smaller of the two. Both are means over the layers where enough is known; ranked are the ${rows.length} countries known on enough layers, the two powers apart.
      The <${Go} state=${state} go=${go} change=${{ view: "map", mode: "" }}>map<//> shows one layer at a time.</p>
    <div class="scroll" tabindex="0" role="region" aria-label="Countries"><table><thead><tr><th>Country</th><th class="number">Alignment</th><th class="number">Contestedness</th><th>Rests on both poles for</th><th>Alignment by layer</th></tr></thead>
    <tbody>${shown.map(
      (
        row,
      ) => html`<tr><td><${Go} state=${state} go=${go} change=${{ view: "dependencies", root: row.id, selected: "", mode: "" }}>${row.name}<//></td><td class="number">${number(row.alignment)}</td><td class="number">${number(row.contestedness)}</td>
      <td>${row.hedges_on.join(", ")}${row.unranked && html`<p class="dim">not ranked: ${row.unranked}</p>`}</td><td class="dim">${row.layers
        .filter((layer) => layer.alignment != null)
        .map((layer) => `${layer.layer} ${number(layer.alignment)}${layer.counted ? "" : " *"}`)
        .join("; ")}</td></tr>`,
    )}</tbody></table></div>
    <p class="dim">* less than half is known: in no mean. ${apart.length} more countries are not ranked, and of ${unknown} too little is known on every layer; they are in the CSV.</p>
    ${!all && html`<button type="button" onClick=${() => setAll(true)}>show all ${rows.length + apart.length}</button>`}
    <${Basis} meta=${data.meta} sources=${data.sources} />`;
}

function table(countries) {
  const rows = countries.map((row) => ({
    id: row.id,
    name: row.name,
    alignment: row.alignment,
    contestedness: row.contestedness,
    hedges_on: row.hedges_on,
    pulled_apart: row.pulled_apart,
    unranked: row.unranked,
    by_layer: row.layers.map(
      (layer) =>
        `${layer.layer} ${layer.alignment == null ? "unknown" : layer.alignment.toFixed(3)} (${(100 * layer.known).toFixed(0)} % known)`,
    ),
  }));
  return {
    columns: ["id", "name", "alignment", "contestedness", "hedges_on", "pulled_apart", "unranked", "by_layer"],
    rows,
  };
}
