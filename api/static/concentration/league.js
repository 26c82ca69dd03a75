// Every input by how few supply it: a row an input, by the figures that other answers use.

import { Go, percent } from "../parts.js";
import { Scroll } from "../scroll.js";
import { html } from "../vendor/htm-preact.js";
import { figure } from "./figures.js";

const NAMED = 5;
const SCREENING = 0.4;

/** The HHI on a scale of 0 to 1: solid to its low end, pale to its high one, a line at the screening threshold. */
function Scale({ hhi: [low, high] }) {
  return html`<svg class="scale" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">
    <rect class="held" width=${low * 100} height="10" /><rect class="maybe" x=${low * 100} width=${(high - low) * 100} height="10" />
    <line class="mark" x1=${SCREENING * 100} x2=${SCREENING * 100} y1="0" y2="10" /></svg>`;
}

function Suppliers({ row, state, go }) {
  const [first, more] = [row.suppliers.slice(0, NAMED), row.suppliers.length - NAMED];
  return html`${first.map(
    (one, at) =>
      html`${at > 0 && ", "}<${Go} state=${state} go=${go} change=${{ view: "dependencies", root: one.id, selected: one.id, inputs: "", by: "" }}>${one.name}<//> ${one.share == null ? "(share not known)" : percent(one.share)}`,
  )}${more > 0 && `, ${more} more`}`;
}

/** @param {{rows: any[], compared: string[], state: any, go: any}} of */
export function League({ rows, compared, state, go }) {
  const toggled = (id) => (compared.includes(id) ? compared.filter((one) => one !== id) : [...compared.slice(-1), id]);
  return html`<${Scroll} label="Concentration"><table><thead><tr><th>Input</th><th colspan="2">HHI</th><th>Suppliers</th><th>Basis, period</th><th>Picture</th></tr></thead>
    <tbody>${rows.map(
      (
        row,
      ) => html`<tr class=${compared.includes(row.input) ? "chosen" : ""}><td><${Go} state=${state} go=${go} change=${{ view: "dependencies", root: row.input, selected: row.input, inputs: "", by: "" }}>${row.name}<//></td>
      <td><${Scale} hhi=${row.hhi} /></td><td class=${`number ${row.hhi[0] > SCREENING ? "high" : ""}`}>${figure(row.hhi)}${row.hhi[0] > SCREENING ? " ▲" : ""}</td>
      <td><${Suppliers} row=${row} state=${state} go=${go} />${row.uncounted.length > 0 && html` <span class="dim">These figures leave no share to ${row.uncounted.length === 1 ? "one maker" : `${row.uncounted.length} makers`} that other sources name.</span>`}</td>
      <td>${row.basis ?? "basis not stated"}, ${row.period ?? "undated"}</td>
      <td><button type="button" aria-pressed=${compared.includes(row.input)} aria-label=${`${row.name} in the picture`} onClick=${() => go({ ...state, inputs: toggled(row.input).join(",") })}>${compared.includes(row.input) ? "shown" : "show"}</button></td></tr>`,
    )}</tbody></table><//>`;
}
