// The interface, described from its own OpenAPI document: no asset from anywhere else.

import { ask } from "./api.js";
import { Loading, useAnswer } from "./parts.js";
import { Scroll } from "./scroll.js";
import { address } from "./state.js";
import { Theme } from "./theme.js";
import { html, render } from "./vendor/htm-preact.js";
import { VIEW_NAMES } from "./views.js";

const kind = (schema = {}) =>
  schema.enum?.join(" | ") ??
  schema.$ref?.split("/").pop() ??
  schema.anyOf
    ?.map(kind)
    .filter((text) => text !== "null")
    .join(" | ") ??
  schema.format ??
  schema.type ??
  "";

function Address({ path, method, operation, schemas }) {
  const shape = operation.responses["200"]?.content?.["application/json"]?.schema;
  const name = shape?.$ref?.split("/").pop();
  const fields = Object.entries(schemas[name]?.properties ?? {});
  const rows = operation.parameters ?? [];
  const called = `${method.toUpperCase()} ${path}`;
  return html`<details class="address" id=${`${method}${path}`}><summary><b>${method.toUpperCase()}</b> <code>${path}</code> ${operation.summary}</summary>
    <p>${operation.description}</p>
    ${rows.length > 0 && html`<${Scroll} label=${`Parameters of ${called}`}><table><thead><tr><th>Parameter</th><th>Takes</th><th>Default</th><th>Meaning</th></tr></thead><tbody>${rows.map((row) => html`<tr><td><code>${row.name}</code></td><td>${kind(row.schema)}</td><td>${row.schema.default ?? (row.required ? "required" : "–")}</td><td>${row.description ?? row.schema.description ?? ""}</td></tr>`)}</tbody></table><//>`}
    ${operation.requestBody && html`<p>Body: <code>${kind(Object.values(operation.requestBody.content)[0].schema)}</code></p>`}
    ${fields.length > 0 && html`<p>Answer <code>${name}</code></p><${Scroll} label=${`Answer of ${called}`}><table><tbody>${fields.map(([field, schema]) => html`<tr><td><code>${field}</code></td><td>${schema.items ? `list of ${kind(schema.items)}` : kind(schema)}</td><td>${schema.description ?? ""}</td></tr>`)}</tbody></table><//>`}</details>`;
}

function Docs() {
  const { data, error } = useAnswer(() => ask("/openapi.json"), []);
  if (error) return html`<p role="alert">${error.message}</p>`;
  if (!data) return html`<${Loading} what="the interface" />`;
  const schemas = data.components.schemas;
  return html`<header><div class="top"><h1><a href="/">Supplygraph</a></h1><${Theme} /></div><nav aria-label="Views">${Object.entries(VIEW_NAMES).map(([view, name]) => html`<a href=${address({ view })}>${name}</a>`)}<a href="/docs" aria-current="page">Interface</a></nav></header><main class="wide"><h2>Interface</h2><p>${data.info.description} The machine-readable form is <a href="/openapi.json">openapi.json</a>.</p>
    <p>Errors are <code>application/problem+json</code> with <code>type, title, detail, field, suggestions</code>. Common parameters: <code>as_of</code>, <code>known_at</code>, <code>lens</code>, <code>horizon</code>.</p>
    ${Object.entries(data.paths).map(([path, methods]) => Object.entries(methods).map(([method, operation]) => html`<${Address} ...${{ path, method, operation, schemas }} />`))}
    <h2 id="schemas">Shapes</h2>${Object.entries(schemas).map(([name, schema]) => html`<details><summary><code>${name}</code> ${schema.description ?? ""}</summary><${Scroll} label=${name}><table><tbody>${Object.entries(schema.properties ?? {}).map(([field, one]) => html`<tr><td><code>${field}</code></td><td>${one.items ? `list of ${kind(one.items)}` : kind(one)}</td><td>${one.description ?? ""}</td></tr>`)}</tbody></table><//></details>`)}</main>`;
}

render(html`<${Docs} />`, document.getElementById("app"));
