// Rows of an answer; what is an entity leads to it.

import { Named, useNames } from "../names.js";
import { amount } from "../numbers.js";
import { Go } from "../parts.js";
import { Scroll } from "../scroll.js";
import { opened } from "../state.js";
import { html } from "../vendor/htm-preact.js";

const ID = /^[a-z]+:[A-Za-z0-9._-]+$/;

const isId = (value) => typeof value === "string" && ID.test(value);

/** A value in words: entities by name, paths as a chain. */
export function shown(value) {
  if (value == null) return "";
  if (Array.isArray(value)) return value.map(shown).join(", ");
  if (typeof value !== "object") return String(value);
  if (value.type === "path") return value.nodes.map(shown).join(" → ");
  if (value.type === "relationship") return value.kind;
  return value.properties?.name ?? JSON.stringify(value);
}

function Cell({ value, name, state, go }) {
  const id = value?.type === "node" ? value.id : isId(value) ? value : null;
  if (!id && typeof value === "number") return html`<td class="number" title=${value}>${amount(value)}</td>`;
  if (!id) return html`<td><${Named} text=${shown(value)} /></td>`;
  const change = opened(state, { view: "dependencies", root: id });
  return html`<td title=${id}><${Go} state=${state} go=${go} change=${change}>${value === id ? name(id) : shown(value)}<//></td>`;
}

export function Rows({ data, state, go }) {
  const name = useNames(data.rows.flat().filter(isId));
  return html`<${Scroll} label="Rows"><table><thead><tr>${data.columns.map((name) => html`<th>${name}</th>`)}</tr></thead>
    <tbody>${data.rows.map((row) => html`<tr>${row.map((value) => html`<${Cell} value=${value} name=${name} state=${state} go=${go} />`)}</tr>`)}</tbody></table><//>`;
}
