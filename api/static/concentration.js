// How concentrated the supply of each input is: HHI as an interval, with basis and period.

import { ask } from "./api.js";
import { Export } from "./export/menu.js";
import { Basis, Choice, Failure, Go, Loading, percent, useAnswer } from "./parts.js";
import { common } from "./state.js";
import { html, useMemo, useState } from "./vendor/htm-preact.js";

const SHOWN = 150;

const figure = ([low, high]) => (high - low < 0.0005 ? low.toFixed(3) : `${low.toFixed(3)} to ${high.toFixed(3)}`);

export function Concentration({ state, go }) {
  const [by, setBy] = useState("company");
  const [text, setText] = useState("");
  const query = { ...common(state), by };
  const { data, error } = useAnswer(() => ask("/v1/concentration", query), [JSON.stringify(query)]);
  const rows = useMemo(
    () =>
      (data?.rows ?? [])
        .filter((row) => row.hhi && `${row.input} ${row.name ?? ""}`.toLowerCase().includes(text.toLowerCase()))
        .sort((a, b) => b.hhi[0] - a.hhi[0]),
    [data, text],
  );
  const [without, shown] = [(data?.rows ?? []).filter((row) => !row.hhi).length, rows.slice(0, SHOWN)];
  if (error) return html`<${Failure} error=${error} state=${state} go=${go} />`;
  if (!data) return html`<${Loading} what="concentration" />`;
  return html`<div class="wide"><div class="bar"><h2>Who supplies what, and how few they are</h2>
      <${Export} name="concentration" title="Who supplies what, and how few they are" answer=${data} table=${table(rows)} path="/v1/concentration" query=${query} /></div>
    <p>The Herfindahl–Hirschman index is the sum of squared shares; 1 over it is the number of equal suppliers that would be as concentrated. Where shares are missing it is an interval. EU practice looks twice above 0.4.</p>
    <p class="bar"><${Choice} name="by" value=${by} values=${["company", "country"]} onChoose=${setBy} />
      <label>input <input type="search" value=${text} onInput=${(event) => setText(event.target.value)} /></label></p>
    <div class="scroll" tabindex="0" role="region" aria-label="Concentration"><table><thead><tr><th>Input</th><th>HHI</th><th>Suppliers</th><th>Basis</th><th>Period</th></tr></thead>
    <tbody>${shown.map(
      (
        row,
      ) => html`<tr><td><${Go} state=${state} go=${go} change=${{ view: "dependencies", root: row.input, selected: row.input }}>${row.name ?? row.input}<//></td>
      <td class=${`number ${row.hhi[0] > 0.4 ? "high" : ""}`}>${figure(row.hhi)}${row.hhi[0] > 0.4 ? " ▲" : ""}</td>
      <td>${row.suppliers
        .slice(0, 6)
        .map((one) => `${one.name ?? one.id} ${one.share == null ? "?" : percent(one.share)}`)
        .join(
          ", ",
        )}${row.suppliers.length > 6 ? ", …" : ""}</td><td>${row.basis ?? "–"}</td><td>${row.period ?? "–"}</td></tr>`,
    )}</tbody></table></div>
    <p class="dim">${rows.length > shown.length ? `The first ${SHOWN} of ${rows.length}; all are in the CSV. ` : ""}${without > 0 ? `${without} share sets name no share, so that they have no index; they are in the JSON.` : ""}</p>
    <${Basis} meta=${data.meta} sources=${data.sources} /></div>`;
}

function table(rows) {
  const flat = rows.map((row) => ({
    ...row,
    hhi_low: row.hhi[0],
    hhi_high: row.hhi[1],
    effective_low: row.effective?.[0],
    effective_high: row.effective?.[1],
    suppliers: row.suppliers.map((one) => `${one.name ?? one.id} ${one.share == null ? "?" : percent(one.share)}`),
  }));
  return {
    columns: [
      "input",
      "name",
      "basis",
      "period",
      "hhi_low",
      "hhi_high",
      "effective_low",
      "effective_high",
      "suppliers",
    ],
    rows: flat,
  };
}
