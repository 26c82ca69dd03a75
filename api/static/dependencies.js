// One entity: picture, outline or table; what if; evidence of what is selected.

import { ask } from "./api.js";
import { Evidence } from "./evidence.js";
import { Export } from "./export/menu.js";
import { Graph } from "./graph.js";
import { needName, useNames } from "./names.js";
import { Outline } from "./outline.js";
import { Basis, Failure, Loading, useAnswer } from "./parts.js";
import { Same } from "./same.js";
import { common } from "./state.js";
import { html, useMemo, useState } from "./vendor/htm-preact.js";
import { useScenario, WhatIf } from "./whatif.js";

const NARROW = matchMedia("(max-width: 700px)");
const FORMS = { picture: "Picture", outline: "Outline", table: "Table" };

export function Dependencies({ state, go }) {
  const root = state.root || "model:glm-5";
  const down = state.direction === "down";
  const query = common(state);
  const key = [root, state.direction, JSON.stringify(query)];
  const mode = state.mode in FORMS ? state.mode : NARROW.matches ? "outline" : "picture";
  const [asked, drawn] = down ? ["dependents", { ...query, direction: "down" }] : ["dependencies", query];
  const drawing = useAnswer(() => ask(`/v1/drawing/${root}`, drawn), key);
  const closure = useAnswer(() => ask(`/v1/${asked}/${root}`, query), key);
  const out = useMemo(() => new Set(state.out ? state.out.split(",") : []), [state.out]);
  const scenario = useScenario(out, query, key);
  // A country that loses the models it uses does not stop being a seat of firms: here it falls only if it is knocked out.
  const fallen = useMemo(
    () =>
      new Set(
        scenario.data?.failed.filter((row) => row.kind !== "Country" || out.has(row.id)).map((row) => row.id) ?? [],
      ),
    [scenario.data, out],
  );
  const degraded = useMemo(() => new Set(scenario.data?.degraded.map((row) => row.id) ?? []), [scenario.data]);
  const names = useMemo(() => new Map(closure.data?.nodes.map((node) => [node.id, node.name]) ?? []), [closure.data]);
  const called = useNames([root, ...out]);
  const select = (id) => go({ ...state, root, selected: id === state.selected ? "" : id });
  const error = drawing.error ?? closure.error;
  if (error) return html`<${Failure} error=${error} state=${state} go=${go} />`;
  const title = called(root);
  const early = NARROW.matches && out.size > 0; // on a phone the verdict stands above everything else
  const what = html`<${WhatIf} state=${state} go=${go} root=${root} title=${title} scenario=${scenario} fallen=${fallen} out=${out} names=${names} called=${called} />`;
  return html`<div class="dependencies"><div class="stage">
    <h2>${down ? "What rests on " : ""}${title}</h2>${early && what}<div class="bar">
      <div role="tablist" aria-label="Form">${Object.entries(FORMS).map(
        ([value, name]) => html`<button type="button" role="tab"
        aria-selected=${mode === value} onClick=${() => go({ ...state, root, mode: value })}>${name}</button>`,
      )}</div>
      <${Choices} state=${state} go=${go} root=${root} />
      <${Export} name=${root.replace(":", "-")} title=${`What ${down ? "rests on " : ""}${title}${down ? "" : " rests on"}${out.size ? `, without ${[...out].map(called).join(" and ")}` : ""}`} answer=${closure.data} table=${closure.data && table(closure.data, fallen, degraded)}
        path=${`/v1/${asked}/${root}`} query=${query} drawing=${{ path: `/v1/drawing/${root}`, query: state.out ? { ...drawn, out: state.out } : drawn }} /></div>
    <${Shown} ...${{ mode, drawing: drawing.data, closure: closure.data, root, onSelect: select, selected: state.selected, fallen, degraded, out }} />
    ${closure.data && html`<${Basis} meta=${closure.data.meta} sources=${closure.data.sources} />`}
    <${Same} state=${state} go=${go} path=${`/v1/${asked}/${root}`} query=${query} saved=${[down ? "what-rests-on" : "rests-on", { id: root }]} /></div>
    <aside aria-label="Details">
      ${!early && what}
      ${state.selected && html`<${Evidence} state=${state} go=${go} id=${state.selected} drawing=${drawing.data} query=${query} out=${out} root=${root} />`}
      ${closure.data && html`<${Weak} points=${closure.data.single_points_of_failure} onSelect=${select} state=${state} />`}</aside></div>`;
}

