// Everything known of the selected node: its facts, and its edges with sources and rivals.

import { ask } from "./api.js";
import { kindName, needName, useNames } from "./names.js";
import { amount } from "./numbers.js";
import { ClaimLine, Failure, Go, Loading, percent, useAnswer } from "./parts.js";
import { opened } from "./state.js";
import { html } from "./vendor/htm-preact.js";

export function Evidence({ state, go, id, drawing, query, out, root, only = "" }) {
  const box = drawing?.boxes.find((one) => one.id === id);
  if (box?.collapsed.length) return html`<${Collapsed} box=${box} state=${state} go=${go} />`;
  return html`<${One} key=${id} ...${{ state, go, id, query, out, root, only }} />`;
}

const otherEnd = (edge, id) => (edge.from === id ? edge.to : edge.from);

/** The edges that tie two entities; all of them where the other is not named. */
function chosen(data, id, only) {
  const every = Object.entries(data.edges).sort();
  const few = every
    .map(([kind, edges]) => [kind, edges.filter((edge) => [otherEnd(edge, id), edge.need].includes(only))])
    .filter(([, edges]) => edges.length > 0);
  return few.length > 0 ? few : every;
}

function One({ state, go, id, query, out, root, only }) {
  const { data, error, loading } = useAnswer(() => ask(`/v1/nodes/${id}`, query), [id, JSON.stringify(query)]);
  const edges = data ? chosen(data, id, only) : [];
  const name = useNames(edges.flatMap(([, list]) => list.flatMap((edge) => [otherEnd(edge, id), edge.need])));
  if (error) return html`<${Failure} error=${error} state=${state} go=${go} />`;
  if (loading || !data) return html`<${Loading} what="the evidence" />`;
  const removed = new Set(out ?? []);
  if (!removed.delete(id)) removed.add(id);
  return html`<section class="evidence" aria-live="polite"><h3>${data.name}</h3>
    <p class="dim">${kindName(data.kind)}${data.subtype ? `, ${data.subtype.replaceAll("_", " ")}` : ""}${data.aliases.length ? html`<br />also ${data.aliases.slice(0, 6).join(", ")}` : ""}</p>
    <p class="actions">${id !== root && html`<${Go} class="button" state=${state} go=${go} change=${opened(state, { view: "dependencies", root: id })}>Start from here<//>`}
      <${Go} class="button" state=${state} go=${go} change=${opened(state, { view: "profile", root: id })}>Profile<//>
      ${out && id !== root && html`<${Go} class="button danger" state=${state} go=${go} change=${{ out: [...removed].join(",") }}>${out.has(id) ? "Restore" : "Knock out"}<//>`}</p>
    ${Object.keys(data.properties).length > 0 && html`<dl>${Object.entries(data.properties).map(([key, value]) => html`<div><dt>${key.replaceAll("_", " ")}</dt><dd>${typeof value === "number" ? amount(value) : String(value)}</dd></div>`)}</dl>`}
    <details><summary>${data.facts.length} source${data.facts.length === 1 ? "" : "s"} for what it is</summary>${data.facts.map((fact) => html`<${ClaimLine} claim=${fact} sources=${data.sources} />`)}</details>
    ${edges.map(
      ([
        kind,
        list,
      ]) => html`<details open=${list.length < 6}><summary>${kind.replaceAll("_", " ").toLowerCase()} (${list.length})</summary>
      ${list.map((edge) => html`<${Tie} key=${edge.id} ...${{ edge, id, name, data, state, go }} />`)}</details>`,
    )}</section>`;
}

function Tie({ edge, id, name, data, state, go }) {
  const other = otherEnd(edge, id);
  return html`<div class="edge">${edge.from === id ? "→" : "←"} <${Go} state=${state} go=${go} change=${opened(state, { view: "dependencies", root: other })}>${name(other)}<//>
    <${Share} edge=${edge} sources=${data.sources} />${edge.need && edge.need !== other && html` <span class="dim">${needName(edge.need, name)}</span>`}
    <${ClaimLine} claim=${edge.claim} sources=${data.sources} />${edge.rivals.map((claim) => html`<${ClaimLine} claim=${claim} sources=${data.sources} rival=${true} />`)}</div>`;
}

/** The share that the analysis uses: which source states it, or what stands in for one. */
function Share({ edge, sources }) {
  if (edge.share == null || (edge.share === 1 && edge.assumed)) return null;
  if (!edge.share_source)
    return html` <span class="dim">counted as ${percent(edge.share)}${edge.assumed ? ", assumed" : ""}: ${edge.share_basis ?? "by the lens"}</span>`;
  const other = edge.share_source !== edge.claim.source && sources[edge.share_source];
  return html` <b>${percent(edge.share)}</b>${other && html` <span class="dim">by ${other.title}</span>`}`;
}

function Collapsed({ box, state, go }) {
  const name = useNames(box.collapsed);
  return html`<section><h3>${box.label}</h3><p class="dim">Left out of the picture to keep it readable; the outline and the table have them all.</p>
    <ul>${box.collapsed.map((id) => html`<li><${Go} state=${state} go=${go} change=${{ root: id, selected: "" }}>${name(id)}<//></li>`)}</ul></section>`;
}
