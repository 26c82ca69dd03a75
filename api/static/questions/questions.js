// Every question of the interface, asked from its own description: what has no view of its own is reached here.

import { ask } from "../api.js";
import { Export } from "../export/menu.js";
import { Named } from "../names.js";
import { amount } from "../numbers.js";
import { Failure, Loading, useAnswer } from "../parts.js";
import { Same } from "../same.js";
import { Scroll } from "../scroll.js";
import { common } from "../state.js";
import { html } from "../vendor/htm-preact.js";
import { Fields } from "./fields.js";

const FIRST = "GET /v1/cut-sets/{node_id}";
const NO_TABLE = ["/v1/cypher", "/v1/export", "/v1/drawing/{node_id}", "/v1/nodes/{node_id}"]; // have a view of their own
const MOST = 300;

/** @param {any} document the OpenAPI @returns {{key: string, method: string, path: string, operation: any}[]} */
function operations(document) {
  return Object.entries(document.paths)
    .filter(([path]) => path.startsWith("/v1/") && !NO_TABLE.includes(path))
    .flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, operation]) => ({
        key: `${method.toUpperCase()} ${path}`,
        method: method.toUpperCase(),
        path,
        operation,
      })),
    );
}

const exampleOf = (thing) => Object.values(thing.examples ?? {})[0]?.value;

/** What is asked before anything is typed: the interface's own example. */
export function examplesOf(operation) {
  const given = (operation.parameters ?? []).map((one) => [one.name, exampleOf(one)]);
  const body = operation.requestBody && exampleOf(Object.values(operation.requestBody.content)[0]);
  return {
    ...Object.fromEntries(given.filter(([, value]) => value !== undefined)),
    ...(operation.requestBody ? { body: JSON.stringify(body ?? {}) } : {}),
  };
}

/** The address that some values ask. */
function asked({ path, operation }, values, state) {
  const query = { ...common(state) };
  let target = path;
  for (const { name, in: where } of operation.parameters ?? []) {
    const value = String(values[name] ?? "");
    if (where === "path") target = target.replace(`{${name}}`, encodeURIComponent(value).replaceAll("%3A", ":"));
    else if (value !== "" && name !== "format") query[name] = value;
  }
  const forms = operation.parameters?.find((one) => one.name === "format");
  const tables = Boolean(forms && JSON.stringify(forms).includes("ndjson"));
  return { target, query, tables, body: operation.requestBody ? JSON.parse(values.body || "{}") : undefined };
}

/** Rows as the interface lays them out; where it lays out none, the first list of the answer. */
async function rowsOf({ target, query, tables, body }) {
  if (tables) return ask(target, { ...query, format: "ndjson" }, body);
  const answer = await ask(target, query, body);
  if (answer.matrix && answer.countries) return matrixRows(answer);
  if (Array.isArray(answer.rows) && Array.isArray(answer.columns))
    return answer.rows.map((row) => named(answer.columns, row));
  const lists = Object.entries(answer).filter(([, value]) => Array.isArray(value));
  if (lists.length === 0) return [answer];
  return lists.flatMap(([part, list]) =>
    list.map((row) => ({ ...(lists.length > 1 ? { part } : {}), ...asObject(row) })),
  );
}

const named = (columns, row) => Object.fromEntries(columns.map((column, at) => [column, row[at]]));
const asObject = (row) => (row && typeof row === "object" && !Array.isArray(row) ? row : { value: row });

/** A square matrix as rows, one a country. */
function matrixRows({ countries, matrix }) {
  return matrix.map((row, at) => ({
    country: countries[at],
    ...Object.fromEntries(row.map((value, column) => [countries[column], value])),
  }));
}

export function Questions({ state, go }) {
  const { data: document, error } = useAnswer(() => ask("/openapi.json"), []);
  if (error) return html`<${Failure} error=${error} state=${state} go=${go} />`;
  if (!document) return html`<${Loading} what="the questions" />`;
  const every = operations(document);
  const one = every.find((entry) => entry.key === state.mode) ?? every.find((entry) => entry.key === FIRST) ?? every[0];
  const values = state.parameters ? parsed(state.parameters) : examplesOf(one.operation);
  return html`<div class="wide"><h2>Every question</h2>
    <p class="bar"><label>question <select onChange=${(event) => go({ ...state, mode: event.target.value, parameters: "" })}>${every.map((entry) => html`<option value=${entry.key} selected=${entry.key === one.key}>${entry.operation.summary}</option>`)}</select></label></p>
    <${Fields} key=${one.key + state.parameters} one=${one} values=${values} schemas=${document.components.schemas} onAsk=${(next) => go({ ...state, mode: one.key, parameters: JSON.stringify(next) })} />
    <${Answer} key=${one.key} one=${one} values=${values} state=${state} go=${go} /></div>`;
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return {};
  }
}

function Answer({ one, values, state, go }) {
  const question = asked(one, values, state);
  const { data, error } = useAnswer(() => rowsOf(question), [JSON.stringify(question)]);
  const columns = [...new Set((data ?? []).flatMap((row) => Object.keys(row)))];
  const shown = columns.filter((name) => !columns.includes(name.replace(/_name$/, "")) || !name.endsWith("_name")); // ids are read as names
  const { target, query, body } = question;
  return html`<div class="bar"><h3>${one.operation.summary}</h3>${data && html`<${Export} name="answer" title=${one.operation.summary} table=${{ columns, rows: data }} path=${body ? undefined : target} query=${query} />`}</div>
    ${error && html`<${Failure} error=${error} state=${state} go=${go} />`}
    ${!data && !error && html`<${Loading} what="the answer" />`}
    ${data?.length === 0 && html`<p role="status">No rows. That is not zero: nothing of this is known with these parameters.</p>`}
    ${
      data?.length > 0 &&
      html`<${Scroll} label="Answer"><table><thead><tr>${shown.map((name) => html`<th><${Named} text=${name.replaceAll("_", " ")} /></th>`)}</tr></thead>
      <tbody>${data.slice(0, MOST).map((row) => html`<tr>${shown.map((name) => html`<td class=${typeof row[name] === "number" ? "number" : ""}><${Value} value=${row[name]} /></td>`)}</tr>`)}</tbody></table><//>
      ${data.length > MOST && html`<p class="dim">The first ${MOST} of ${data.length}; all are in the CSV.</p>`}`
    }
    <${Same} state=${state} go=${go} path=${target} query=${query} body=${body} />`;
}

/** A value in words. */
function said(value) {
  if (value == null) return "–";
  if (typeof value === "number") return amount(value);
  if (Array.isArray(value)) return value.map(said).join(", ");
  if (typeof value !== "object") return String(value);
  return Object.entries(value)
    .map(([name, inner]) => `${name.replaceAll("_", " ")} ${said(inner)}`)
    .join("; ");
}

function Value({ value }) {
  const text = said(value);
  return html`<${Named} text=${text.length > 400 ? `${text.slice(0, 400)} …` : text} />`;
}