/** The same answer as a picture, as an outline or as a table. */
function Shown({ mode, drawing, closure, root, out, ...marks }) {
  if (mode === "picture")
    return drawing
      ? html`<${Graph} drawing=${drawing} out=${out} ...${marks} />`
      : html`<${Loading} what="the picture" />`;
  if (!closure) return html`<${Loading} what=${`the ${mode}`} />`;
  return mode === "outline"
    ? html`<${Outline} closure=${closure} root=${root} ...${marks} />`
    : html`<${Table} closure=${closure} ...${marks} />`;
}

function Choices({ state, go, root }) {
  const set = (name) => (event) => go({ ...state, root, [name]: event.target.value });
  const choice = (name, values) =>
    html`<label>${name} <select value=${state[name]} onChange=${set(name)}>${values.map(([value, text]) => html`<option value=${value} selected=${state[name] === value}>${text}</option>`)}</select></label>`;
  return html`<span class="choices">
    <label>as of <input type="date" value=${state.as_of} onChange=${set("as_of")} /></label>
    ${choice("lens", [
      ["ownership", "ownership"],
      ["territory", "territory"],
      ["vendor", "vendor"],
    ])}
    ${choice("horizon", [
      ["run", "what stops now"],
      ["make", "production"],
      ["grow", "growth"],
    ])}
    ${choice("direction", [
      ["up", "rests on"],
      ["down", "rested on by"],
    ])}</span>`;
}

function table(closure, fallen, degraded) {
  const weak = new Map(
    closure.single_points_of_failure
      .filter((point) => !point.home)
      .map((point) => [point.id, point.certain ? "certain" : "as far as we know"]),
  );
  const rows = closure.nodes.map((node) => ({
    ...node,
    single_point_of_failure: weak.get(node.id),
    what_if: fallen.has(node.id) ? "falls" : degraded.has(node.id) ? "degraded" : "",
  }));
  return {
    columns: ["id", "name", "kind", "layer", "depth", "need", "via", "single_point_of_failure", "what_if"],
    rows,
  };
}

function Weak({ points, onSelect, state }) {
  const [all, setAll] = useState(false);
  const abroad = points.filter((point) => !point.home);
  const home = points.filter((point) => point.home);
  const shown = all ? abroad : abroad.slice(0, 14);
  return html`<section><h3>${abroad.length} single points of failure</h3>
    ${abroad.length === 0 && html`<p>None: every need has another supplier, as far as we know.</p>`}
    <ul class="points">${shown.map((point) => html`<li><button type="button" class="plain" aria-pressed=${state.selected === point.id} onClick=${() => onSelect(point.id)}>${point.certain ? "▲" : "△"} ${point.name}</button> <span class="dim">${point.kind}${point.certain ? ", certain" : ""}</span></li>`)}</ul>
    ${abroad.length > shown.length && html`<button type="button" class="plain" onClick=${() => setAll(true)}>show ${abroad.length - shown.length} more</button>`}
    <p class="dim">▲ whoever else there may be; △ the only one in our data. ${home.length > 0 && `That it falls with its own home is no finding: ${home.map((point) => point.name).join(", ")}.`}</p></section>`;
}

function Table({ closure, onSelect, fallen, degraded }) {
  const weak = new Map(closure.single_points_of_failure.map((point) => [point.id, point]));
  const called = useNames(closure.nodes.map((node) => node.need).filter(Boolean));
  return html`<div class="scroll" tabindex="0" role="region" aria-label="Table"><table><thead><tr><th>Name</th><th>Kind</th><th>Layer</th><th>Steps</th><th>Reached by need</th><th>State</th></tr></thead>
    <tbody>${closure.nodes.map(
      (
        node,
      ) => html`<tr><td><button type="button" class="plain" onClick=${() => onSelect(node.id)}>${node.name}</button></td><td>${node.kind}</td><td>${node.layer}</td><td class="number">${node.depth}</td><td>${node.need ? needName(node.need, called) : ""}</td>
      <td>${[weak.has(node.id) && !weak.get(node.id).home && "single point of failure", fallen.has(node.id) ? "falls" : degraded.has(node.id) && "degraded"].filter(Boolean).join(", ")}</td></tr>`,
    )}</tbody></table></div>`;
}
