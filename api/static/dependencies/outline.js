// The same facts as a tree of needs: all of the needs, any of their suppliers. Opened step by step.

import { needName, words } from "../names.js";
import { percent } from "../parts.js";
import { html, useMemo, useState } from "../vendor/htm-preact.js";

export function Outline({ closure, root, onSelect, selected, fallen, degraded, operating }) {
  const names = useMemo(() => new Map(closure.nodes.map((node) => [node.id, node.name])), [closure]);
  const needs = useMemo(() => {
    const grouped = new Map();
    const down = closure.direction === "downstream";
    for (const need of closure.needs) {
      const rows = down
        ? need.suppliers.map((supplier) => [
            supplier.id,
            { ...need, need: `${need.need} of`, suppliers: [{ ...supplier, id: need.of, share: 1, assumed: true }] },
          ])
        : [[need.of, need]];
      for (const [id, row] of rows) grouped.set(id, [...(grouped.get(id) ?? []), row]);
    }
    return grouped;
  }, [closure]);
  const weak = useMemo(
    () =>
      new Map(
        closure.single_points_of_failure
          .filter((point) => !point.only_as_home)
          .map((point) => [point.id, point.certain]),
      ),
    [closure],
  );
  const shared = { names, needs, weak, onSelect, selected, fallen, degraded, operating };
  return html`<div class="outline"><ul role="tree" aria-label="Outline of dependencies"><${Branch} id=${root} trail=${[]} level=${1} open=${true} ...${shared} /></ul>
    ${closure.legend && html`<p class="legend">${closure.legend}</p>`}</div>`;
}

function Branch({ id, trail, level, open: first, share, caveat, runs, ...shared }) {
  const { names, needs, weak, onSelect, selected } = shared;
  const [open, setOpen] = useState(first);
  const own = needs.get(id) ?? [];
  const cyclic = trail.includes(id);
  const mark = weak.has(id) ? (weak.get(id) ? " ▲" : " △") : "";
  const state = stateOf(id, runs, shared);
  return html`<li role="treeitem" aria-level=${level} aria-expanded=${own.length && !cyclic ? open : undefined} aria-selected=${selected === id}>
    <span class=${`leaf ${state}`}>${own.length > 0 && !cyclic ? html`<button type="button" class="plain twist" aria-label=${`${open ? "close" : "open"} ${names.get(id)}`} onClick=${() => setOpen(!open)}>${open ? "▾" : "▸"}</button>` : html`<span class="twist"></span>`}
    <button type="button" class="plain" onClick=${() => onSelect(id)}>${names.get(id) ?? words(id)}</button>${share}${caveat && html` <span class="caveat">(${caveat})</span>`}<span class="triangle">${mark}</span>${state && html` <b>${state}</b>`}${cyclic && html` <span class="dim">(cycle)</span>`}</span>
    ${
      open &&
      !cyclic &&
      own.length > 0 &&
      html`<ul role="group">${own.map((need) =>
        need.suppliers.length === 1 && need.need === need.suppliers[0].id
          ? html`<${Branch} key=${need.need} id=${need.suppliers[0].id} caveat=${need.suppliers[0].caveat} trail=${[...trail, id]} level=${level + 1} ...${shared} />`
          : html`<li role="none" key=${need.need}><span class="need">${names.get(need.need) ?? needName(need.need, words)}: ${need.suppliers.length > 1 ? `any of ${need.suppliers.length}` : "only"}${need.closed ? "" : ", others unknown"}${need.basis ? ` (${need.basis}, ${need.period ?? "undated"})` : ""}</span>
        <ul role="group">${need.suppliers.map(
          (
            supplier,
          ) => html`<${Branch} key=${supplier.id} id=${supplier.id} caveat=${supplier.caveat} trail=${[...trail, id]} level=${level + 1} runs=${need.need === "operator"}
          share=${need.suppliers.length > 1 && !supplier.assumed ? html` <span class="dim">${percent(supplier.share)}</span>` : null} ...${shared} />`,
        )}</ul></li>`,
      )}</ul>`
    }</li>`;
}

/** What becomes of a branch: who runs a site goes on as that, whatever becomes of what it supplies itself. */
function stateOf(id, runs, { fallen, degraded, operating }) {
  if (runs && operating.has(id)) return "";
  return fallen.has(id) ? " falls" : degraded.has(id) ? " degraded" : "";
}
