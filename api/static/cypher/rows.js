// Rows of an answer; what is an entity leads to it.

import { Go } from "../parts.js";
import { html } from "../vendor/htm-preact.js";

const ID = /^[a-z]+:[A-Za-z0-9._-]+$/;

/** A value in words: entities by name, paths as a chain. */
export function shown(value) {
  if (value == null) return "";
  if (Array.isArray(value)) return value.map(shown).join(", ");
  if (typeof value !== "object") return String(value);
  if (value.type === "path") return value.nodes.map(shown).join(" → ");
  if (value.type === "relationship") return value.kind;
  return value.properties?.name ?? JSON.stringify(value);
}

function Cell({ value, state, go }) {
  const id = value?.type === "node" ? value.id : ID.test(value) ? value : null;
  if (!id) return html`<td class=${typeof value === "number" ? "number" : ""}>${shown(value)}</td>`;
  const change = { view: "dependencies", root: id, selected: "", q: "", parameters: "" };
  return html`<td><${Go} state=${state} go=${go} change=${change}>${shown(value)}<//></td>`;
}

export function Rows({ data, state, go }) {
  return html`<div class="scroll" tabindex="0" role="region" aria-label="Rows"><table><thead><tr>${data.columns.map((name) => html`<th>${name}</th>`)}</tr></thead>
    <tbody>${data.rows.map((row) => html`<tr>${row.map((value) => html`<${Cell} value=${value} state=${state} go=${go} />`)}</tr>`)}</tbody></table></div>`;
}
