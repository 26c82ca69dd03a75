// How concentrated the supply of each input is: two side by side, then all of them.

import { ask } from "../api.js";
import { Export } from "../export/menu.js";
import { Basis, Choice, Failure, Loading, percent, useAnswer } from "../parts.js";
import { Same } from "../same.js";
import { common } from "../state.js";
import { html, useMemo, useState } from "../vendor/htm-preact.js";
import { headline } from "./headline.js";
import { League } from "./league.js";
import { SideBySide } from "./sideBySide.js";

const SHOWN = 150;
const FIRST = ["input:hbm", "input:foundry-services"];
const TITLE = "Who supplies what, and how few they are";

/** One row an input: the figures that other answers use, else the newest. */
function oneEach(rows) {
  const best = new Map();
  for (const row of rows) {
    if (row.hhi && (!best.has(row.input) || (row.used && !best.get(row.input).used))) best.set(row.input, row);
  }
  return [...best.values()].sort((a, b) => b.hhi[0] - a.hhi[0] || a.name.localeCompare(b.name));
}

export function Concentration({ state, go }) {
  const by = state.by || "company";
  const [text, setText] = useState("");
  const query = { ...common(state), by };
  const { data, error } = useAnswer(() => ask("/v1/concentration", query), [JSON.stringify(query)]);
  const all = useMemo(() => oneEach(data?.rows ?? []), [data]);
  const rows = all.filter((row) => `${row.input} ${row.name}`.toLowerCase().includes(text.toLowerCase()));
  if (error) return html`<${Failure} error=${error} state=${state} go=${go} />`;
  if (!data) return html`<${Loading} what="concentration" />`;
  const compared = state.inputs ? state.inputs.split(",") : FIRST;
  const sides = compared.map((id) => all.find((row) => row.input === id)).filter(Boolean);
  const other = data.rows.length - all.length;
  const title = headline(sides) || TITLE;
  return html`<div class="wide"><div class="bar"><h2>${title}</h2>
      <${Choice} name="by" value=${by} values=${["company", "country"]} onChoose=${(chosen) => go({ ...state, by: chosen })} />
      <${Export} name="concentration" title=${title} answer=${data} table=${table(data.rows)} path="/v1/concentration" query=${query} /></div>
    ${sides.length > 0 && html`<${SideBySide} rows=${sides} /><p class="legend"><span class="key held"></span>share of a supplier <span class="key hatched"></span>share that no source gives to anybody</p>`}
    ${sides.length > 1 && new Set(sides.map((row) => `${row.basis} ${row.period}`)).size > 1 && html`<p class="notice">The two are ${new Set(sides.map((row) => row.basis)).size > 1 ? "measured differently" : "of different periods"}: ${sides.map((row) => `${row.name} by ${row.basis ?? "a basis not stated"}, ${row.period ?? "undated"}`).join("; ")}.</p>`}
    <details><summary>How this is measured</summary><p>The Herfindahl–Hirschman index is the sum of squared shares; 1 over it is the number of equal suppliers that would be as concentrated. Where shares are missing it is an interval: the pale part of a bar. EU practice looks twice above 0.4 (▲, and the line in each bar).</p></details>
    <p class="bar"><label>input <input type="search" value=${text} onInput=${(event) => setText(event.target.value)} /></label></p>
    <${League} rows=${rows.slice(0, SHOWN)} compared=${compared} state=${state} go=${go} />
    <p class="dim">${rows.length > SHOWN ? `The first ${SHOWN} of ${rows.length}. ` : ""}${other > 0 ? `${other} further figures of the same inputs, of other bases and periods, are in the CSV. ` : ""}Of ${data.without_figures.length} needs only the names of suppliers are known; they are in the JSON.</p>
    <${Same} state=${state} go=${go} path="/v1/concentration" query=${query} saved=${["concentration-of-inputs", {}]} />
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
      "need",
      "basis",
      "period",
      "used",
      "hhi_low",
      "hhi_high",
      "effective_low",
      "effective_high",
      "remainder",
      "suppliers",
      "uncounted",
    ],
    rows: flat,
  };
}
