// One country: its suppliers on the layer of the map, and what it rests on when they are looked through.

import { ask } from "../api.js";
import { Named, useNames } from "../names.js";
import { Basis, Failure, Go, Loading, percent, useAnswer } from "../parts.js";
import { lossTold, Shares } from "../shares.js";
import { common } from "../state.js";
import { html } from "../vendor/htm-preact.js";

const SHOWN = 8;

/** Between which bounds the facts leave what is lost. @param {{loss: [number, number, number]}} row */
const ends = ({ loss: [low, , high] }) => /** @type {[number, number]} */ ([low, high]);

export function Country({ id, name, place, state, go, query }) {
  const called = useNames(Object.keys(place?.suppliers ?? {}));
  const open = { view: "dependencies", root: id, selected: "", out: "", mode: "", layer: "", tie: "" };
  return html`<section aria-live="polite" aria-label=${name}><h3>${name}</h3>
    ${
      place
        ? html`<${Shares} spheres=${place.spheres} ranges=${place.spheres_range} known=${place.known} />
      <p class="dim">${percent(place.known)} of its portfolio is known.</p>
      <ul class="points">${Object.entries(place.suppliers).map(([supplier, share]) => html`<li><${Go} state=${state} go=${go} change=${{ ...open, root: supplier }}>${called(supplier)}<//> ${percent(share)}</li>`)}</ul>`
        : html`<p>Nothing is known of it on this layer with this tie, lens and day. That is not zero.</p>`
    }
    <${Exposure} id=${id} query=${common(state)} layer=${query.layer} />
    <p><${Go} class="button" state=${state} go=${go} change=${open}>What it rests on<//> <${Go} class="button" state=${state} go=${go} change=${{ ...open, direction: "down" }}>What rests on it<//></p></section>`;
}

function Exposure({ id, query }) {
  const { data, error } = useAnswer(() => ask(`/v1/exposure/${id}`, query), [id, JSON.stringify(query)]);
  if (error) return html`<${Failure} error=${error} state=${{}} go=${() => {}} />`;
  if (!data) return html`<${Loading} what="its exposure" />`;
  if (data.rows.length === 0 && data.reason) return html`<p class="dim"><${Named} text=${data.reason} />.</p>`;
  if (data.rows.length === 0)
    return html`<p class="dim">No source says what people or firms there use: no exposure can be given.</p>`;
  return html`<table><caption>What its use of AI loses without each country, nothing substituted</caption><thead><tr><th>Country</th><th class="number">Lost</th></tr></thead>
    <tbody>${data.rows.slice(0, SHOWN).map((row) => html`<tr><td>${row.name}</td><td class="number">${lossTold(row.loss[1], ends(row))}</td></tr>`)}</tbody></table>
    ${data.rows.length > SHOWN && html`<p class="dim">the largest ${SHOWN} of ${data.rows.length}</p>`}
    <${Basis} meta=${data.meta} sources=${data.sources} />`;
}
