// Who rests on whom, in small: per layer, what the countries of each pole have from each sphere.

import { ask } from "../api.js";
import { Failure, Go, Loading, useAnswer } from "../parts.js";
import { OpenKey, Shares, SphereKey, sphereName } from "../shares.js";
import { common, opened } from "../state.js";
import { html } from "../vendor/htm-preact.js";

const POLES = ["US", "China"];

export function SmallMatrix({ state, go }) {
  const query = common(state);
  const { data, error } = useAnswer(() => ask("/v1/fragmentation/matrix", query), [JSON.stringify(query)]);
  return html`<section aria-label="Spheres"><h3>Who rests on whom</h3>
    ${error && html`<${Failure} error=${error} state=${state} go=${go} />`}
    ${!data && !error && html`<${Loading} what="the spheres" />`}
    ${
      data &&
      html`<table class="small"><thead><tr><th>Layer</th>${POLES.map((name) => html`<th>${sphereName(name)} has from</th>`)}</tr></thead>
      <tbody>${data.layers.map((layer) => html`<tr><th scope="row"><${Go} state=${state} go=${go} change=${opened(state, { view: "map", layer: layer.layer })}>${layer.layer}<//></th>${POLES.map((name) => html`<td>${cell(layer, name)}</td>`)}</tr>`)}</tbody></table>
      <p class="legend"><${SphereKey} /> <span class="key hatched"></span>not known <${OpenKey} />. <${Go} state=${state} go=${go} change=${opened(state, { view: "spheres" })}>With names, and looked through<//></p>`
    }</section>`;
}

function cell(layer, name) {
  const row = layer.rows.find((one) => one.sphere === name);
  if (!row?.direct) return html`<span class="dim">${layer.reason ?? "not known"}</span>`;
  return html`<${Shares} spheres=${row.direct} ranges=${row.direct_range} known=${row.known ?? 1} words=${false} />`;
}
