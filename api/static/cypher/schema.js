// Labels, relations and properties that a query can name, beside the editor.

import { ask } from "../api.js";
import { useAnswer } from "../parts.js";
import { html } from "../vendor/htm-preact.js";

function Properties({ of }) {
  return html`<ul>${Object.entries(of).map(([name, kind]) => html`<li><code>${name}</code> <span class="dim">${kind}</span></li>`)}</ul>`;
}

export function Schema() {
  const { data } = useAnswer(() => ask("/v1/cypher/schema"), []);
  if (!data) return null;
  return html`<aside class="schema" aria-label="Schema"><h3>What there is</h3>
    ${data.nodes.map((row) => html`<details><summary><code>:${row.label}</code> <span class="dim">${row.meaning}</span></summary><${Properties} of=${row.properties} /></details>`)}
    ${data.relationships.map((row) => html`<details><summary><code>[:${row.type}]</code> <span class="dim">${row.meaning}</span></summary><${Properties} of=${row.properties} /></details>`)}</aside>`;
}
