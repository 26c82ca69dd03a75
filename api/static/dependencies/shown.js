// The same answer as a picture, as an outline or as a table.

import { kindName, needName, useNames } from "../names.js";
import { Loading } from "../parts.js";
import { Scroll } from "../scroll.js";
import { html } from "../vendor/htm-preact.js";
import { Graph } from "./graph.js";
import { Outline } from "./outline.js";

/** What another day has less, or more, than the picture. */
export function Absent({ drawing, day }) {
  const name = useNames((drawing?.gone ?? []).slice(0, 12));
  if (!drawing || drawing.laid_out === drawing.meta.as_of) return null;
  if (drawing.not_there) return html`<p class="notice" role="status">${drawing.not_there}</p>`;
  const faint = drawing.boxes.filter((box) => !box.there).length;
  const { gone } = drawing;
  return html`<p class="dim" role="status">The picture of ${drawing.laid_out}, as it stood on ${day}: ${faint} of its ${drawing.boxes.length} boxes were not there yet, and are pale.
    ${gone.length > 0 && ` There then and no longer: ${gone.slice(0, 12).map(name).join(", ")}${gone.length > 12 ? ` and ${gone.length - 12} more` : ""}.`}</p>`;
}

export function Shown({ mode, drawing, closure, root, out, ...marks }) {
  if (mode === "picture")
    return drawing
      ? html`<${Graph} drawing=${drawing} out=${out} ...${marks} />`
      : html`<${Loading} what="the picture" />`;
  if (!closure) return html`<${Loading} what=${`the ${mode}`} />`;
  return mode === "outline"
    ? html`<${Outline} closure=${closure} root=${root} ...${marks} />`
    : html`<${Table} closure=${closure} ...${marks} />`;
}

function Table({ closure, onSelect, fallen, degraded }) {
  const weak = new Map(closure.single_points_of_failure.map((point) => [point.id, point]));
  const called = useNames(closure.nodes.map((node) => node.need).filter(Boolean));
  return html`<${Scroll} label="Table"><table><thead><tr><th>Name</th><th>Kind</th><th>Layer</th><th>Steps</th><th>Reached by need</th><th>State</th></tr></thead>
    <tbody>${closure.nodes.map(
      (
        node,
      ) => html`<tr><td><button type="button" class="plain" onClick=${() => onSelect(node.id)}>${node.name}</button></td><td>${kindName(node.kind)}</td><td>${node.layer}</td><td class="number">${node.depth}</td><td>${node.need ? needName(node.need, called) : ""}${node.caveat && html` <span class="caveat">(${node.caveat})</span>`}</td>
      <td>${[weak.has(node.id) && !weak.get(node.id).only_as_home && "single point of failure", fallen.has(node.id) ? "falls" : degraded.has(node.id) && "degraded"].filter(Boolean).join(", ")}</td></tr>`,
    )}</tbody></table>${closure.legend && html`<p class="legend">${closure.legend}</p>`}<//>`;
}

/** Every node as a row of a file, the what-if included. */
export function table(closure, fallen, degraded) {
  const weak = new Map(
    closure.single_points_of_failure
      .filter((point) => !point.only_as_home)
      .map((point) => [point.id, point.certain ? "certain" : "as far as we know"]),
  );
  const rows = closure.nodes.map((node) => ({
    ...node,
    single_point_of_failure: weak.get(node.id),
    what_if: fallen.has(node.id) ? "falls" : degraded.has(node.id) ? "degraded" : "",
  }));
  return {
    columns: ["id", "name", "kind", "layer", "depth", "need", "caveat", "via", "single_point_of_failure", "what_if"],
    rows,
  };
}
