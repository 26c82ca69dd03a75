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
  const rows = data.countries.filter((row) => row.contestedness != null);
  const shown = all ? rows : rows.slice(0, FIRST);
  return html`<div class="bar"><h2>Contested countries</h2>
      <${Export} name="contested-countries" title="Contested countries" answer=${data} table=${table(data.countries)} path="/v1/fragmentation/countries" query=${query} /></div>
    <p>Alignment is the US sphere's share less the China sphere's share of a country's suppliers, −1 to 1; contestedness is twice the smaller of the two. Both are means over the layers where enough is known.
      The <${Go} state=${state} go=${go} change=${{ view: "map", mode: "" }}>map<//> shows one layer at a time.</p>
    <div class="scroll" tabindex="0" role="region" aria-label="Countries"><table><thead><tr><th>Country</th><th class="number">Alignment</th><th class="number">Contestedness</th><th>Rests on both poles for</th><th>Alignment by layer</th></tr></thead>
    <tbody>${shown.map(
      (
        row,
      ) => html`<tr><td><${Go} state=${state} go=${go} change=${{ view: "dependencies", root: row.id, selected: "", mode: "" }}>${row.name}<//></td><td class="number">${number(row.alignment)}</td><td class="number">${number(row.contestedness)}</td>
      <td>${row.hedges_on.join(", ")}</td><td class="dim">${row.layers
        .filter((layer) => layer.alignment != null)
        .map((layer) => `${layer.layer} ${number(layer.alignment)}${layer.counted ? "" : " *"}`)
        .join("; ")}</td></tr>`,
    )}</tbody></table></div>
    <p class="dim">* less than half is known: in no mean. ${data.countries.length - rows.length} more countries have too little known on every layer; they are in the CSV.</p>
    ${rows.length > shown.length && html`<button type="button" onClick=${() => setAll(true)}>show all ${rows.length}</button>`}
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
    by_layer: row.layers.map(
      (layer) =>
        `${layer.layer} ${layer.alignment == null ? "unknown" : layer.alignment.toFixed(3)} (${(100 * layer.known).toFixed(0)} % known)`,
    ),
  }));
  return { columns: ["id", "name", "alignment", "contestedness", "hedges_on", "pulled_apart", "by_layer"], rows };
}
