// Explore with Cypher: read-only, with limits that are said. Saved queries to start from.

import { ask } from "./api.js";
import { Export } from "./export/menu.js";
import { Failure, Go, Loading, useAnswer } from "./parts.js";
import { html, useState } from "./vendor/htm-preact.js";

const FIRST =
  "MATCH (m:Model {id: 'model:glm-5'})-[r]->(x)\nRETURN type(r) AS relation, x.id AS id, x.name AS name\nLIMIT 25";

function shown(value) {
  if (value == null) return "";
  if (typeof value !== "object") return String(value);
  if (value.properties?.name) return value.properties.name;
  return JSON.stringify(value);
}

/** Numbers stay numbers in a file. */
const exported = (value) => (typeof value === "number" ? value : shown(value));

export function Cypher({ state, go }) {
  const [query, setQuery] = useState(state.q || FIRST);
  const [parameters, setParameters] = useState({});
  const [answer, set] = useState({});
  const saved = useAnswer(() => ask("/v1/queries"), []);
  const run = async () => {
    go({ ...state, q: query === FIRST ? "" : query });
    set({ loading: true });
    try {
      set({ data: await ask("/v1/cypher", {}, { query, parameters, limit: 500 }) });
    } catch (error) {
      set({ error });
    }
  };
  const keys = (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) run();
  };
  const items = saved.data?.items ?? saved.data?.queries ?? [];
  const { data } = answer;
  const columns = data?.columns ?? [];
  const rows = data?.rows ?? [];
  const cells = (row) => (Array.isArray(row) ? row : columns.map((name) => row[name]));
  return html`<div class="wide"><h2>Cypher</h2><p class="dim">Read-only: a query that would write, read a file or run away is refused or stopped, and says so. Ctrl-Enter runs it.</p>
    <label>Saved queries <select onChange=${(event) => {
      const one = items.find((item) => item.name === event.target.value);
      if (one) {
        setQuery(one.cypher);
        setParameters(one.parameters);
      }
    }}><option value="">choose …</option>${items.map((item) => html`<option value=${item.name}>${item.title ?? item.name}</option>`)}</select></label>
    ${Object.entries(parameters).map(([name, value]) => html`<label>${name} <input value=${value ?? ""} onChange=${(event) => setParameters({ ...parameters, [name]: typeof value === "number" ? Number(event.target.value) : event.target.value || null })} /></label> `)}
    <textarea class="query" aria-label="Cypher query" spellcheck=${false} rows="8" value=${query} onInput=${(event) => setQuery(event.target.value)} onKeyDown=${keys}></textarea>
    <div class="bar"><button type="button" onClick=${run}>Run</button>${
      data &&
      html`<span role="status">${rows.length} rows${data.truncated ? ", cut at the limit" : ""}</span>
      <${Export} name="cypher" title="Answer to a Cypher query" answer=${data} table=${{ columns, rows: rows.map((row) => Object.fromEntries(columns.map((name, index) => [name, exported(cells(row)[index])]))) }} />`
    }</div>
    ${answer.loading && html`<${Loading} what="the answer (the first one starts the engine)" />`}
    ${answer.error && html`<${Failure} error=${answer.error} state=${state} go=${go} />`}
    ${
      data &&
      html`<div class="scroll" tabindex="0" role="region" aria-label="Rows"><table><thead><tr>${columns.map((name) => html`<th>${name}</th>`)}</tr></thead>
      <tbody>${rows.map(
        (row) =>
          html`<tr>${cells(row).map((value) => {
            const text = shown(value);
            return html`<td>${/^[a-z]+:[A-Za-z0-9._-]+$/.test(text) ? html`<${Go} state=${state} go=${go} change=${{ view: "dependencies", root: text, selected: "", q: "" }}>${text}<//>` : text}</td>`;
          })}</tr>`,
      )}</tbody></table></div>`
    }</div>`;
}
