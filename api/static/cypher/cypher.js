// Explore with Cypher: read-only, with limits that are said. The address is the question: a shared link runs.

import { ask } from "../api.js";
import { Export } from "../export/menu.js";
import { Failure, Loading, useAnswer } from "../parts.js";
import { html, useEffect, useState } from "../vendor/htm-preact.js";
import { Editor } from "./editor.js";
import { ResultGraph } from "./resultGraph.js";
import { Rows, shown } from "./rows.js";
import { Schema } from "./schema.js";

const FIRST = `MATCH path = (m:Model {id: $id})-[:TRAINED_ON]->(:Chip)-[:DESIGNED_BY|REQUIRES]->(x)
WHERE x:Company OR x:Input
RETURN path
LIMIT 20`;
const FIRST_PARAMETERS = { id: "model:glm-5" };
const MOST_ROWS = 500;

/** Numbers stay numbers in a file. */
const exported = (value) => (typeof value === "number" ? value : shown(value));

function parametersOf(state) {
  try {
    return JSON.parse(state.parameters || "{}");
  } catch {
    return {};
  }
}

/** What the address asks: a query of its own, a saved one by its name, or the first. @param {any} one the saved query */
function asked(state, one) {
  if (state.q) return { query: state.q, parameters: parametersOf(state) };
  if (one) return { query: one.cypher, parameters: { ...one.parameters, ...parametersOf(state) } };
  return { query: FIRST, parameters: FIRST_PARAMETERS };
}

/** A value as its field had it: a number stays one, nothing is null. */
const typed = (before, text) => (text === "" ? null : typeof before === "number" ? Number(text) : text);

function Parameters({ values, onChange }) {
  return Object.entries(values).map(
    ([name, value]) =>
      html`<label>${name} <input value=${value ?? ""} onInput=${(event) => onChange({ ...values, [name]: typed(value, event.target.value) })} /></label> `,
  );
}

/** The same question for a terminal. */
function Curl({ query, parameters }) {
  const body = JSON.stringify({ query, parameters }).replaceAll("'", "'\\''");
  return html`<details><summary>The same question on a terminal</summary><pre>${`curl ${location.origin}/v1/cypher -H 'content-type: application/json' \\\n  -d '${body}'`}</pre></details>`;
}

function Answer({ data, state, go }) {
  const linked = data.graph.nodes.length > 0;
  const [tab, setTab] = useState(linked ? "graph" : "table");
  useEffect(() => setTab(data.graph.relationships.length > 0 ? "graph" : "table"), [data]);
  return html`<div role="tablist" class="tabs">${["graph", "table"].map((name) => html`<button type="button" role="tab" aria-selected=${tab === name} disabled=${name === "graph" && !linked} onClick=${() => setTab(name)}>${name}</button>`)}</div>
    ${
      tab === "graph" && linked
        ? html`<${ResultGraph} graph=${data.graph} state=${state} go=${go} />`
        : html`<${Rows} data=${data} state=${state} go=${go} />`
    }
    ${data.meta.warnings.length > 0 && html`<ul role="alert">${data.meta.warnings.map((text) => html`<li>${text}</li>`)}</ul>`}
    ${data.meta.assumptions.length > 0 && html`<ul class="dim">${data.meta.assumptions.map((text) => html`<li>${text}</li>`)}</ul>`}`;
}

export function Cypher({ state, go }) {
  const saved = useAnswer(() => ask("/v1/queries"), []);
  const items = saved.data?.items ?? [];
  const one = items.find((item) => item.name === state.mode);
  const [draft, setDraft] = useState(asked(state, one));
  const key = `${state.q}\n${state.parameters}\n${one?.name ?? ""}`;
  useEffect(() => setDraft(asked(state, one)), [key]); // back, forward and shared links bring their own question
  const runs = Boolean(state.q || one);
  const answer = useAnswer(
    () => (runs ? ask("/v1/cypher", {}, { ...asked(state, one), limit: MOST_ROWS }) : Promise.resolve(null)),
    [key],
  );
  const run = () => go({ ...state, mode: "", q: draft.query, parameters: JSON.stringify(draft.parameters) });
  const keys = (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) run();
  };
  const choose = (event) => {
    const chosen = items.find((item) => item.name === event.target.value);
    if (chosen) go({ ...state, mode: "", q: chosen.cypher, parameters: JSON.stringify(chosen.parameters) });
  };
  const { data, error } = answer;
  const columns = data?.columns ?? [];
  const rows = (data?.rows ?? []).map((row) =>
    Object.fromEntries(columns.map((name, at) => [name, exported(row[at])])),
  );
  return html`<div class="wide"><div class="bar"><h2>Cypher</h2>
      <label>saved queries <select onChange=${choose}><option value="">choose …</option>${items.map((item) => html`<option value=${item.name} title=${item.question} selected=${item.cypher === draft.query}>${item.title}</option>`)}</select></label>
      ${data && html`<${Export} name="cypher" title="Answer to a Cypher query" answer=${data} table=${{ columns, rows }} />`}</div>
    <div class="bench"><div><${Editor} value=${draft.query} onInput=${(query) => setDraft({ ...draft, query })} onKeyDown=${keys} />
    <div class="bar"><${Parameters} values=${draft.parameters} onChange=${(parameters) => setDraft({ ...draft, parameters })} />
      <button type="button" onClick=${run}>Run</button> <span class="dim">or Ctrl-Enter. Read-only: what would write, read a file or run away is refused or stopped, and says so.</span></div>
    <${Curl} ...${draft} /></div><${Schema} /></div>
    ${runs && answer.loading && html`<${Loading} what="the answer (the first one starts the engine)" />`}
    ${error && html`<${Failure} error=${error} state=${state} go=${go} />`}
    ${data && html`<p role="status">${data.rows.length} ${data.rows.length === 1 ? "row" : "rows"}${data.truncated ? ", cut at the limit" : ""}</p><${Answer} data=${data} state=${state} go=${go} />`}</div>`;
}
