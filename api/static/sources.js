// Every data set: licence, date, counts, how it was checked, and why one is left out.

import { ask } from "./api.js";
import { Export } from "./export/menu.js";
import { Failure, Loading, useAnswer } from "./parts.js";
import { Same } from "./same.js";
import { Scroll } from "./scroll.js";
import { html } from "./vendor/htm-preact.js";

export function Sources({ state, go }) {
  const { data, error, loading } = useAnswer(() => ask("/v1/sources"), []);
  if (loading && !data) return html`<${Loading} what="sources" />`;
  if (error) return html`<${Failure} error=${error} state=${state} go=${go} />`;
  return html`<div class="wide"><div class="bar"><h2>Where the facts come from</h2>
      <${Export} name="sources" title="Where the facts come from" answer=${data} table=${table(data.datasets)} path="/v1/sources" /></div>
    <p class="dim">Graph ${data.graph_version.slice(0, 12)}, built ${data.built_at}. Every fact names its own page; these are the data sets.</p>
    <${Scroll} label="Data sets"><table><thead><tr><th>Data set</th><th>Status</th><th>Licence</th><th>Newest</th><th>Pages</th><th>Rows</th><th>Facts</th><th>Checked</th></tr></thead>
    <tbody>${data.datasets.map(
      (
        row,
      ) => html`<tr><td><a href=${/^https?:/.test(row.url) ? row.url : undefined} rel="noreferrer">${row.title}</a><div class="dim">${row.publisher}${row.cadence ? `; ${row.cadence}` : ""}</div></td>
      <td>${row.status}${row.reason && html`<div class="dim">${row.reason}</div>`}
        ${Object.entries(row.rows_counted_out).map(([why, count]) => html`<div class="dim">${count} rows: ${why}</div>`)}</td>
      <td>${row.licence}</td><td>${row.newest ?? "–"}</td><td class="number">${row.pages_cited}</td><td class="number">${row.rows_read.toLocaleString("en")}</td>
      <td class="number">${Object.values(row.facts)
        .reduce((a, b) => a + b, 0)
        .toLocaleString("en")}</td>
      <td>${Object.entries(row.checked).map(([how, count]) => html`<div>${how} ${count.toLocaleString("en")}</div>`)}</td></tr>`,
    )}</tbody></table><//>
    <${Same} state=${state} go=${go} path="/v1/sources" saved=${["sources-by-use", {}]} /></div>`;
}

function table(datasets) {
  const total = (counts) => Object.values(counts).reduce((a, b) => a + b, 0);
  const rows = datasets.map((row) => ({
    ...row,
    facts: total(row.facts),
    ...row.checked,
    rows_not_loaded: Object.entries(row.rows_counted_out).map(([why, count]) => `${count} ${why}`),
  }));
  return {
    columns: [
      "dataset",
      "title",
      "publisher",
      "status",
      "reason",
      "licence",
      "url",
      "newest",
      "pages_cited",
      "rows_read",
      "facts",
      "read",
      "file",
      "recalled",
      "rows_not_loaded",
    ],
    rows,
  };
}
