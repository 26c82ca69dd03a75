// Who stands between the poles, and how much of it is known.

import { ask } from "../api.js";
import { Failure, Go, Loading, useAnswer } from "../parts.js";
import { figure } from "../shares.js";
import { common, opened } from "../state.js";
import { html } from "../vendor/htm-preact.js";

const FIRST = 8;

export function Between({ state, go }) {
  const query = common(state);
  const { data, error } = useAnswer(() => ask("/v1/fragmentation/countries", query), [JSON.stringify(query)]);
  const rows = (data?.countries ?? [])
    .filter((row) => row.standing !== "pole" && row.contestedness_range != null)
    .slice(0, FIRST);
  return html`<section aria-label="Contested"><h3>Who is contested</h3>
    ${error && html`<${Failure} error=${error} state=${state} go=${go} />`}
    ${!data && !error && html`<${Loading} what="who is contested" />`}
    ${
      data &&
      html`<table class="small"><thead><tr><th>Country</th><th class="number">Contested</th><th>On both poles for</th><th class="number">Layers known</th></tr></thead>
      <tbody>${rows.map((row) => html`<tr><th scope="row"><span class="marked">${row.unranked ? "○" : "●"} <${Go} state=${state} go=${go} change=${opened(state, { view: "profile", root: row.id })}>${row.name}<//></span></th><td class="number">${figure(row.contestedness, row.contestedness_range)}</td><td>${row.hedges_on.join(", ") || "–"}</td><td class="number">${row.layers.filter((layer) => layer.counted).length} of 8</td></tr>`)}</tbody></table>
      <p class="dim">0: all from one pole; 1: half from each. ● ranked; ○ not ranked, because too little is known. <${Go} state=${state} go=${go} change=${opened(state, { view: "spheres", mode: "countries" })}>All of them, with ranges and reasons<//></p>`
    }</section>`;
}
